/** `parley plan`: what a publish would change. Changes nothing. */

import { parseArgs } from "node:util";
import { findSite } from "#cli/find-site.ts";
import type { Command } from "#cli/main.ts";
import { dataOption, environmentOption, format, formatOption, siteOption } from "#cli/options.ts";
import { planText } from "#cli/plan-text.ts";
import { printFindings } from "#cli/print-findings.ts";
import { readAndPrepare } from "#cli/read-and-prepare.ts";
import { planJson } from "#plan/render-json.ts";
import { renderPlanMarkdown } from "#plan/render-markdown.ts";

/** What GitHub takes as one comment. */
const markdownLetters = 65_536;

export const command: Command = {
  usage: "parley plan [--env NAME] [--site DIR] [--data DIR] [--format text|json|markdown]",
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: { ...siteOption, ...formatOption, ...environmentOption, ...dataOption },
    });
    const asMarkdown = values.format === "markdown";
    const { site, prepared } = await readAndPrepare(findSite(values.site), values.env, values.data);
    if (!prepared) return printFindings(site, asMarkdown ? "text" : format(values.format));
    const { plan, live } = prepared;
    process.stdout.write(
      asMarkdown
        ? `${renderPlanMarkdown(plan, live, markdownLetters)}\n`
        : format(values.format) === "json"
          ? `${JSON.stringify(planJson(plan, site.sources), null, 2)}\n`
          : planText(plan, site),
    );
    return plan.findings.some(({ severity }) => severity === "error") ? 1 : 0;
  },
};
