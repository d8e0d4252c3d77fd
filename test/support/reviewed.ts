/** A pull request that changes the small site's greeting, and its review as the trusted workflow runs it. */

import { repository } from "./fake-github-operations.ts";
import type { GitHubSite } from "./github-site.ts";

export const hello = "assistants/bo/workflows/hello.yaml";

export function changed(
  { site }: GitHubSite,
  path: string,
  from: string,
  to: string,
): Readonly<Record<string, string>> {
  const before = site.read(path);
  if (!before.includes(from)) throw new Error(`${path} does not hold ${from}`);
  return { [path]: before.replaceAll(from, () => to) };
}

/** Runs it as after the untrusted workflow's run. */
export async function afterRun(here: GitHubSite, commit: string, from = repository, ...args: readonly string[]) {
  const { head } = here.hub.pulls.find(({ head: { sha } }) => sha === commit) ?? { head: { branch: "gone" } };
  here.event({
    event: "pull_request",
    head_sha: commit,
    head_branch: head.branch,
    head_repository: { full_name: from },
    // For a fork GitHub says nothing here.
    pull_requests: [],
  });
  return here.site.run("github", "review", ...args);
}

/** What the review's job may do. */
export const shared = { permissions: { contents: "read", "pull-requests": "write", checks: "write" } } as const;
