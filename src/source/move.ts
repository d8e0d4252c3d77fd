/** Moves files and folders of a site, so that Git knows them again where there is Git. */

import { existsSync, mkdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { simpleGit } from "simple-git";

/** By path relative to the site. What Git does not follow is moved all the same. */
export async function move(site: string, from: string, to: string): Promise<void> {
  mkdirSync(dirname(join(site, to)), { recursive: true });
  try {
    await simpleGit(site).raw(["mv", "--", from, to]);
  } catch {
    if (existsSync(join(site, from))) renameSync(join(site, from), join(site, to));
  }
}
