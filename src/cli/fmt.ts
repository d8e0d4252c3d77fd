/** `parley fmt`: the site's YAML files in the one layout. */

import { parseArgs } from "node:util";
import { findSite } from "#cli/find-site.ts";
import type { Command } from "#cli/main.ts";
import { format, formatOption, siteOption } from "#cli/options.ts";
import { formatFile } from "#content/format/format.ts";
import type { Finding } from "#findings/finding.ts";
import { renderFindingsText } from "#findings/render-text.ts";
import { readFiles } from "#source/working-tree.ts";
import { writeFiles } from "#source/write-files.ts";

export const command: Command = {
  usage: "parley fmt [--check] [--site DIR] [--format text|json]",
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: { check: { type: "boolean", default: false }, ...siteOption, ...formatOption },
    });
    const folder = findSite(values.site);
    const files = await readFiles(folder);
    const changed = new Map<string, string>();
    const findings: Finding[] = [];
    let looked = 0;
    for (const file of files.values()) {
      if (file.problem || !file.path.endsWith(".yaml") || file.bytes) continue;
      looked += 1;
      const result = formatFile(file.path, file.text);
      if (result.kind === "unreadable") findings.push(...result.findings);
      else if (result.text !== file.text) changed.set(file.path, result.text);
    }
    if (!values.check) writeFiles(folder, changed);
    const paths = [...changed.keys()];
    if (format(values.format) === "json") {
      const unreadable = [...new Set(findings.map(({ at }) => at.file))];
      process.stdout.write(`${JSON.stringify({ files: looked, changed: paths, unreadable }, null, 2)}\n`);
    } else {
      for (const path of paths) process.stdout.write(`${values.check ? "not laid out: " : ""}${path}\n`);
      const did = values.check ? "to lay out (parley fmt does it)" : "laid out";
      const sources = new Map([...files.values()].map(({ path, text }) => [path, text]));
      if (findings.length > 0)
        process.stdout.write(renderFindingsText(findings, sources, looked, process.stdout.isTTY === true));
      else
        process.stdout.write(`${looked} files: ${paths.length === 0 ? "nothing to do" : `${paths.length} ${did}`}.\n`);
    }
    return findings.length > 0 || (values.check && paths.length > 0) ? 1 : 0;
  },
};
