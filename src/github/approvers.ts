/** Who said yes to a run that waited for a GitHub environment's reviewers. */

import type { GitHub } from "#github/client.ts";

/** The reviewers' logins, each once; none: nobody was asked, or nobody said yes. */
export async function approversOf(
  { octokit, owner, repo }: GitHub,
  run: number,
  environment: string,
): Promise<readonly string[]> {
  const { data } = await octokit.rest.actions.getReviewsForRun({ owner, repo, run_id: run });
  const logins = data
    .filter(({ state, environments }) => state === "approved" && environments.some(({ name }) => name === environment))
    .flatMap(({ user }) => (user ? [user.login] : []));
  return [...new Set(logins)];
}
