/**
 * Who may say yes by a comment: those whom a GitHub environment names as its reviewers, so that a comment is worth what
 * their approval there is; where it names nobody, whoever may write to the repository and is no author of what goes live.
 */

import { type GitHub, statusOf } from "#github/client.ts";
import { type PullRequestPeople, peopleOf } from "#github/pull-request-people.ts";

/** What goes live together. */
export interface Going {
  readonly pullRequests: readonly number[];
  /** Whether these are all: else their authors are not. */
  readonly isWhole: boolean;
  /** Who started the run that publishes it; none: no run does yet. */
  readonly startedBy: readonly string[];
}

/** Why whoever has this login may not say yes, in words; null: they may. */
export type MaySayYes = (login: string) => Promise<string | null>;

export function maySayYes(gitHub: GitHub, environment: string, going: Going): MaySayYes {
  const rule = onlyOnce(() => ruleOf(gitHub, environment));
  const people = onlyOnce(() => Promise.all(going.pullRequests.map((number) => peopleOf(gitHub, number))));
  return async (name) => {
    const login = name.toLowerCase();
    const found = await rule();
    return found === null
      ? notAWriter(gitHub, login, going, await people())
      : notAReviewer(gitHub, login, environment, found, async () => withThemselves(going, await people()));
  };
}

interface Reviewers {
  readonly users: ReadonlySet<string>;
  /** By the names that their addresses have. */
  readonly teams: readonly string[];
  readonly preventsSelfReview: boolean;
}

/** Null: the environment names nobody, or is not there. */
async function ruleOf({ octokit, owner, repo }: GitHub, environment: string): Promise<Reviewers | null> {
  const rules = await octokit.rest.repos
    .getEnvironment({ owner, repo, environment_name: environment })
    .then(({ data }) => data.protection_rules ?? [])
    .catch((error: unknown) => {
      if (statusOf(error) === 404) return [];
      throw error;
    });
  const [named] = rules.flatMap((rule) => ("reviewers" in rule ? [rule] : []));
  const reviewers = (named?.reviewers ?? []).flatMap(({ reviewer }) => (reviewer ? [reviewer] : []));
  if (reviewers.length === 0) return null;
  return {
    users: new Set(reviewers.flatMap((each) => ("login" in each ? [each.login.toLowerCase()] : []))),
    teams: reviewers.flatMap((each) => ("slug" in each ? [each.slug] : [])),
    preventsSelfReview: named?.prevent_self_review === true,
  };
}

async function notAReviewer(
  gitHub: GitHub,
  login: string,
  environment: string,
  { users, teams, preventsSelfReview }: Reviewers,
  themselves: () => Promise<ReadonlySet<string>>,
): Promise<string | null> {
  const named = users.has(login) ? "yes" : await inTeams(gitHub, teams, login);
  if (named === "no") return `is none of those whom the environment ${environment} names`;
  if (named === "unseen") {
    return `is not named in the environment ${environment} but maybe in a team there, whose members this token cannot see: a yes is given in the environment, on the run's page`;
  }
  if (!preventsSelfReview || !(await themselves()).has(login)) return null;
  return `has a part in it, and the environment ${environment} lets nobody review their own`;
}

/** A workflow's own token sees no organization; another app's may. */
async function inTeams(
  { octokit, owner }: GitHub,
  teams: readonly string[],
  login: string,
): Promise<"yes" | "no" | "unseen"> {
  for (const team of teams) {
    try {
      const asked = { org: owner, team_slug: team, username: login };
      const { data } = await octokit.rest.teams.getMembershipForUserInOrg(asked);
      if (data.state === "active") return "yes";
    } catch (error) {
      // Both are what GitHub answers where it does not tell, and 404 also where it knows that they are not in it.
      if (statusOf(error) !== 403 && statusOf(error) !== 404) throw error;
    }
  }
  return teams.length === 0 ? "no" : "unseen";
}

/** Who opened, wrote, merged or publishes it. */
function withThemselves(going: Going, people: readonly PullRequestPeople[]): ReadonlySet<string> {
  return new Set([
    ...people.flatMap(({ authors, mergedBy }) => [...authors, ...(mergedBy === null ? [] : [mergedBy])]),
    ...going.startedBy.map((each) => each.toLowerCase()),
  ]);
}

async function notAWriter(
  { octokit, owner, repo }: GitHub,
  login: string,
  { isWhole }: Going,
  people: readonly PullRequestPeople[],
): Promise<string | null> {
  const permission = await octokit.rest.repos
    .getCollaboratorPermissionLevel({ owner, repo, username: login })
    .then(({ data }) => data.permission)
    .catch((error: unknown) => {
      if (statusOf(error) === 404) return "none";
      throw error;
    });
  // What may maintain is "write" here, and what may only triage is "read".
  if (permission !== "write" && permission !== "admin") return "may not write to this repository";
  if (people.some(({ authors }) => authors.includes(login))) return "is an author of what would go live";
  if (isWhole && !people.some(({ isByProgram }) => isByProgram)) return null;
  return "may be an author of what would go live, for not all of them are known: name reviewers in the environment";
}

function onlyOnce<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | null = null;
  return () => {
    done ??= work();
    return done;
  };
}
