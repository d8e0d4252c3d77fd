/** What Git says of a site's folder. */

import { askGit } from "#source/git.ts";

export interface Commit {
  /** 40 hexadecimal digits, or 64. */
  readonly id: string;
  /** Something in the site's folder is not committed. */
  readonly dirty: boolean;
}

/** The commit that is checked out, or null where there is no Git, no repository or no commit. */
export async function commitOf(site: string): Promise<Commit | null> {
  const { code, text } = await askGit(site, [
    ...["status", "--porcelain=v2", "--branch", "--no-ahead-behind", "--untracked-files=normal"],
    ...["--", "parley.yaml", "assistants", "brands", "channels"],
  ]);
  const id = /^# branch\.oid ([0-9a-f]{40,64})$/m.exec(text)?.[1];
  if (code !== 0 || id === undefined) return null;
  // Lines about the branch come first; every other one is about a file.
  return { id, dirty: /^[^#\n]/m.test(text) };
}

/** `Name <address>` of who wrote a commit; null where Git does not know. */
export async function authorOf(site: string, { id }: Commit): Promise<string | null> {
  const { code, text } = await askGit(site, ["log", "-1", "--format=%an <%ae>", id, "--"]);
  return code === 0 ? text.trim() : null;
}

/** Whether `older` is `newer` or one of its ancestors; null where Git does not know one of them. */
export async function isAncestor(site: string, older: string, newer: string): Promise<boolean | null> {
  if (![older, newer].every((id) => /^[0-9a-f]{40,64}$/.test(id))) return null;
  const { code } = await askGit(site, ["merge-base", "--is-ancestor", older, newer]);
  return code === 0 ? true : code === 1 ? false : null;
}
