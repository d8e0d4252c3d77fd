/** `parley init`: a new site in a new or empty folder. */

import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { basename, dirname, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { createFiles } from "#cli/create-files.ts";
import { Failure } from "#cli/failure.ts";
import { pinFrom } from "#cli/github/pin.ts";
import type { Command } from "#cli/main.ts";
import { siteFiles } from "#content/templates/site/site.ts";
import { titleOf } from "#content/templates/words.ts";
import { unbornBranchOf } from "#source/branch.ts";
import { ownCommit } from "#source/own-commit.ts";

export const command: Command = {
  usage: "parley init [DIR] [--name NAME] [--parley OWNER/REPOSITORY@COMMIT]",
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { name: { type: "string" }, parley: { type: "string" } },
      allowPositionals: true,
    });
    const here = process.env.INIT_CWD ?? process.cwd();
    const folder = resolve(here, positionals[0] ?? ".");
    const inTheWay = existsSync(folder) ? readdirSync(folder).filter((name) => name !== ".git") : [];
    if (inTheWay.length > 0) {
      throw new Failure(
        `${folder} is not empty: ${inTheWay.slice(0, 3).join(", ")} ${inTheWay.length > 3 ? "… are" : inTheWay.length > 1 ? "are" : "is"} there`,
        "name a new folder: parley init my-shop",
      );
    }
    const id = idFrom(basename(folder));
    const parley = values.parley === undefined ? await ownCommit() : pinFrom(values.parley);
    makeFolder(folder);
    // A repository without a commit: its first branch is what others will be merged into.
    const publishBranch = (await unbornBranchOf(folder)) ?? "main";
    const files = siteFiles({ id, name: values.name ?? titleOf(id), parley, publishBranch });
    createFiles(folder, files);
    const where = relative(here, folder);
    process.stdout.write(
      [
        ...[...files.keys()].sort().map((path) => `+ ${path}`),
        "",
        `The site "${id}" is ready${where === "" ? "" : ` in ${where}`}: parley validate checks it, parley serve starts the chat.`,
        ...(parley ? [] : ["GitHub's workflows are still to be written: its README says how."]),
        "",
      ].join("\n"),
    );
    return 0;
  },
};

/** One after another: where none can be made, such as below /proc, Node's own way tries for ever. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

/** A folder's name as an id. */
export function idFrom(name: string): string {
  const words = name
    .normalize("NFD")
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, "")
    .match(/[a-z0-9]+/g);
  return words?.join("-").slice(0, 100).replace(/-$/, "") ?? "my-site";
}
