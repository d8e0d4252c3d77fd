/** What Git says of a site's folder. */

import { simpleGit } from "simple-git";

export interface Commit {
  /** 40 hexadecimal digits. */
  readonly id: string;
  /** `Name <address>` of the commit's author. */
  readonly author: string;
  /** Something in the site's folder is not committed. */
  readonly dirty: boolean;
}

/** The commit that is checked out, or null where there is no Git, no repository or no commit. */
export async function commitOf(site: string): Promise<Commit | null> {
  try {
    // One asks its questions one after another, and nobody has to wait for both.
    const [last, status] = await Promise.all([
      simpleGit(site).raw(["log", "-1", "--format=%H%n%an <%ae>"]),
      simpleGit(site).raw([
        "status",
        "--porcelain",
        "--untracked-files=normal",
        "--",
        "parley.yaml",
        "assistants",
        "brands",
        "channels",
      ]),
    ]);
    const [id = "", author = ""] = last.trim().split("\n");
    if (!/^[0-9a-f]{40,64}$/.test(id)) return null;
    return { id, author, dirty: status.trim() !== "" };
  } catch {
    return null;
  }
}

/** Whether `older` is `newer` or one of its ancestors; null where Git does not know one of them. */
export async function isAncestor(site: string, older: string, newer: string): Promise<boolean | null> {
  const git = simpleGit(site);
  try {
    await git.raw(["cat-file", "-e", `${older}^{commit}`]);
    await git.raw(["cat-file", "-e", `${newer}^{commit}`]);
  } catch {
    return null;
  }
  const base = await git.raw(["merge-base", older, newer]).catch(() => "");
  return base.trim() === older;
}
