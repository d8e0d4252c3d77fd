/** The branch that is checked out. */

import { simpleGit } from "simple-git";

/** Null: there is no Git, or no branch is checked out. */
export async function branchOf(site: string): Promise<string | null> {
  try {
    return (await simpleGit(site).raw(["branch", "--show-current"])).trim() || null;
  } catch {
    return null;
  }
}
