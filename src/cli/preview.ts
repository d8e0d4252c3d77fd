/** `parley preview`: a branch's drafts, to be tried by whoever has the link. */

import { parseArgs } from "node:util";
import { speaking, type Target, targetOf } from "#cli/environment.ts";
import { Failure } from "#cli/failure.ts";
import { findSite } from "#cli/find-site.ts";
import type { Command } from "#cli/main.ts";
import { linkOf, makePreview, previewsOn } from "#cli/make-preview.ts";
import { dataOption, environmentOption, type Format, format, formatOption, siteOption } from "#cli/options.ts";
import { printFindings } from "#cli/print-findings.ts";
import { readSettings } from "#cli/settings.ts";
import { readSite } from "#cli/site.ts";
import { table } from "#cli/table.ts";
import { checked } from "#content/content.ts";
import type { Preview } from "#drivers/previews.ts";
import { printable } from "#findings/printable.ts";
import { branchOf } from "#source/branch.ts";
import { authorOf, commitOf } from "#source/commit.ts";

const defaultDays = 14;
const mostDays = 90;

export const command: Command = {
  usage: `parley preview [--name NAME] [--days N] [--env NAME] [--site DIR] [--data DIR] [--format text|json]
       parley preview --list | --link | --remove [--name NAME] [--env NAME] …

  --name NAME  what it is called; the branch that is checked out, if you don't say. Made again, its link stays
  --days N     it ends by itself after N days, 14 if you don't say
  --list       those that there are
  --link       the link of the one of this name
  --remove     ends the one of this name, and its link`,
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...siteOption,
        ...formatOption,
        ...environmentOption,
        ...dataOption,
        name: { type: "string" },
        days: { type: "string", default: String(defaultDays) },
        list: { type: "boolean", default: false },
        link: { type: "boolean", default: false },
        remove: { type: "boolean", default: false },
      },
    });
    const { list, link, remove } = values;
    if ([list, link, remove].filter(Boolean).length > 1) {
      throw new Failure("these are different things to do", "write one of --list, --link and --remove");
    }
    const as = format(values.format);
    const days = daysOf(values.days);
    const folder = findSite(values.site);
    const target = targetOf(readSettings(folder), values.env, values.data);
    return speaking(target, async () => {
      if (list) return print(await previewsOn(target).list(), target, as);
      const name = await nameOf(folder, values.name);
      if (link) return printLink(await named(name, target), target, as);
      if (remove) return end(name, target, as);
      return make(folder, name, days, target, as);
    });
  },
};

async function make(folder: string, name: string, days: number, target: Target, as: Format): Promise<number> {
  // A draft may be tried before its tests are right.
  const site = await readSite(folder, "left-out");
  const content = checked(site.content, site.findings);
  if (!content) return printFindings(site, as);
  const at = await commitOf(folder);
  const from = at && !at.dirty ? { commit: at.id, author: await authorOf(folder, at) } : { commit: null, author: null };
  const preview = await makePreview(content, target, { name, days, ...from }, report);
  return printLink(preview, target, as);
}

const report = (line: string) => void process.stderr.write(`parley: ${line}\n`);

function printLink(preview: Preview, target: Target, as: Format): number {
  if (as === "json") {
    process.stdout.write(`${JSON.stringify({ preview: withLink(preview, target) }, null, 2)}\n`);
    return 0;
  }
  const { name, expires, stubbed } = preview;
  const lines = [
    `Preview of ${name}, for whoever has its link, until ${expires.slice(0, 10)}:`,
    `  ${linkOf(preview, target)}`,
    ...(stubbed.length === 0 ? [] : [`Never asked there, for they are not what is live: ${stubbed.join(", ")}`]),
  ];
  process.stdout.write(`${lines.map(printable).join("\n")}\n`);
  return 0;
}

function print(previews: readonly Preview[], target: Target, as: Format): number {
  if (as === "json") {
    const all = previews.map((preview) => withLink(preview, target));
    process.stdout.write(`${JSON.stringify({ previews: all }, null, 2)}\n`);
  } else if (previews.length === 0) {
    process.stdout.write(`There is no preview on ${target.environment}.\n`);
  } else {
    const rows = previews.map(({ name, commit, author, made, expires }) => [
      name,
      commit?.slice(0, 12) ?? "not committed",
      author?.replace(/ <.*/, "") ?? "",
      made.slice(0, 16).replace("T", " "),
      expires.slice(0, 10),
    ]);
    process.stdout.write(table(["preview", "commit", "author", "made (UTC)", "ends"], rows));
  }
  return 0;
}

async function end(name: string, target: Target, as: Format): Promise<number> {
  await previewsOn(target).remove(name);
  process.stdout.write(
    as === "json" ? `${JSON.stringify({ removed: name })}\n` : `There is no preview of ${printable(name)} any more.\n`,
  );
  return 0;
}

async function named(name: string, target: Target): Promise<Preview> {
  const found = (await previewsOn(target).list()).find((preview) => preview.name === name);
  if (found) return found;
  throw new Failure(`there is no preview "${name}" on ${target.environment}`, "parley preview --list lists them");
}

async function nameOf(folder: string, given: string | undefined): Promise<string> {
  const name = given ?? (await branchOf(folder));
  if (name === null) throw new Failure("no branch is checked out, whose name it could have", "write --name NAME");
  if (/^[^\p{C}\s]{1,200}$/u.test(name)) return name;
  throw new Failure(`"${name}" is no name for a preview`, "write --name NAME, without blanks, 200 letters at most");
}

function daysOf(written: string): number {
  const days = Number(written);
  if (Number.isInteger(days) && days >= 1 && days <= mostDays) return days;
  throw new Failure(`"${written}" is no number of days`, `write --days N, from 1 to ${mostDays}`);
}

function withLink(preview: Preview, target: Target): unknown {
  const { path: _below, ...rest } = preview;
  return { ...rest, link: linkOf(preview, target) };
}
