/** A check on a commit, with annotations: as many as there are, fifty a request, which is what GitHub takes. */

import { type GitHub, isUnclear, once } from "#github/client.ts";

export interface Annotation {
  /** From the repository's root. */
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  /** Of one line only. */
  readonly start_column?: number;
  readonly end_column?: number;
  readonly annotation_level: "notice" | "warning" | "failure";
  readonly title: string;
  readonly message: string;
}

/** The check that a branch's protection asks for. */
export const checkName = "Parley";

export interface CheckRun {
  readonly name: string;
  readonly commit: string;
  readonly conclusion: "success" | "failure" | "neutral";
  readonly title: string;
  /** Markdown. */
  readonly summary: string;
  /** For whoever reads the check again; null: nothing. */
  readonly text: string | null;
  readonly annotations: readonly Annotation[];
  readonly detailsUrl: string | null;
}

const annotationsARequest = 50;
const mostTries = 3;

/** A new check of that name on the commit: what was said of it before is behind it. */
export async function reportCheck(gitHub: GitHub, check: CheckRun): Promise<void> {
  const { octokit, owner, repo } = gitHub;
  const batches = Array.from(
    { length: Math.max(Math.ceil(check.annotations.length / annotationsARequest), 1) },
    (_, index) => check.annotations.slice(index * annotationsARequest, (index + 1) * annotationsARequest),
  );
  // Done only with the last of them: a check that is done is what lets a merge go on.
  const part = (index: number) => ({
    ...(index === batches.length - 1
      ? { status: "completed" as const, conclusion: check.conclusion }
      : { status: "in_progress" as const }),
    output: {
      title: check.title,
      summary: check.summary,
      ...(check.text !== null && { text: check.text }),
      annotations: [...(batches[index] ?? [])],
    },
  });
  const id = await begin(gitHub, check, part(0));
  // Each adds to those before. One that is sent twice because GitHub's answer was lost stands there twice: better than
  // not at all.
  for (let index = 1; index < batches.length; index += 1) {
    await octokit.rest.checks.update({ owner, repo, check_run_id: id, ...part(index) });
  }
}

async function begin(gitHub: GitHub, { name, commit, detailsUrl }: CheckRun, first: object): Promise<number> {
  const { octokit, owner, repo } = gitHub;
  for (let tries = 1; ; tries += 1) {
    try {
      const { data } = await octokit.rest.checks.create({
        owner,
        repo,
        name,
        head_sha: commit,
        ...(detailsUrl !== null && { details_url: detailsUrl }),
        ...first,
        ...once,
      });
      return data.id;
    } catch (error) {
      // A second one of the same name takes the first one's place.
      if (!isUnclear(error) || tries === mostTries) throw error;
    }
  }
}
