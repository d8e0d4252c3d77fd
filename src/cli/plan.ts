/** `parley plan`: what a publish would change. Changes nothing. */

import { parseArgs } from "node:util";
import { targetOf } from "#cli/environment.ts";
import type { Command } from "#cli/main.ts";
import { dataOption, environmentOption, format, formatOption, siteOption } from "#cli/options.ts";
import { planText } from "#cli/plan-text.ts";
import { prepare } from "#cli/prepare.ts";
import { printFindings } from "#cli/print-findings.ts";
import { findSite, readSite } from "#cli/site.ts";
import { planJson } from "#plan/render-json.ts";

export const command: Command = {
  summary: "show what a publish would change",
  usage: "parley plan [--env NAME] [--site DIR] [--data DIR] [--format text|json]",
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: { ...siteOption, ...formatOption, ...environmentOption, ...dataOption },
    });
    const site = await readSite(findSite(values.site));
    const prepared = await prepare(site, targetOf(site, values.env, values.data));
    if (!prepared) return printFindings(site, format(values.format));
    const text =
      format(values.format) === "json"
        ? `${JSON.stringify(planJson(prepared.plan, site.sources), null, 2)}\n`
        : planText(prepared.plan, site);
    process.stdout.write(text);
    return prepared.plan.findings.some(({ severity }) => severity === "error") ? 1 : 0;
  },
};
