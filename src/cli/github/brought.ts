/** What a publish brings: the commits since the live release, and the pull requests that they came by. */

import type { GitHub } from "#github/client.ts";
import { mergedBy, type PullRequest } from "#github/pull-request.ts";
import type { Plan } from "#plan/plan.ts";
import { commitsBetween } from "#source/commits-between.ts";

/** More have hardly been merged since the last publish: each costs two requests. */
const mostCommits = 30;

export interface Brought {
  /** The newest first. */
  readonly commits: readonly string[];
  readonly pullRequests: readonly PullRequest[];
  /** No commit came otherwise, and there are no more. */
  readonly isWhole: boolean;
}

export async function broughtBy(gitHub: GitHub, folder: string, plan: Plan, branch: string): Promise<Brought> {
  if (plan.commit === null) return { commits: [], pullRequests: [], isWhole: false };
  const between = await commitsBetween(folder, plan.baseCommit, plan.commit, mostCommits);
  const commits = between ?? [plan.commit];
  const found = new Map<number, PullRequest>();
  let isWhole = between !== null && between.length < mostCommits;
  for (const commit of commits) {
    const merged = await mergedBy(gitHub, commit, branch);
    for (const each of merged) found.set(each.number, each);
    if (merged.length === 0) isWhole = false;
  }
  return { commits, pullRequests: [...found.values()], isWhole };
}
