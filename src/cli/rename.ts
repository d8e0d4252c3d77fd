/** `parley rename`: a thing's name, and every place that says it. */

import { parseArgs } from "node:util";
import { changedTexts, changeFiles } from "#cli/change-files.ts";
import { Failure } from "#cli/failure.ts";
import { findSite } from "#cli/find-site.ts";
import type { Command } from "#cli/main.ts";
import { siteOption } from "#cli/options.ts";
import { refreshSchemas } from "#cli/schema.ts";
import { readSite } from "#cli/site.ts";
import { places, type Renamed, rename } from "#content/rename/rename.ts";
import { locate } from "#findings/locate.ts";
import { heardIn } from "#rehearsal/heard.ts";

export const command: Command = {
  usage: "parley rename KIND PLACE NEW [--dry-run] [--site DIR]",
  details: `${Object.entries(places)
    .map(([kind, place]) => `  parley rename ${kind.padEnd(10)} ${place}`)
    .join("\n")}

A workflow of a brand's own stands below the brand's id: BRAND/WORKFLOW.`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { "dry-run": { type: "boolean", default: false }, ...siteOption },
      allowPositionals: true,
    });
    const [kind = "", place = "", to = ""] = positionals;
    if (!Object.hasOwn(places, kind)) {
      const what = kind === "" ? "it is not said what to rename" : `"${kind}" cannot be renamed`;
      throw new Failure(what, `what can be: ${Object.keys(places).join(", ")}`);
    }
    if (to === "" || positionals.length > 3) {
      throw new Failure("the place or the new name is missing", `parley rename ${kind} ${places[kind as Renamed]} NEW`);
    }
    const site = await readSite(findSite(values.site));
    const { folder, files, today } = site;
    const [error, ...others] = site.findings.filter(({ severity }) => severity === "error");
    if (error) {
      const more = others.length === 0 ? "" : `, and ${others.length} more`;
      throw new Failure(
        `the site has an error in ${error.at.file}: ${error.message}${more}`,
        "mend what parley validate says first: what is renamed would else be missed there",
      );
    }
    const known = { content: site.content, sources: site.sources, heard: heardIn(site.rehearsal?.results ?? []) };
    const result = rename(known, kind as Renamed, place, to);
    if ("refused" in result) throw new Failure(result.refused, result.help);
    if (!values["dry-run"]) {
      await changeFiles(folder, files, result, today);
      await refreshSchemas(folder);
    }

    const lines: string[] = [];
    for (const [file, text] of changedTexts(files, result)) {
      const before = files.get(file)?.text.split("\n") ?? [];
      const after = text.split("\n");
      const places = after.flatMap((line, index) => (line === before[index] ? [] : [index]));
      lines.push(`~ ${file}`);
      for (const index of values["dry-run"] ? places : []) {
        lines.push(`  ${String(index + 1).padStart(4)} - ${before[index]}`, `       + ${after[index]}`);
      }
    }
    for (const { from, to: target } of result.moves) lines.push(`> ${from} → ${target}`);
    for (const { at, message } of result.notes) {
      const { line } = locate(site.sources, at.file, at.start);
      lines.push(`! ${at.file}:${line}: ${message}`);
    }
    const count = `${result.edits.length} ${result.edits.length === 1 ? "place" : "places"}`;
    lines.push("", values["dry-run"] ? `${count} would change; nothing was written.` : `${count} changed.`);
    process.stdout.write(`${lines.join("\n")}\n`);
    return 0;
  },
};
