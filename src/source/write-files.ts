/** Writes files of a site. Folders are made as they are needed. */

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** `files` are texts by path relative to the site. */
export function writeFiles(site: string, files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    const full = join(site, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
  }
}
