/** `parley github workflows`: GitHub's workflows for this site, pinned to a commit of Parley. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Failure } from "#cli/failure.ts";
import { findSite } from "#cli/find-site.ts";
import { pinFrom } from "#cli/github/pin.ts";
import { siteOption } from "#cli/options.ts";
import { readSettings } from "#cli/settings.ts";
import { publishBranchOf } from "#content/site.ts";
import { gitHubFiles, writtenOnce } from "#content/templates/workflows/workflows.ts";
import { ownCommit } from "#source/own-commit.ts";
import { writeFiles } from "#source/write-files.ts";

export async function writeWorkflows(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { ...siteOption, parley: { type: "string" } } });
  const folder = findSite(values.site);
  const parley = values.parley === undefined ? await ownCommit() : pinFrom(values.parley);
  if (!parley) {
    throw new Failure(
      "it is not known which commit of Parley the workflows are to take",
      "write --parley OWNER/REPOSITORY@COMMIT",
    );
  }
  const publishBranch = publishBranchOf(readSettings(folder).content.site.value);
  const files = [...gitHubFiles(parley, publishBranch)].filter(
    ([path]) => !writtenOnce.has(path) || !existsSync(join(folder, path)),
  );
  const lines = files.map(([path, text]) => `${signOf(join(folder, path), text)} ${path}\n`);
  writeFiles(folder, new Map(files));
  process.stdout.write(lines.join(""));
  return 0;
}

function signOf(path: string, text: string): string {
  if (!existsSync(path)) return "+";
  return readFileSync(path, "utf8") === text ? "=" : "~";
}
