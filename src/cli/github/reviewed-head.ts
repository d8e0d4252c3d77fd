/** Which commit is to be reviewed, of which pull requests, and what each goes into. */

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
  /** The branch that it goes into. */
  readonly base: string;
  /** Of a branch of the repository itself, whose authors may write to it. */
  readonly isOwn: boolean;
  readonly isPrivate: boolean;
  /** It follows the untrusted workflow's run on this commit; else none may have run: a workflow's own starts no other. */
  readonly isAfterRun: boolean;
}

/** A head has one pull request for each branch that it is to go into, and seldom more than one at all. */
const most = 10;

/**
 * All open pull requests of this head, for a push to it is a push to each: the one into `publishBranch` first. None: no
 * open one has it. Throws `Failure`.
 */
export async function reviewedHeads(
  gitHub: GitHub,
  number: number | null,
  publishBranch: string,
): Promise<readonly Reviewed[]> {
  if (number !== null) return [ofPullRequest(await pullRequest(gitHub, number), false)];
  const run = process.env.GITHUB_EVENT_PATH ? finishedRun(readFileSync(process.env.GITHUB_EVENT_PATH, "utf8")) : null;
  if (!run) throw new Failure("this run follows no other one", "name the pull request: --pr N");
  if (run.event === "merge_group") {
    const isOwn = run.repository === `${gitHub.owner}/${gitHub.repo}`;
    const base = /^gh-readonly-queue\/([\w./-]+)\/pr-\d+-[0-9a-z]+$/.exec(run.branch)?.[1];
    const ref = `refs/heads/${run.branch}`;
    return isOwn && base !== undefined
      ? [{ number: null, commit: run.commit, ref, base, isOwn, isPrivate: false, isAfterRun: true }]
      : [];
  }
  if (run.event !== "pull_request") return [];
  const found = (await pullRequestsOf(gitHub, run)).map((each) => ofPullRequest(each, true));
  const isFirst = ({ base }: Reviewed) => base === publishBranch;
  return [...found.filter(isFirst), ...found.filter((each) => !isFirst(each))].slice(0, most);
}

export function ofPullRequest({ number, head, base, isOwn, isPrivate }: PullRequest, isAfterRun: boolean): Reviewed {
  return { number, commit: head, ref: `refs/pull/${number}/head`, base, isOwn, isPrivate, isAfterRun };
}
