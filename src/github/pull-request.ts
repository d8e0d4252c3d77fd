/** Pull requests: the one that a commit belongs to, and one of our own. */

import { type GitHub, isUnclear, once, statusOf } from "#github/client.ts";

export interface PullRequest {
  readonly number: number;
  readonly url: string;
  /** The head's commit. */
  readonly head: string;
  /** The branch that it is to be merged into. */
  readonly base: string;
  readonly state: "open" | "merged" | "closed";
  /** It comes from a branch of the repository itself: no fork's, and none that has gone. */
  readonly isOwn: boolean;
  /** Whoever cannot see the repository cannot read it. */
  readonly isPrivate: boolean;
}

interface Answered {
  readonly number: number;
  readonly state: string;
  readonly merged_at: string | null;
  readonly html_url: string;
  readonly head: { readonly sha: string; readonly repo: { readonly full_name: string } | null };
  readonly base: { readonly ref: string; readonly repo: { readonly full_name: string; readonly private: boolean } };
}

function pullRequestOf({ number, state, merged_at, html_url, head, base }: Answered): PullRequest {
  return {
    number,
    url: html_url,
    head: head.sha,
    base: base.ref,
    state: merged_at !== null ? "merged" : state === "open" ? "open" : "closed",
    isOwn: head.repo?.full_name === base.repo.full_name,
    isPrivate: base.repo.private === true,
  };
}

export async function pullRequest({ octokit, owner, repo }: GitHub, number: number): Promise<PullRequest> {
  return pullRequestOf((await octokit.rest.pulls.get({ owner, repo, pull_number: number })).data);
}

/** A branch of a repository, maybe a fork's, and what it points at. */
export interface Head {
  /** `owner/name`. */
  readonly repository: string;
  readonly branch: string;
  readonly commit: string;
}

/**
 * The open pull requests whose head this is. They are asked for by branch: for a fork's, GitHub tells the workflow
 * nothing, and does not find them by commit.
 */
export async function pullRequestsOf({ octokit, owner, repo }: GitHub, head: Head): Promise<readonly PullRequest[]> {
  const found = await octokit.paginate(octokit.rest.pulls.list, {
    owner,
    repo,
    state: "open",
    head: `${head.repository.split("/")[0]}:${head.branch}`,
    per_page: 100,
  });
  return found
    .filter((each) => each.head.sha === head.commit && each.head.repo?.full_name === head.repository)
    .map(pullRequestOf);
}

/** Those that are open and go into a branch, the newest first. */
export async function openInto({ octokit, owner, repo }: GitHub, branch: string): Promise<readonly PullRequest[]> {
  const open = { state: "open", base: branch, per_page: 100 } as const;
  return (await octokit.paginate(octokit.rest.pulls.list, { owner, repo, ...open })).map(pullRequestOf);
}

/** The numbers of all that are open. */
export async function openPullRequests({ octokit, owner, repo }: GitHub): Promise<ReadonlySet<number>> {
  const open = await octokit.paginate(octokit.rest.pulls.list, { owner, repo, state: "open", per_page: 100 });
  return new Set(open.map(({ number }) => number));
}

/** The merged pull requests that brought a commit into a branch: several, such as of two that stood one on the other. */
export async function mergedBy(
  { octokit, owner, repo }: GitHub,
  commit: string,
  branch: string,
): Promise<readonly PullRequest[]> {
  const found = await octokit.paginate(octokit.rest.repos.listPullRequestsAssociatedWithCommit, {
    owner,
    repo,
    commit_sha: commit,
    per_page: 100,
  });
  return found.filter(({ merged_at, base }) => merged_at !== null && base.ref === branch).map(pullRequestOf);
}

export interface NewPullRequest {
  readonly branch: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
}

const mostTries = 3;

/** Opens the pull request of a branch of this repository, or updates the one that is open. */
export async function openPullRequest(
  gitHub: GitHub,
  { branch, base, title, body }: NewPullRequest,
): Promise<PullRequest & { readonly isNew: boolean }> {
  const { octokit, owner, repo } = gitHub;
  for (let tries = 1; ; tries += 1) {
    const [open] = await octokit.paginate(octokit.rest.pulls.list, {
      owner,
      repo,
      state: "open",
      base,
      head: `${owner}:${branch}`,
    });
    if (open) {
      const { data } = await octokit.rest.pulls.update({ owner, repo, pull_number: open.number, title, body });
      return { ...pullRequestOf(data), isNew: false };
    }
    try {
      const { data } = await octokit.rest.pulls.create({ owner, repo, head: branch, base, title, body, ...once });
      return { ...pullRequestOf(data), isNew: true };
    } catch (error) {
      // Opened meanwhile, or in spite of GitHub's own error: the list knows.
      const again = isUnclear(error) || (statusOf(error) === 422 && /already exists/.test(String(error)));
      if (!again || tries === mostTries) throw error;
    }
  }
}
