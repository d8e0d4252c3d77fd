/** Who has said yes to an effect: in a GitHub environment, on the run's page, or by a comment on a pull request. */

import { Failure } from "#cli/failure.ts";
import type { Brought } from "#cli/github/brought.ts";
import { type Connection, report, runNumber, wordsOf } from "#cli/github/connection.ts";
import { approversOf, countYeses, isCount } from "#github/approvers.ts";
import { type YesByComment, type YesesByComment, yesesByComment } from "#github/comment-yes.ts";
import type { Going } from "#github/may-say-yes.ts";
import type { Approval } from "#plan/approval.ts";
import { code } from "#plan/markdown.ts";

/** As many as a release's history takes. */
const mostApprovers = 50;

function goingWith({ pullRequests, isWhole }: Brought): Going {
  const startedBy = [process.env.GITHUB_ACTOR, process.env.GITHUB_TRIGGERING_ACTOR].flatMap((each) => each ?? []);
  return { pullRequests: pullRequests.map(({ number }) => number), isWhole, startedBy };
}

/** The comments that say yes to an effect, on the pull requests that bring it. */
export function commentsForEffect(
  gitHub: Connection,
  effect: string,
  environment: string,
  brought: Brought,
): Promise<YesesByComment> {
  return yesesByComment(gitHub, effect, environment, goingWith(brought));
}

/** The yeses that this run has had before anybody is asked now: its earlier attempts'. */
export async function earlierYeses(gitHub: Connection, environment: string): Promise<string> {
  const run = runNumber();
  return run === null ? "none" : countYeses(gitHub, run, environment);
}

export interface Asked {
  readonly effect: string;
  readonly environment: string;
  /** What `earlierYeses` said when somebody was asked; null: nobody looked. */
  readonly earlier: string | null;
}

/** Asked of GitHub, and of nothing that an earlier job says. Null: nobody said yes. Throws `Failure`. */
export async function approvalOf(
  gitHub: Connection,
  asked: Asked,
  brought: () => Promise<Brought>,
): Promise<Approval | null> {
  const { effect, environment } = asked;
  const inEnvironment = await approversInEnvironment(gitHub, asked);
  // A yes that was given on the run's page is one, also where nobody can read what comments say.
  const { given, refused } = await brought()
    .then((found) => commentsForEffect(gitHub, effect, environment, found))
    .catch((error: unknown) => {
      report(`a yes by a comment could not be looked for: ${wordsOf(error)}`);
      return { given: [], refused: [] };
    });
  for (const { login, pullRequest, why } of refused) report(`a comment's yes on #${pullRequest}: ${login} ${why}`);
  const approvers = [...inEnvironment.map((login) => `${login} (${environment})`), ...given.map(writtenYes)];
  return approvers.length === 0 ? null : { effect, approvers: approvers.slice(0, mostApprovers), changes: null };
}

async function approversInEnvironment(gitHub: Connection, { environment, earlier }: Asked): Promise<readonly string[]> {
  const run = runNumber();
  if (run === null) throw new Failure("this is no run of a workflow", "leave --asked out");
  if (earlier !== null && !isCount(earlier)) {
    throw new Failure(`"${earlier}" does not count yeses`, "parley github ask says what to write: earlier");
  }
  if (earlier === null && process.env.GITHUB_RUN_ATTEMPT !== "1") {
    report("this run was tried before, and which yes was for which attempt is not known: none of them counts");
    return [];
  }
  return approversOf(gitHub, run, environment, earlier ?? "none");
}

export function writtenYes({ login, pullRequest }: YesByComment): string {
  return `${login} (comment on #${pullRequest})`;
}

/** Comments that name the effect and do not count: Markdown; null: there are none. */
export function refusedYeses({ refused }: YesesByComment): string | null {
  if (refused.length === 0) return null;
  const lines = refused.map(({ login, pullRequest, why }) => `- ${code(login)} (#${pullRequest}) ${code(why)}`);
  return `No yes, though a comment says so:\n\n${lines.join("\n")}`;
}
