/** What names a site's past: with the same name, Git says the same of its files. */

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The newest commit; empty without a repository or a commit; null where Git cannot be asked. */
export async function pastOf(site: string): Promise<string | null> {
  if (!isInRepository(site)) return "";
  // Here and not above: a site without a past does not wait for what asks Git.
  const { spawnSync } = await import("node:child_process");
  const { status, stdout, error } = spawnSync("git", ["rev-parse", "--verify", "--quiet", "HEAD"], {
    cwd: site,
    encoding: "utf8",
  });
  if (error) return null;
  return status === 0 ? stdout.trim() : "";
}

export function isInRepository(site: string): boolean {
  for (let folder = site; ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return true;
    if (folder === dirname(folder)) return false;
  }
}
