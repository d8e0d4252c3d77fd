/** Which commit is to be reviewed, and of which pull request. */

import { readFileSync } from "node:fs";
import { Failure } from "#cli/failure.ts";
import type { GitHub } from "#github/client.ts";
import { pullRequest, pullRequestsOf } from "#github/pull-request.ts";
import { finishedRun } from "#github/workflow-run.ts";

export interface Reviewed {
  /** Null: a merge queue's, which has no page of its own. */
  readonly number: number | null;
  readonly commit: string;
  /** Where it is fetched from in the base's repository, a fork's too. */
  readonly ref: string;
}

/** Null: no open pull request has this head. Throws `Failure`. */
export async function reviewedHead(gitHub: GitHub, number: number | null): Promise<Reviewed | null> {
  if (number !== null) return ofPullRequest(number, (await pullRequest(gitHub, number)).head);
  const run = process.env.GITHUB_EVENT_PATH ? finishedRun(readFileSync(process.env.GITHUB_EVENT_PATH, "utf8")) : null;
  if (!run) throw new Failure("this run follows no other one", "name the pull request: --pr N");
  if (run.event === "merge_group") {
    const isOwn = run.repository === `${gitHub.owner}/${gitHub.repo}`;
    return isOwn && /^gh-readonly-queue\/[\w./-]+$/.test(run.branch)
      ? { number: null, commit: run.commit, ref: `refs/heads/${run.branch}` }
      : null;
  }
  if (run.event !== "pull_request") return null;
  const [found] = await pullRequestsOf(gitHub, run);
  return found ? ofPullRequest(found.number, found.head) : null;
}

function ofPullRequest(number: number, commit: string): Reviewed {
  return { number, commit, ref: `refs/pull/${number}/head` };
}
