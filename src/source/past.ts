/** What names a site's past: with the same name, Git says the same of its files. */

import { spawnSync } from "node:child_process";
import { isInRepository } from "#source/history.ts";

/** The newest commit; empty without a repository or a commit; null where Git cannot be asked. */
export async function pastOf(site: string): Promise<string | null> {
  if (!isInRepository(site)) return "";
  const { status, stdout, error } = spawnSync("git", ["rev-parse", "--verify", "--quiet", "HEAD"], {
    cwd: site,
    encoding: "utf8",
  });
  if (error) return null;
  return status === 0 ? stdout.trim() : "";
}
