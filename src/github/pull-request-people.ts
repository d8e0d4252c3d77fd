/** Whose a pull request is: who opened it, whose commits it holds as far as GitHub knows them, who merged it. */

import type { GitHub } from "#github/client.ts";

export interface PullRequestPeople {
  /** Logins, in small letters: GitHub takes either. */
  readonly authors: readonly string[];
  /** Null: it is not merged, or whoever did is gone. */
  readonly mergedBy: string | null;
  /** A form opened it, or another program: who asked for it is not known. */
  readonly isByProgram: boolean;
}

export async function peopleOf({ octokit, owner, repo }: GitHub, number: number): Promise<PullRequestPeople> {
  const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number });
  const commits = await octokit.paginate(octokit.rest.pulls.listCommits, {
    owner,
    repo,
    pull_number: number,
    per_page: 100,
  });
  const users = [data.user, ...commits.flatMap(({ author, committer }) => [author, committer])];
  const logins = users.flatMap((user) => (user && "login" in user ? [user.login.toLowerCase()] : []));
  return {
    authors: [...new Set(logins)],
    mergedBy: data.merged_by?.login.toLowerCase() ?? null,
    isByProgram: data.user?.type !== "User",
  };
}
