/** `parley drift`: what is live that Git does not stand behind, a field at a time; `--fix` takes one side or the other. */

import { parseArgs } from "node:util";
import { adopt } from "#cli/drift-adopt.ts";
import { revert } from "#cli/drift-revert.ts";
import { type Target, targetOf } from "#cli/environment.ts";
import { Failure } from "#cli/failure.ts";
import { findSite } from "#cli/find-site.ts";
import type { Command } from "#cli/main.ts";
import { dataOption, environmentOption, format, formatOption, siteOption } from "#cli/options.ts";
import { type Drift, readDrift } from "#cli/read-drift.ts";
import { readSite } from "#cli/site.ts";
import { driftJson, driftLines, releaseJson, releaseText } from "#plan/render-drift.ts";

export const command: Command = {
  summary: "show what is live that Git does not stand behind; adopt it, or revert it",
  usage: "parley drift [--fix adopt|revert] [--env NAME] [--site DIR] [--data DIR] [--format text|json]",
  details: `  --fix revert  the last published release is live again, at once, and nothing is held any more
  --fix adopt   what is live is written into the files: look at the difference, and commit it

Exits with 1 where something differs, and nothing was done about it.`,
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: { ...siteOption, ...formatOption, ...environmentOption, ...dataOption, fix: { type: "string" } },
    });
    const asJson = format(values.format) === "json";
    const { fix } = values;
    if (fix !== undefined && fix !== "adopt" && fix !== "revert") {
      throw new Failure(`"${fix}" is no way to mend drift`, "write --fix adopt or --fix revert");
    }
    const site = await readSite(findSite(values.site), "left-out");
    const target = targetOf(site, values.env, values.data);
    const drift = await readDrift(site, target);
    if (fix !== undefined && drift.fields.length > 0) {
      return fix === "revert" ? revert(target, drift, asJson) : adopt(site, target, drift, asJson);
    }
    process.stdout.write(asJson ? driftJsonText(drift, target) : driftText(drift, target));
    return drift.fields.length > 0 ? 1 : 0;
  },
};

function driftText({ live, base, fields, files }: Drift, { environment }: Target): string {
  if (!live || !base) return `Nothing is live on ${environment} yet.\n`;
  const notes: Readonly<Record<Drift["files"], readonly string[]>> = {
    "the same": [],
    other: [
      `The files at hand differ from release ${base.number}: that is no drift; parley plan shows what a publish would change.`,
    ],
    adopted: [],
    errors: ["The files at hand have errors, so they were not compared: see parley validate."],
  };
  if (fields.length === 0) {
    const says = files === "adopted" ? "the files say" : `release ${base.number} published`;
    return [`Nothing drifted on ${environment}: what is live is what ${says}.`, ...notes[files], ""].join("\n");
  }
  const count = fields.length === 1 ? "1 field differs" : `${fields.length} fields differ`;
  return [
    `Drift on ${environment}: ${releaseText(live)}, is live; Git stands behind ${releaseText(base)}.`,
    ...driftLines(fields),
    "",
    `${count}. parley drift --fix adopt writes what is live into the files; --fix revert makes release ${base.number} live again.`,
    ...notes[files],
    "",
  ].join("\n");
}

function driftJsonText({ live, base, fields, files }: Drift, { environment }: Target): string {
  return `${JSON.stringify(
    {
      environment,
      live: live && releaseJson(live),
      published: base && releaseJson(base),
      drift: driftJson(fields),
      filesDiffer: files === "errors" ? null : files === "other" || files === "adopted",
      adopted: files === "adopted",
    },
    null,
    2,
  )}\n`;
}
