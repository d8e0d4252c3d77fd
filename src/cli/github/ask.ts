/** `parley github ask`: whether there is something to publish, and whether a person must say yes to it first. */

import { parseArgs } from "node:util";
import { findSite } from "#cli/find-site.ts";
import { output, summarize } from "#cli/github/connection.ts";
import { dataOption, environmentOption, siteOption } from "#cli/options.ts";
import { printFindings } from "#cli/print-findings.ts";
import { readAndPrepare } from "#cli/read-and-prepare.ts";
import { wantsYes } from "#plan/guards.ts";
import { isEmpty } from "#plan/plan.ts";
import { renderPlanMarkdown } from "#plan/render-markdown.ts";

const summaryLimit = 500_000;

export async function askOnGitHub(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { ...siteOption, ...environmentOption, ...dataOption } });
  const { site, prepared } = await readAndPrepare(findSite(values.site), values.env, values.data);
  if (!prepared) return printFindings(site, "text");
  const { plan, live } = prepared;
  const asks = wantsYes(plan.findings).length > 0;
  summarize(renderPlanMarkdown(plan, live, summaryLimit));
  output("empty", String(isEmpty(plan)));
  output("wants-yes", String(asks));
  output("effect", plan.effect);
  process.stdout.write(
    isEmpty(plan)
      ? "There is nothing to publish.\n"
      : `Effect ${plan.effect.slice(0, 12)}: ${asks ? "a person must say yes to it" : "nobody has to be asked"}.\n`,
  );
  return 0;
}
