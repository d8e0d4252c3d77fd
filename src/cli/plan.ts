/** `parley plan`: what a publish would change. Changes nothing. */

import { parseArgs } from "node:util";
import { targetOf } from "#cli/environment.ts";
import type { Command } from "#cli/main.ts";
import { dataOption, environmentOption, format, formatOption, siteOption } from "#cli/options.ts";
import { prepare } from "#cli/prepare.ts";
import { printFindings } from "#cli/print-findings.ts";
import { findSite, readSite } from "#cli/site.ts";
import { planJson } from "#plan/render-json.ts";
import { renderPlanText } from "#plan/render-text.ts";

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
        ? `${JSON.stringify(planJson(prepared.plan), null, 2)}\n`
        : renderPlanText(prepared.plan);
    process.stdout.write(text);
    return 0;
  },
};
