/**
 * A yes that a comment on a pull request says. It counts as it was written, by a person who may: whoever can write to a
 * repository can change other people's comments.
 */

import type { GitHub } from "#github/client.ts";
import { type Going, type MaySayYes, maySayYes } from "#github/may-say-yes.ts";
import { effectInYes } from "#plan/yes-line.ts";

export interface Comment {
  readonly id: number;
  /** Null: their account is gone. */
  readonly login: string | null;
  /** Somebody's own hand, as far as GitHub says: neither a program's account nor a program in somebody's name. */
  readonly isPersons: boolean;
  readonly body: string;
  /** By what GitHub's REST API says of it, in whole seconds. */
  readonly isAsWritten: boolean;
  readonly node: string;
}

export async function commentsOn({ octokit, owner, repo }: GitHub, number: number): Promise<readonly Comment[]> {
  const found = await octokit.paginate(octokit.rest.issues.listComments, {
    owner,
    repo,
    issue_number: number,
    per_page: 100,
  });
  return found.map(({ id, node_id, user, body, created_at, updated_at, performed_via_github_app }) => ({
    id,
    login: user?.login ?? null,
    isPersons: user?.type === "User" && !performed_via_github_app,
    body: body ?? "",
    isAsWritten: created_at === updated_at,
    node: node_id,
  }));
}

/** Why a comment's yes does not count, in words that follow its writer's name; null: it counts. */
export async function whyNoYes(gitHub: GitHub, comment: Comment, may: MaySayYes): Promise<string | null> {
  if (comment.login === null || !comment.isPersons) return "is no person, or let a program write it";
  if (!comment.isAsWritten || (await wasEdited(gitHub, comment))) {
    return "has a comment that was changed after it was written: a yes is a new one";
  }
  return may(comment.login);
}

/** Also within the second in which it was written. */
async function wasEdited({ octokit }: GitHub, { node }: Comment): Promise<boolean> {
  const { node: found } = await octokit.graphql<{ readonly node: { readonly lastEditedAt?: string | null } | null }>(
    "query ($id: ID!) { node(id: $id) { ... on IssueComment { lastEditedAt } } }",
    { id: node },
  );
  return found?.lastEditedAt !== null;
}

export interface YesByComment {
  readonly login: string;
  readonly pullRequest: number;
}

export interface YesesByComment {
  /** Each person once. */
  readonly given: readonly YesByComment[];
  /** Those that name the effect and do not count. */
  readonly refused: readonly (YesByComment & { readonly why: string })[];
}

/** Who said yes to an effect on the pull requests that bring it. */
export async function yesesByComment(
  gitHub: GitHub,
  effect: string,
  environment: string,
  going: Going,
): Promise<YesesByComment> {
  const may = maySayYes(gitHub, environment, going);
  const given = new Map<string, YesByComment>();
  const refused: (YesByComment & { readonly why: string })[] = [];
  for (const pullRequest of going.pullRequests) {
    for (const comment of await commentsOn(gitHub, pullRequest)) {
      if (effectInYes(comment.body) !== effect) continue;
      const yes = { login: comment.login ?? "somebody", pullRequest };
      const why = await whyNoYes(gitHub, comment, may);
      if (why !== null) refused.push({ ...yes, why });
      else if (!given.has(yes.login)) given.set(yes.login, yes);
    }
  }
  return { given: [...given.values()], refused };
}
