/** Who this token speaks as, as it stands beside its comments. */

import type { GitHub } from "#github/client.ts";

const known = new WeakMap<GitHub["octokit"], string>();

/**
 * Asked of GitHub's GraphQL, which tells every token: its REST API refuses to tell an app's in a repository, such as
 * each workflow has one (`github-actions[bot]`), or such as another app made (`its-name[bot]`).
 */
export async function ownLogin({ octokit }: GitHub): Promise<string> {
  const before = known.get(octokit);
  if (before !== undefined) return before;
  const { viewer } = await octokit.graphql<{ readonly viewer: { readonly login: string } }>("{ viewer { login } }");
  known.set(octokit, viewer.login);
  return viewer.login;
}
