/** What reviewers saw of all that a publish brings: of each pull request that was merged since the last one. */

import type { Brought } from "#cli/github/brought.ts";
import { checkName } from "#github/check-run.ts";
import type { GitHub } from "#github/client.ts";
import { textOfCheck } from "#github/read-check.ts";
import type { Plan } from "#plan/plan.ts";
import { type Held, heldAgainst, type ReviewedPlan, readReviewed } from "#plan/reviewed.ts";

/** Null: no pull request brought it, or none was held against what is live. */
export async function heldAgainstReviews(
  gitHub: GitHub,
  plan: Plan,
  { commits, pullRequests }: Brought,
): Promise<Held | null> {
  const heads = pullRequests.map(({ head }) => head);
  const reviewed = await reviewedAtAll(gitHub, heads, plan.environment);
  const held = heldAgainst(plan, reviewed);
  if (held.is === "reviewed") return held;
  // A merge queue's commit was reviewed as it was merged.
  const queued = await reviewedAtAll(gitHub, commits, plan.environment);
  if (queued.length > 0) return heldAgainst(plan, queued);
  return reviewed.length > 0 ? held : null;
}

async function reviewedAtAll(
  gitHub: GitHub,
  commits: readonly string[],
  environment: string,
): Promise<readonly ReviewedPlan[]> {
  const found = await Promise.all(commits.map((commit) => reviewedAt(gitHub, commit, environment)));
  return found.flatMap((each) => each ?? []);
}

/** What the review of a commit saw; null: none planned for this environment. */
export async function reviewedAt(gitHub: GitHub, commit: string, environment: string): Promise<ReviewedPlan | null> {
  const text = await textOfCheck(gitHub, commit, checkName);
  return text === null ? null : readReviewed(text, environment);
}
