/** `parley validate`: every check, every test, every finding, one run. */

import { parseArgs } from "node:util";
import { findQuickly } from "#cli/find-quickly.ts";
import { findSite } from "#cli/find-site.ts";
import type { Command } from "#cli/main.ts";
import { formatOption, siteOption } from "#cli/options.ts";
import { type Found, findingsFormat, printFindings } from "#cli/print-findings.ts";
import { readFiles } from "#source/working-tree.ts";

export const command: Command = {
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
    const folder = findSite(values.site);
    const tests = values["no-tests"] ? "left-out" : "run";
    if (values.since === undefined) return printFindings(await found(folder, tests), format);
    const { readSiteAndPast } = await import("#cli/site.ts");
    const { since } = await import("#cli/since.ts");
    return printFindings(await since(await readSiteAndPast(folder, tests), values.since), format);
  },
};

async function found(folder: string, tests: "run" | "left-out"): Promise<Found> {
  const files = await readFiles(folder);
  const today = new Date().toISOString().slice(0, 10);
  const quick = await findQuickly(folder, files, { today, tests }, "findings");
  if (quick) {
    const { findings } = quick;
    return { folder, files, findings, sources: new Map([...files.values()].map(({ path, text }) => [path, text])) };
  }
  const { readSiteAndPast } = await import("#cli/site.ts");
  return readSiteAndPast(folder, tests);
}
