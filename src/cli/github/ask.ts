/** `parley github ask`: whether there is something to publish, and whether a person must say yes to it first. */

import { parseArgs } from "node:util";
import { findSite } from "#cli/find-site.ts";
import { broughtBy } from "#cli/github/brought.ts";
import { connection, notice, onGitHub, output, summarizeWithin } from "#cli/github/connection.ts";
import { refuseOtherBranch } from "#cli/github/publish-branch.ts";
import { heldAgainstReviews } from "#cli/github/reviewed-plans.ts";
import { commentsForEffect, earlierYeses, refusedYeses, writtenYes } from "#cli/github/yeses.ts";
import { dataOption, environmentOption, siteOption } from "#cli/options.ts";
import type { Prepared } from "#cli/prepare.ts";
import { printFindings } from "#cli/print-findings.ts";
import { readAndPrepare } from "#cli/read-and-prepare.ts";
import { closedNow } from "#cli/wait.ts";
import { publishBranchOf } from "#content/site.ts";
import { wantsYes } from "#plan/guards.ts";
import { code } from "#plan/markdown.ts";
import { isEmpty } from "#plan/plan.ts";
import { renderPlanMarkdown } from "#plan/render-markdown.ts";
import type { Held } from "#plan/reviewed.ts";
import { howToSayYes, yesLine } from "#plan/yes-line.ts";

/** Of a plan on the run's page; more nobody reads there. */
const mostLetters = 500_000;
/** Things that moved are named, and no more of them. */
const mostNamed = 20;

/**
 * A person is asked for what a guard wants a yes to, and for what is not what its reviewers saw: what is live has moved
 * since, or the files have. Whoever has said yes by a comment is asked no more, and nobody is while the site's windows
 * are closed: it is planned anew when they open.
 */
export async function askOnGitHub(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { ...siteOption, ...environmentOption, ...dataOption, reviewers: { type: "string" } },
  });
  const gitHub = connection();
  const folder = findSite(values.site);
  refuseOtherBranch(folder);
  const { site, target, prepared } = await readAndPrepare(folder, values.env, values.data);
  if (!prepared) return printFindings(site, "text");
  const { plan } = prepared;
  const settings = site.content.site.value?.publish;
  if (isEmpty(plan)) return tell(prepared, { summary: [], said: "There is nothing to publish.", wants: "false" });
  const brought = await onGitHub(() => broughtBy(gitHub, site.folder, plan, publishBranchOf(site.content.site.value)));
  const held = await onGitHub(() => heldAgainstReviews(gitHub, plan, brought));
  const moved = movedText(held, settings?.on_moved ?? "stop");
  const movedOnes = moved === null ? [] : [moved];
  const of = (text: string) => [`Effect ${plan.effect.slice(0, 12)}: ${text}`, ...movedOnes].join("\n");
  const closed = target.isLocal ? null : closedNow(settings);
  if (closed) {
    const waits = `It waits: ${closed.text}. It is planned anew then, and nobody is asked before.`;
    return tell(prepared, { summary: [code(waits), ...movedOnes], said: of(waits), wants: "later" });
  }
  if (moved === null && wantsYes(plan.findings).length === 0) {
    return tell(prepared, { summary: [], said: of("nobody has to be asked."), wants: "false" });
  }
  const { reviewers } = values;
  const [yeses, earlier] = await onGitHub(async () =>
    reviewers === undefined
      ? [{ given: [], refused: [] }, "none"]
      : [await commentsForEffect(gitHub, plan.effect, reviewers, brought), await earlierYeses(gitHub, reviewers)],
  );
  const refused = refusedYeses(yeses);
  if (yeses.given.length > 0) {
    const by = yeses.given.map(writtenYes).join(", ");
    const summary = [`A yes was given by ${code(by)}.`, ...movedOnes];
    return tell(prepared, { summary, said: of(`a person's yes was given by ${by}.`), wants: "true", earlier });
  }
  notice("A person must say yes", `As a comment on the pull request, on its first line: ${yesLine(plan)}`);
  return tell(prepared, {
    summary: [...movedOnes, howToSayYes(plan), ...(refused === null ? [] : [refused])],
    said: `${of("a person must say yes to it.")}\nAs a comment on the pull request: ${yesLine(plan)}`,
    wants: "true",
    asks: true,
    earlier,
  });
}

interface Told {
  /** Above the plan: Markdown, a paragraph each. */
  readonly summary: readonly string[];
  readonly said: string;
  /** Whether a person must say yes; `later`: nobody is asked, for the site's windows are closed. */
  readonly wants: "true" | "false" | "later";
  /** Nobody has said yes yet. */
  readonly asks?: true;
  readonly earlier?: string;
}

function tell({ plan, live }: Prepared, { summary, said, wants, asks, earlier = "none" }: Told): number {
  summarizeWithin(mostLetters, (letters) => [...summary, renderPlanMarkdown(plan, live, letters)].join("\n\n"));
  output("empty", String(isEmpty(plan)));
  output("wants-yes", wants);
  output("asks", String(asks === true));
  output("earlier", earlier);
  output("effect", plan.effect);
  process.stdout.write(`${said}\n`);
  return 0;
}

/** Null: it is what was reviewed, or nobody knows what was. */
function movedText(held: Held | null, onMoved: "stop" | "continue-if-subset"): string | null {
  if (held === null || held.is === "reviewed") return null;
  if (held.is === "part") {
    return onMoved === "stop" ? "Some of what was reviewed does not change any more: what is live has moved." : null;
  }
  const named = held.moved.slice(0, mostNamed).map((each) => code(each));
  const more = held.moved.length - named.length;
  return `Not as it was reviewed, for what is live or what the files say has moved since: ${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}.`;
}
