/** `parley github publish`: publish with the yes of a GitHub environment's reviewers, and tell the pull request. */

import { parseArgs } from "node:util";
import { Failure } from "#cli/failure.ts";
import { findSite } from "#cli/find-site.ts";
import { type Connection, connection, onGitHub, summarize } from "#cli/github/connection.ts";
import { tellMerged } from "#cli/github/tell-merged.ts";
import { dataOption, environmentOption, siteOption } from "#cli/options.ts";
import { planText } from "#cli/plan-text.ts";
import { printFindings } from "#cli/print-findings.ts";
import { outcomeText, outsideWindow, publishPrepared } from "#cli/publish.ts";
import { readAndPrepare } from "#cli/read-and-prepare.ts";
import { closedNow } from "#cli/wait.ts";
import { publishBranchOf } from "#content/site.ts";
import { approversOf } from "#github/approvers.ts";
import type { Approval } from "#plan/approval.ts";
import { wantsYes as guardsWantYes } from "#plan/guards.ts";
import { code } from "#plan/markdown.ts";
import { isEmpty, type Plan } from "#plan/plan.ts";
import { summaryOf } from "#plan/summary.ts";
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
      "wants-yes": { type: "string" },
    },
  });
  const gitHub = connection();
  const { asked, reviewers } = values;
  if (asked !== undefined && !/^[0-9a-f]{64}$/.test(asked)) {
    throw new Failure(`"${asked}" is no effect`, "parley github ask says it");
  }
  const isAsked = values["wants-yes"] !== "false";
  const approval = isAsked ? await onGitHub(() => approvalOf(gitHub, asked, reviewers)) : null;
  const { site, target, prepared } = await readAndPrepare(findSite(values.site), values.env, values.data);
  if (!prepared) return printFindings(site, "text");
  process.stdout.write(planText(prepared.plan, site));
  const closed = target.isLocal || isEmpty(prepared.plan) ? null : closedNow(site.content.site.value?.publish);
  const outcome = closed
    ? outsideWindow(closed)
    : ((approval ? null : notAsAsked(prepared.plan, asked, values["wants-yes"] === "true")) ??
      (await publishPrepared(site, target, prepared, approval)));
  process.stdout.write(outcomeText(outcome));
  const text = outcomeMarkdown(outcome, prepared.plan, approval, gitHub.run);
  summarize(text);
  await tellMerged(gitHub, site.folder, prepared.plan, publishBranchOf(site.content.site.value), text);
  return outcome.kind === "published" || outcome.kind === "nothing" ? 0 : 1;
}

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

/** Null: nobody of that environment said yes. */
async function approvalOf(
  gitHub: Connection,
  asked: string | undefined,
  reviewers: string | undefined,
): Promise<Approval | null> {
  if (asked === undefined || reviewers === undefined) return null;
  const run = Number(process.env.GITHUB_RUN_ID);
  if (!Number.isInteger(run) || run <= 0) throw new Failure("this is no run of a workflow", "leave --asked out");
  const approvers = await approversOf(gitHub, run, reviewers);
  return approvers.length === 0 ? null : { effect: asked, approvers, changes: null };
}

function outcomeMarkdown(outcome: Outcome, plan: Plan, approval: Approval | null, run: string | null): string {
  const where = code(plan.environment);
  const link = run === null ? "" : `\n\n[The run](${run})`;
  switch (outcome.kind) {
    case "nothing":
      return `## Parley: nothing to publish\n\n${where} already is what the files say.${link}`;
    case "published": {
      const yes = approval ? `\n\nA yes was given by ${approval.approvers.map((name) => code(name)).join(", ")}.` : "";
      const lines = summaryOf(plan).map((line) => `- ${code(line)}`);
      return `## Parley: published as release ${outcome.release.number}\n\nLive on ${where} now:\n\n${lines.join("\n")}${yes}${link}`;
    }
    case "refused":
      return `## Parley: not published\n\n${code(outcome.check)}: ${code(outcome.why)}\n\nWhat was live on ${where} still is. ${code(outcome.fix)}${link}`;
    case "failed":
      return `## Parley: the publish failed\n\n${code(outcome.why)}\n\n${code(outcome.fix)}${link}`;
  }
}
