/**
 * `parley drift`: what is live that Git does not stand behind, a field at a time; `--fix` takes one side or the other, and
 * `--accept` lets it stay for a while.
 */

import { parseArgs } from "node:util";
import { accept, acceptance } from "#cli/drift-accept.ts";
import { adopt } from "#cli/drift-adopt.ts";
import { revert } from "#cli/drift-revert.ts";
import { type Target, targetOf } from "#cli/environment.ts";
import { Failure } from "#cli/failure.ts";
import { findSite } from "#cli/find-site.ts";
import type { Command } from "#cli/main.ts";
import { dataOption, environmentOption, format, formatOption, siteOption } from "#cli/options.ts";
import { type Drift, readDrift } from "#cli/read-drift.ts";
import { readSite } from "#cli/site.ts";
import type { SortedDrift } from "#plan/accepted-drift.ts";
import {
  acceptedJson,
  acceptedLines,
  driftJson,
  driftLines,
  releaseJson,
  releaseText,
  termsText,
} from "#plan/render-drift.ts";

export const command: Command = {
  usage: `parley drift [--fix adopt|revert | --accept --until DAY --why TEXT [--by NAME]] [--env NAME] [--site DIR]
       [--data DIR] [--format text|json]`,
  details: `  --fix revert  the last published release is live again, at once, and nothing is held any more
  --fix adopt   what is live is written into the files, but for what is accepted: look at the difference, and commit it
  --accept      what differs may stay until the end of that day (UTC): parley.yaml says so, and why; then it is told again

Exits with 1 where something differs, and nothing was done about it.`,
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...siteOption,
        ...formatOption,
        ...environmentOption,
        ...dataOption,
        fix: { type: "string" },
        accept: { type: "boolean", default: false },
        until: { type: "string" },
        why: { type: "string" },
        by: { type: "string" },
      },
    });
    const asJson = format(values.format) === "json";
    const { fix } = values;
    if (fix !== undefined && fix !== "adopt" && fix !== "revert") {
      throw new Failure(`"${fix}" is no way to mend drift`, "write --fix adopt or --fix revert");
    }
    if (values.accept && fix !== undefined) throw new Failure("--fix and --accept are two things", "write one of them");
    if (!values.accept && [values.until, values.why, values.by].some((each) => each !== undefined)) {
      throw new Failure(
        "--until, --why and --by belong to --accept",
        "write parley drift --accept --until DAY --why TEXT",
      );
    }
    const site = await readSite(findSite(values.site), "left-out");
    const target = targetOf(site, values.env, values.data);
    const terms = values.accept ? acceptance(values, site.today) : null;
    const drift = await readDrift(site, target);
    const { open, accepted } = drift.sorted;
    if (fix === "revert" && open.length + accepted.length > 0) return revert(target, drift, asJson);
    if (fix === "adopt" && open.length > 0) return adopt(site, target, drift, asJson);
    if (terms && open.length > 0) return accept(site, target, drift.sorted, terms, asJson);
    process.stdout.write(asJson ? driftJsonText(drift, target) : driftText(drift, target));
    return open.length > 0 ? 1 : 0;
  },
};

function driftText({ live, base, files, sorted }: Drift, { environment }: Target): string {
  if (!live || !base) return `Nothing is live on ${environment} yet.\n`;
  const notes: Readonly<Record<Drift["files"], readonly string[]>> = {
    "the same": [],
    other: [
      `The files at hand differ from release ${base.number}: that is no drift; parley plan shows what a publish would change.`,
    ],
    adopted: [],
    errors: ["The files at hand have errors, so they were not compared: see parley validate."],
  };
  const { open, accepted, over } = sorted;
  const aside = [...acceptedLines(sorted), ...idleLines(sorted)];
  if (open.length === 0 && accepted.length > 0) {
    return [`Nothing drifted on ${environment} but what may, for a while.`, ...aside, ...notes[files], ""].join("\n");
  }
  if (open.length === 0) {
    const says = files === "adopted" ? "the files say" : `release ${base.number} published`;
    const nothing = `Nothing drifted on ${environment}: what is live is what ${says}.`;
    return [nothing, ...aside, ...notes[files], ""].join("\n");
  }
  const count = open.length === 1 ? "1 field differs" : `${open.length} fields differ`;
  return [
    `Drift on ${environment}: ${releaseText(live)}, is live; Git stands behind ${releaseText(base)}.`,
    ...driftLines(open),
    ...over.map((each) => `It was accepted ${termsText(each)}: that day is over.`),
    ...aside,
    "",
    `${count}. parley drift --fix adopt writes what is live into the files; --fix revert makes release ${base.number} live again; --accept lets it stay for a while.`,
    ...notes[files],
    "",
  ].join("\n");
}

/** They are of no use any more, and a person takes them out. */
function idleLines({ idle }: SortedDrift): readonly string[] {
  if (idle.length === 0) return [];
  const releases = idle.map(({ release }) => release).join(", ");
  return ["", `parley.yaml accepts what does not differ any more (of release ${releases}): take it out of drift.`];
}

function driftJsonText({ live, base, files, sorted }: Drift, { environment }: Target): string {
  return `${JSON.stringify(
    {
      environment,
      live: live && releaseJson(live),
      published: base && releaseJson(base),
      drift: driftJson(sorted.open),
      accepted: acceptedJson(sorted),
      over: sorted.over,
      idle: sorted.idle,
      filesDiffer: files === "errors" ? null : files === "other" || files === "adopted",
      adopted: files === "adopted",
    },
    null,
    2,
  )}\n`;
}
