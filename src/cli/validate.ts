/** `parley validate`: every check, every test, every finding, one run. */

import { parseArgs } from "node:util";
import type { Command } from "#cli/main.ts";
import { formatOption, siteOption } from "#cli/options.ts";
import { findingsFormat, printFindings } from "#cli/print-findings.ts";
import { findSite, readSiteAndPast } from "#cli/site.ts";

export const command: Command = {
  summary: "check the site's files, run its tests, and report everything that is wrong",
  usage: "parley validate [--site DIR] [--no-tests] [--since REF] [--format text|json|sarif|github|junit]",
  details: `--no-tests    leaves the site's conversation tests out: parley test runs them alone.
--since REF   only what a change is about, counted from where its branch left REF: findings on the lines
              and in the files that it changed, and those anywhere that the site did not have before (a step
              or a file that is gone, and what still names it). The exit code speaks of these alone.
--format      text for people, json for programs, sarif for code scanning, github for annotations in a
              workflow's log, junit for build servers. sarif and github name files from the repository's root.`,
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: { "no-tests": { type: "boolean" }, since: { type: "string" }, ...siteOption, ...formatOption },
    });
    const format = findingsFormat(values.format);
    const site = await readSiteAndPast(findSite(values.site), values["no-tests"] ? "left-out" : "run");
    if (values.since === undefined) return printFindings(site, format);
    const { since } = await import("#cli/since.ts");
    return printFindings(await since(site, values.since), format);
  },
};
