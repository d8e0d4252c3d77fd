/** What a check says of a commit. */

import type { GitHub } from "#github/client.ts";

/** The text of the newest check of that name that is done; null: there is none, or it has no text. */
export async function textOfCheck(
  { octokit, owner, repo }: GitHub,
  commit: string,
  name: string,
): Promise<string | null> {
  const { data } = await octokit.rest.checks.listForRef({
    owner,
    repo,
    ref: commit,
    check_name: name,
    status: "completed",
    filter: "latest",
  });
  // Several apps may have one of that name each.
  const texts = data.check_runs.flatMap(({ id, output }) => (output.text ? [{ id, text: output.text }] : []));
  return texts.sort((a, b) => b.id - a.id)[0]?.text ?? null;
}
