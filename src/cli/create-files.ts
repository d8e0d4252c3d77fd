/** New files of a site: laid out, never written over what is there. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "#cli/failure.ts";
import { formatFile } from "#content/format/format.ts";
import { kindOf } from "#content/layout.ts";
import { writeFiles } from "#source/write-files.ts";

/** Writes the texts, by path relative to the site. Throws `Failure` where one of the paths is taken. */
export function createFiles(folder: string, files: ReadonlyMap<string, string>): void {
  const taken = [...files.keys()].find((path) => existsSync(join(folder, path)));
  if (taken !== undefined) throw new Failure(`${taken} is there already`, "choose another id, or delete it first");
  writeFiles(folder, new Map([...files].map(([path, text]) => [path, laidOut(path, text)])));
}

function laidOut(path: string, text: string): string {
  if (!path.endsWith(".yaml") || !kindOf(path)) return text;
  const result = formatFile(path, text);
  if (result.kind === "unreadable") throw new Error(`the template of ${path} cannot be read`);
  return result.text;
}
