/** What reviewers saw of all that a publish brings: of each pull request that was merged since the last one. */

import { checkName } from "#github/check-run.ts";
import type { GitHub } from "#github/client.ts";
import { mergedBy } from "#github/pull-request.ts";
import { textOfCheck } from "#github/read-check.ts";
import type { Plan } from "#plan/plan.ts";
import { type Held, heldAgainst, type ReviewedPlan, readReviewed } from "#plan/reviewed.ts";
import { commitsBetween } from "#source/commits-between.ts";

/** More have hardly been merged since the last publish: each costs two requests. */
const mostCommits = 30;

/** Null: no pull request brought it, or none was held against what is live. */
export async function heldAgainstReviews(
  gitHub: GitHub,
  folder: string,
  plan: Plan,
  branch: string,
): Promise<Held | null> {
  if (plan.commit === null) return null;
  const commits = (await commitsBetween(folder, plan.baseCommit, plan.commit, mostCommits)) ?? [plan.commit];
  const reviewed = await reviewedBy(gitHub, commits, plan.environment, branch);
  const held = heldAgainst(plan, reviewed);
  if (held.is === "reviewed") return held;
  // A merge queue's commit was reviewed as it was merged.
  const asMerged = await Promise.all(commits.map((commit) => reviewedAt(gitHub, commit, plan.environment)));
  const queued = asMerged.flatMap((each) => each ?? []);
  if (queued.length > 0) return heldAgainst(plan, queued);
  return reviewed.length > 0 ? held : null;
}

async function reviewedBy(
  gitHub: GitHub,
  commits: readonly string[],
  environment: string,
  branch: string,
): Promise<readonly ReviewedPlan[]> {
  const heads = new Map<number, string>();
  for (const commit of commits) {
    const merged = await mergedBy(gitHub, commit, branch);
    if (merged) heads.set(merged.number, merged.head);
  }
  const found = await Promise.all([...heads.values()].map((head) => reviewedAt(gitHub, head, environment)));
  return found.flatMap((each) => each ?? []);
}

async function reviewedAt(gitHub: GitHub, commit: string, environment: string): Promise<ReviewedPlan | null> {
  const text = await textOfCheck(gitHub, commit, checkName);
  return text === null ? null : readReviewed(text, environment);
}
