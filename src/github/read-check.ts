/** What a check says of a commit. */

import type { GitHub } from "#github/client.ts";

export interface DoneCheck {
  /** Empty: it has none. */
  readonly text: string;
  /** In milliseconds since 1970. */
  readonly completedAt: number;
}

/** The text of the newest check of that name that is done and has one; null: there is none. */
export async function textOfCheck(gitHub: GitHub, commit: string, name: string): Promise<string | null> {
  return (await doneChecks(gitHub, commit, name)).find(({ text }) => text !== "")?.text ?? null;
}

/** The newest check of that name that is done; null: there is none. */
export async function newestCheck(gitHub: GitHub, commit: string, name: string): Promise<DoneCheck | null> {
  return (await doneChecks(gitHub, commit, name))[0] ?? null;
}

/** The newest first: several apps, and several runs of one, may have one of that name each. */
async function doneChecks(
  { octokit, owner, repo }: GitHub,
  commit: string,
  name: string,
): Promise<readonly DoneCheck[]> {
  const { data } = await octokit.rest.checks.listForRef({
    owner,
    repo,
    ref: commit,
    check_name: name,
    status: "completed",
    filter: "latest",
  });
  return data.check_runs
    .toSorted((a, b) => b.id - a.id)
    .map(({ output, completed_at }) => ({ text: output.text ?? "", completedAt: Date.parse(completed_at ?? "") }));
}
