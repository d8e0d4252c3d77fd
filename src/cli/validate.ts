/** `parley validate`: every check, every test, every finding, one run. */

import { parseArgs } from "node:util";
import type { Command } from "#cli/main.ts";
import { format, formatOption, siteOption } from "#cli/options.ts";
import { printFindings } from "#cli/print-findings.ts";
import { findSite, readSite } from "#cli/site.ts";

export const command: Command = {
  summary: "check the site's files, run its tests, and report everything that is wrong",
  usage: "parley validate [--site DIR] [--format text|json] [--no-tests]",
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: { ...siteOption, ...formatOption, "no-tests": { type: "boolean" } },
    });
    const site = await readSite(findSite(values.site), values["no-tests"] ? "left-out" : "run");
    return printFindings(site, format(values.format));
  },
};
