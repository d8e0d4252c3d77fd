/** What came between two commits. */

import { askGit } from "#source/git.ts";

/**
 * The newest commits of a branch, `newer` the first of them, that came after `older`; a merge is one. Null: Git does not
 * know how the two are related.
 */
export async function commitsBetween(
  site: string,
  older: string | null,
  newer: string,
  most: number,
  /** Those alone that change one of these, from the site's folder on. */
  paths: readonly string[] = [],
): Promise<readonly string[] | null> {
  if (![older, newer].every((id) => id !== null && /^[0-9a-f]{40,64}$/.test(id))) return null;
  const { code, text } = await askGit(site, [
    ...["rev-list", "--first-parent", `--max-count=${most}`, `${older}..${newer}`, "--", ...paths],
  ]);
  return code === 0 ? text.split("\n").filter((line) => line !== "") : null;
}
