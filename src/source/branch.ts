/** The branch that is checked out. */

import { simpleGit } from "simple-git";
import { askGit } from "#source/git.ts";

/** Null: there is no Git, or no branch is checked out. */
export async function branchOf(site: string): Promise<string | null> {
  try {
    return (await simpleGit(site).raw(["branch", "--show-current"])).trim() || null;
  } catch {
    return null;
  }
}

/** The branch that the first commit will be on; null: there is one already, or no Git. */
export async function unbornBranchOf(folder: string): Promise<string | null> {
  const [head, first] = await Promise.all([
    askGit(folder, ["symbolic-ref", "--quiet", "--short", "HEAD"]),
    askGit(folder, ["rev-parse", "--quiet", "--verify", "HEAD"]),
  ]);
  return head.code === 0 && first.code === 1 ? head.text.trim() : null;
}
