/** `parley github drift`: whether what is live still is what the files say. */

import { parseArgs } from "node:util";
import { targetOf } from "#cli/environment.ts";
import { findSite } from "#cli/find-site.ts";
import { summarize } from "#cli/github/connection.ts";
import type { Command } from "#cli/main.ts";
import { dataOption, environmentOption, siteOption } from "#cli/options.ts";
import { planText } from "#cli/plan-text.ts";
import { prepare } from "#cli/prepare.ts";
import { printFindings } from "#cli/print-findings.ts";
import { readSite } from "#cli/site.ts";
import { isEmpty } from "#plan/plan.ts";
import { renderPlanMarkdown } from "#plan/render-markdown.ts";

const summaryLimit = 500_000;

export const command: Command = {
  summary: "say whether what is live still is what the files say",
  usage: `parley github drift [--env NAME] [--site DIR] [--data DIR]

  Ends with 1 where something differs: it was changed outside Git, or not published yet.`,
  async run(args) {
    const { values } = parseArgs({ args: [...args], options: { ...siteOption, ...environmentOption, ...dataOption } });
    const site = await readSite(findSite(values.site));
    const prepared = await prepare(site, targetOf(site, values.env, values.data));
    if (!prepared) return printFindings(site, "text");
    const { plan, live } = prepared;
    summarize(renderPlanMarkdown(plan, live, summaryLimit));
    process.stdout.write(planText(plan, site));
    return isEmpty(plan) ? 0 : 1;
  },
};
