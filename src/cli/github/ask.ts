/** `parley github ask`: whether there is something to publish, and whether a person must say yes to it first. */

import { parseArgs } from "node:util";
import { findSite } from "#cli/find-site.ts";
import { connection, onGitHub, output, summarize } from "#cli/github/connection.ts";
import { heldAgainstReviews } from "#cli/github/reviewed-plans.ts";
import { dataOption, environmentOption, siteOption } from "#cli/options.ts";
import { printFindings } from "#cli/print-findings.ts";
import { readAndPrepare } from "#cli/read-and-prepare.ts";
import { wantsYes } from "#plan/guards.ts";
import { code } from "#plan/markdown.ts";
import { isEmpty } from "#plan/plan.ts";
import { renderPlanMarkdown } from "#plan/render-markdown.ts";
import type { Held } from "#plan/reviewed.ts";

const summaryLimit = 500_000;
/** Things that moved are named, and no more of them. */
const mostNamed = 20;

/**
 * A person is asked for what a guard wants a yes to, and for what is not what its reviewers saw: what is live has moved
 * since, or the files have.
 */
export async function askOnGitHub(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { ...siteOption, ...environmentOption, ...dataOption } });
  const gitHub = connection();
  const { site, prepared } = await readAndPrepare(findSite(values.site), values.env, values.data);
  if (!prepared) return printFindings(site, "text");
  const { plan, live } = prepared;
  const settings = site.content.site.value?.publish;
  const held = isEmpty(plan)
    ? null
    : await onGitHub(() => heldAgainstReviews(gitHub, site.folder, plan, settings?.branch ?? "main"));
  const moved = movedText(held, settings?.on_moved ?? "stop");
  const asks = wantsYes(plan.findings).length > 0 || moved !== null;
  summarize([...(moved === null ? [] : [moved]), renderPlanMarkdown(plan, live, summaryLimit)].join("\n\n"));
  output("empty", String(isEmpty(plan)));
  output("wants-yes", String(asks));
  output("effect", plan.effect);
  process.stdout.write(
    isEmpty(plan)
      ? "There is nothing to publish.\n"
      : `Effect ${plan.effect.slice(0, 12)}: ${asks ? "a person must say yes to it" : "nobody has to be asked"}.\n${moved === null ? "" : `${moved}\n`}`,
  );
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
