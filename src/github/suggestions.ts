/** Fixes that are applied with a click: comments on a pull request's lines, each with the lines as they should be. */

import { type GitHub, once, statusOf } from "#github/client.ts";
import { ownLogin } from "#github/own-login.ts";

export interface Suggestion {
  /** From the repository's root. */
  readonly path: string;
  /** Of the file as the pull request's head has it; both ends included, and all of them lines that it changes. */
  readonly from: number;
  readonly to: number;
  /** Markdown, with the block that GitHub applies. */
  readonly body: string;
}

/**
 * Makes those that are not there yet, as one review that decides nothing. Answers how many were made; none, where
 * GitHub does not take the lines for the pull request's.
 */
export async function suggest(
  gitHub: GitHub,
  pullRequest: number,
  commit: string,
  suggestions: readonly Suggestion[],
): Promise<number> {
  if (suggestions.length === 0) return 0;
  const { octokit, owner, repo } = gitHub;
  const there = await octokit.paginate(octokit.rest.pulls.listReviewComments, {
    owner,
    repo,
    pull_number: pullRequest,
    per_page: 100,
  });
  const keyOf = ({ path, body }: Pick<Suggestion, "path" | "body">) => JSON.stringify([path, body]);
  const wanted = new Set(suggestions.map(keyOf));
  const same = there.filter((each) => wanted.has(keyOf(each)));
  // Who we are matters only where one of them may be ours.
  const login = same.length > 0 ? await ownLogin(gitHub) : null;
  const known = new Set(same.filter(({ user }) => user?.login === login).map(keyOf));
  const fresh = suggestions.filter((each) => !known.has(keyOf(each)));
  if (fresh.length === 0) return 0;
  const comments = fresh.map(({ path, from, to, body }) => ({
    path,
    body,
    side: "RIGHT",
    line: to,
    ...(from < to && { start_line: from, start_side: "RIGHT" }),
  }));
  const review = { owner, repo, pull_number: pullRequest, commit_id: commit, event: "COMMENT", comments } as const;
  try {
    await octokit.rest.pulls.createReview({ ...review, ...once });
    return fresh.length;
  } catch (error) {
    if (statusOf(error) === 422) return 0;
    throw error;
  }
}
