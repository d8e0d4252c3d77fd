/** `parley github publish`: publish with the yes that GitHub knows of, or wait for the site's windows, and tell of it. */

import { parseArgs } from "node:util";
import { Failure } from "#cli/failure.ts";
import { findSite } from "#cli/find-site.ts";
import { broughtBy } from "#cli/github/brought.ts";
import { type Connection, connection, onGitHub, report, summarize, wordsOf } from "#cli/github/connection.ts";
import { checkOf, type Ending, endingMarkdown, publishCheckName } from "#cli/github/ending.ts";
import { refuseOtherBranch } from "#cli/github/publish-branch.ts";
import { tellMerged } from "#cli/github/tell-merged.ts";
import { approvalOf } from "#cli/github/yeses.ts";
import { dataOption, environmentOption, siteOption } from "#cli/options.ts";
import { planText } from "#cli/plan-text.ts";
import type { Prepared } from "#cli/prepare.ts";
import { printFindings } from "#cli/print-findings.ts";
import { outcomeText, outsideWindow, publishPrepared, refusedNow } from "#cli/publish.ts";
import { type Ready, readAndPrepare } from "#cli/read-and-prepare.ts";
import { closedNow } from "#cli/wait.ts";
import { publishBranchOf } from "#content/site.ts";
import { reportCheck } from "#github/check-run.ts";
import type { Approval } from "#plan/approval.ts";
import { wantsYes as guardsWantYes } from "#plan/guards.ts";
import { isEmpty, type Plan } from "#plan/plan.ts";
import type { Outcome } from "#publish/publish.ts";

export async function publishFromGitHub(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...siteOption,
      ...environmentOption,
      ...dataOption,
      asked: { type: "string" },
      reviewers: { type: "string" },
      earlier: { type: "string" },
      "wants-yes": { type: "string" },
    },
  });
  const gitHub = connection();
  const folder = findSite(values.site);
  refuseOtherBranch(folder);
  const { asked, reviewers, earlier = null, "wants-yes": wants } = values;
  if (asked !== undefined && !/^[0-9a-f]{64}$/.test(asked)) {
    throw new Failure(`"${asked}" is no effect`, "parley github ask says it");
  }
  const { site, target, prepared } = await readAndPrepare(folder, values.env, values.data);
  if (!prepared) return printFindings(site, "text");
  const { plan } = prepared;
  const ready = { site, target, prepared };
  process.stdout.write(planText(plan, site));
  const branch = publishBranchOf(site.content.site.value);
  const isAsked = asked !== undefined && reviewers !== undefined && wants !== "false";
  let approval: Approval | null = null;
  let ending = await waiting(ready, wants === "later");
  if (!ending) {
    const question = isAsked ? { effect: asked, environment: reviewers, earlier } : null;
    const brought = () => broughtBy(gitHub, site.folder, plan, branch);
    approval = question && (await onGitHub(() => approvalOf(gitHub, question, brought)));
    ending =
      (approval ? null : notAsAsked(plan, asked, wants === "true")) ??
      (await publishPrepared(site, target, prepared, approval));
  }
  ending = await recorded(gitHub, ending, plan);
  const asks = approval === null && wants === "true" && asked === plan.effect;
  const told = { plan, approval, run: gitHub.run, asks, isLookedAt: process.env.PARLEY_WINDOWS === "true" };
  const text = endingMarkdown(ending, told);
  process.stdout.write(ending.kind === "waits" ? `Waits: ${ending.why}.\n` : outcomeText(ending));
  summarize(text);
  await tellMerged(gitHub, site.folder, plan, branch, text);
  return ending.kind === "refused" || ending.kind === "failed" ? 1 : 0;
}

/**
 * That it waits for the site's windows, or is refused already whatever anybody would say; null: neither. Nobody was asked
 * where they were closed when it was looked at: though they have opened since, it is looked at anew.
 */
async function waiting({ site, target, prepared }: Asking, wasClosed: boolean): Promise<Ending | null> {
  if (isEmpty(prepared.plan) || target.isLocal) return null;
  const closed = closedNow(site.content.site.value?.publish);
  if (!closed && !wasClosed) return null;
  // As if anybody had said yes: they are asked when the windows are open.
  const anybodys = { effect: prepared.plan.effect, approvers: [], changes: null };
  const refused = await refusedNow(site, target, prepared, anybodys);
  if (refused) return refused;
  if (closed?.until === null) return outsideWindow(closed);
  const opened = "publishing was closed when this run looked, and has opened since";
  return { kind: "waits", until: closed?.until ?? Date.now(), why: closed?.text ?? opened };
}

type Asking = Ready & { readonly prepared: Prepared };

/** What was asked about is what goes live, also where nobody had to say yes to it. */
function notAsAsked(plan: Plan, asked: string | undefined, wantsYes: boolean): Outcome | null {
  if (asked === undefined || isEmpty(plan)) return null;
  const check = "moved-since-approval";
  if (asked !== plan.effect) {
    const why = `the effect was ${asked.slice(0, 12)} when it was looked at, and is ${plan.effect.slice(0, 12)} now`;
    return { kind: "refused", check, why, fix: "run the workflow again: it looks at what is live now" };
  }
  // A guard's own question says more than this one.
  if (!wantsYes || guardsWantYes(plan.findings).length > 0) return null;
  const why = "what would go live is not what was reviewed, and nobody has said yes to it";
  return { kind: "refused", check, why, fix: "have the environment's reviewers look at it, and run it again" };
}

/**
 * The commit's check says how it ended: the next look at the windows goes by it. A publish that would wait where nobody
 * can know of it is refused instead.
 */
async function recorded(gitHub: Connection, ending: Ending, plan: Plan): Promise<Ending> {
  const { commit } = plan;
  if (commit === null) return ending;
  const { title, ...check } = checkOf(ending, plan);
  try {
    const where = { name: publishCheckName, commit, detailsUrl: gitHub.run };
    await reportCheck(gitHub, { ...where, ...check, title, summary: title, annotations: [] });
    return ending;
  } catch (error) {
    report(`the commit's check could not be written: ${wordsOf(error)}`);
    return ending.kind === "waits" ? outsideWindow({ until: ending.until, text: ending.why }) : ending;
  }
}
