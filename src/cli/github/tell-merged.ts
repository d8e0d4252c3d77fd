/** How a publish ended, told to the pull requests whose files it was about. */

import { type Connection, report } from "#cli/github/connection.ts";
import { upsertComment } from "#github/comment.ts";
import { mergedBy } from "#github/pull-request.ts";
import { isEmpty, type Plan } from "#plan/plan.ts";
import { siteFiles } from "#source/changes.ts";
import { commitsBetween } from "#source/commits-between.ts";

/** More have hardly been merged since the last publish: each costs a request. */
const mostCommits = 50;
/** Of an earlier merge it is known already how it ended. */
const ended = /^## Parley: (?:published as release|nothing to publish)/;
/** Each is a comment, a second apart. */
const mostTold = 20;

/**
 * Of several merges GitHub lets only the newest wait to be published: it brings the others', and each is told. What is
 * live by now stays so whatever GitHub says: its troubles are told, and no more.
 */
export async function tellMerged(
  gitHub: Connection,
  site: string,
  plan: Plan,
  branch: string,
  text: string,
): Promise<void> {
  const { commit, baseCommit } = plan;
  if (commit === null) return;
  const told: string[] = [];
  try {
    const since = isEmpty(plan) ? [] : await commitsBetween(site, baseCommit, commit, mostCommits, siteFiles);
    const merged = await numbersOf(gitHub, new Set([commit, ...(since ?? [])]), branch);
    const names = [...merged.keys()].map((number) => `#${number}`);
    for (const [number, by] of [...merged].slice(0, mostTold)) {
      const whole = [text, ...besides(names.filter((each) => each !== `#${number}`))].join("\n\n");
      await upsertComment(gitHub, number, "publish", whole, (old) => by !== commit && ended.test(old));
      told.push(`#${number}`);
    }
    const left = names.slice(mostTold);
    if (left.length > 0)
      report(`too many were merged to tell all of them how it ended: ${left.join(", ")} are not told`);
  } catch (error) {
    const known = told.length === 0 ? "" : `, but for ${told.join(", ")}`;
    report(`the pull request could not be told${known}: ${(error as Error).message}`);
  }
}

function besides(others: readonly string[]): readonly string[] {
  if (others.length === 0) return [];
  const more = others.length > mostTold ? ` and ${others.length - mostTold} more` : "";
  return [`Merged since the release before, too: ${others.slice(0, mostTold).join(", ")}${more}.`];
}

/** Their numbers, the newest first, each with the commit that it brought. */
async function numbersOf(
  gitHub: Connection,
  commits: ReadonlySet<string>,
  branch: string,
): Promise<ReadonlyMap<number, string>> {
  const found = new Map<number, string>();
  for (const commit of commits) {
    for (const { number } of await mergedBy(gitHub, commit, branch)) {
      if (!found.has(number)) found.set(number, commit);
    }
  }
  return found;
}
