/**
 * Who said yes to a run that waited for a GitHub environment's reviewers. GitHub keeps the yeses of all attempts of a run
 * together, and says of none which attempt it was for, nor when. So those that were there before an attempt asked are
 * counted then, and taken off later: what is left was given to that attempt.
 */

import type { GitHub } from "#github/client.ts";

interface Yes {
  readonly id: number;
  readonly login: string;
}

async function yesesOf({ octokit, owner, repo }: GitHub, run: number, environment: string): Promise<readonly Yes[]> {
  const { data } = await octokit.rest.actions.getReviewsForRun({ owner, repo, run_id: run });
  return data
    .filter(({ state, environments }) => state === "approved" && environments.some(({ name }) => name === environment))
    .flatMap(({ user }) => (user ? [{ id: user.id, login: user.login }] : []));
}

/** How many yeses a run has had from whom, as one word: `none`, or pairs of a user's number and a count. */
export async function countYeses(gitHub: GitHub, run: number, environment: string): Promise<string> {
  const yeses = Map.groupBy(await yesesOf(gitHub, run, environment), ({ id }) => id);
  return yeses.size === 0 ? "none" : [...yeses].map(([id, given]) => `${id}-${given.length}`).join("-");
}

export function isCount(word: string): boolean {
  return word === "none" || /^\d+-\d+(?:-\d+-\d+)*$/.test(word);
}

/** The reviewers' logins, each once, whose yes is none of those that were `counted` before. */
export async function approversOf(
  gitHub: GitHub,
  run: number,
  environment: string,
  counted: string,
): Promise<readonly string[]> {
  const numbers = counted === "none" ? [] : counted.split("-").map(Number);
  const before = new Map(
    numbers.flatMap((id, index) => (index % 2 === 0 ? [[id, numbers[index + 1] ?? 0] as const] : [])),
  );
  const yeses = Map.groupBy(await yesesOf(gitHub, run, environment), ({ id }) => id);
  return [...yeses].flatMap(([id, given]) =>
    given.length > (before.get(id) ?? 0) ? given.slice(0, 1).map(({ login }) => login) : [],
  );
}
