/** Writes files of a site. Folders are made as they are needed. */

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** `files` are texts or bytes by path relative to the site. */
export function writeFiles(site: string, files: ReadonlyMap<string, string | Uint8Array>): void {
  for (const [path, content] of files) {
    const full = join(site, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, content);
  }
}

/** Deletes files by path relative to the site; one that is not there is gone already. */
export function deleteFiles(site: string, paths: readonly string[]): void {
  for (const path of paths) rmSync(join(site, path), { force: true });
}
