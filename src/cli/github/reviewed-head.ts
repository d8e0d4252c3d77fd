/** Which commit is to be reviewed, and of which pull request. */

import { readFileSync } from "node:fs";
import { Failure } from "#cli/failure.ts";
import type { GitHub } from "#github/client.ts";
import { type PullRequest, pullRequest, pullRequestsOf } from "#github/pull-request.ts";
import { finishedRun } from "#github/workflow-run.ts";

export interface Reviewed {
  /** Null: a merge queue's, which has no page of its own. */
  readonly number: number | null;
  readonly commit: string;
  /** Where it is fetched from in the base's repository, a fork's too. */
  readonly ref: string;
  /** Of a branch of the repository itself, whose authors may write to it. */
  readonly isOwn: boolean;
  readonly isPrivate: boolean;
  /** It follows the untrusted workflow's run on this commit; else none may have run: a workflow's own starts no other. */
  readonly isAfterRun: boolean;
}

/** Null: no open pull request has this head. Throws `Failure`. */
export async function reviewedHead(gitHub: GitHub, number: number | null): Promise<Reviewed | null> {
  if (number !== null) return ofPullRequest(await pullRequest(gitHub, number), false);
  const run = process.env.GITHUB_EVENT_PATH ? finishedRun(readFileSync(process.env.GITHUB_EVENT_PATH, "utf8")) : null;
  if (!run) throw new Failure("this run follows no other one", "name the pull request: --pr N");
  if (run.event === "merge_group") {
    const isOwn = run.repository === `${gitHub.owner}/${gitHub.repo}`;
    return isOwn && /^gh-readonly-queue\/[\w./-]+$/.test(run.branch)
      ? { number: null, commit: run.commit, ref: `refs/heads/${run.branch}`, isOwn, isPrivate: false, isAfterRun: true }
      : null;
  }
  if (run.event !== "pull_request") return null;
  const [found] = await pullRequestsOf(gitHub, run);
  return found ? ofPullRequest(found, true) : null;
}

function ofPullRequest({ number, head, isOwn, isPrivate }: PullRequest, isAfterRun: boolean): Reviewed {
  return { number, commit: head, ref: `refs/pull/${number}/head`, isOwn, isPrivate, isAfterRun };
}
