/** What the fake GitHub holds, and what each operation of its API does with it. */

import { type FakeCommit, performInMemory } from "./fake-github-memory.ts";
import { type Access, performForPeople, userLike } from "./fake-github-people.ts";
import { Refusal } from "./fake-github-refusal.ts";
import { type FakeApproval, type FakeEnvironment, type FakeRun, performForRuns } from "./fake-github-runs.ts";
import type { Operation } from "./github-description.ts";

export const repository = "acme/site";

/** How GraphQL knows a comment. */
export const nodeOf = (comment: number) => `IC_${comment}`;

/** A GitHub App as a comment names it that it wrote in somebody's name. */
const someApp = {
  id: 7,
  node_id: "A_7",
  name: "Some app",
  description: null,
  external_url: "https://app.test",
  html_url: "https://github.test/apps/some-app",
  created_at: "2026-03-02T10:00:00Z",
  updated_at: "2026-03-02T10:00:00Z",
  permissions: {},
  events: [],
};

export interface FakeComment {
  readonly id: number;
  readonly issue: number;
  readonly login: string;
  body: string;
  /** When it was changed last, where it was: the second in which it was written, or a later one. */
  changed?: "at-once" | "later";
  /** A program wrote it, in its writer's name. */
  readonly byApp?: true;
}

export interface FakePull {
  readonly number: number;
  /** Who opened it. */
  readonly login?: string;
  /** Whose commits it holds; null: somebody's whom GitHub does not know. */
  readonly authors?: readonly (string | null)[];
  mergedBy?: string;
  title: string;
  body: string;
  state: "open" | "closed";
  readonly base: string;
  readonly head: { readonly repository: string; readonly branch: string; sha: string };
  merged: boolean;
  /** What the merge made of it on the base branch. */
  mergeCommit?: string;
}

export interface FakeCheck {
  readonly id: number;
  readonly name: string;
  readonly sha: string;
  status: string;
  conclusion: string | null;
  title: string;
  summary: string;
  text: string | null;
  readonly annotations: object[];
}

/** All that the fake knows. */
export type FakeState = ReturnType<typeof emptyState>;

export function emptyState() {
  return {
    comments: [] as FakeComment[],
    pulls: [] as FakePull[],
    checks: [] as FakeCheck[],
    branches: new Map<string, string>(),
    commits: new Map<string, FakeCommit>(),
    suggestions: [] as { path: string; line: number; body: string; login: string }[],
    approvals: [] as FakeApproval[],
    environments: new Map<string, FakeEnvironment>(),
    runs: [] as FakeRun[],
    access: new Map<string, Access>(),
    /** Logins by a team's name in addresses. */
    teams: new Map<string, readonly string[]>(),
    blobs: new Map<string, string>(),
    trees: new Map<string, ReadonlyMap<string, string>>(),
    ids: 1000,
    isPrivate: false,
  };
}

/** What an operation answers before it is checked and cut into pages; or that it is refused. */
export function perform(
  state: FakeState,
  operation: Operation,
  query: URLSearchParams,
  body: Readonly<Record<string, unknown>>,
  login: string,
): unknown {
  const { name, path, example } = operation;
  const base = (Array.isArray(example) ? example[0] : example) as Readonly<Record<string, unknown>>;
  const user = (who: string) => userLike(base.user as object, who);
  const comment = ({ id, body: text, login: who, changed, byApp }: FakeComment) => ({
    ...base,
    id,
    node_id: nodeOf(id),
    body: text,
    user: user(who),
    created_at: "2026-03-02T10:00:00Z",
    updated_at: changed === "later" ? "2026-03-02T10:05:00Z" : "2026-03-02T10:00:00Z",
    performed_via_github_app: byApp ? { ...someApp, owner: user(who) } : null,
  });
  const pull = (each: FakePull) => ({
    ...base,
    number: each.number,
    title: each.title,
    body: each.body,
    state: each.state,
    html_url: `https://github.test/${repository}/pull/${each.number}`,
    merged_at: each.merged ? "2026-03-02T10:00:00Z" : null,
    ...(base.merged_by !== undefined && { merged_by: each.mergedBy === undefined ? null : user(each.mergedBy) }),
    user: user(each.login ?? "octocat"),
    requested_teams: [],
    head: {
      ...(base.head as object),
      label: `${each.head.repository.split("/")[0]}:${each.head.branch}`,
      ref: each.head.branch,
      sha: each.head.sha,
      repo: { ...((base.head as { repo: object }).repo as object), full_name: each.head.repository },
    },
    base: {
      ...(base.base as object),
      ref: each.base,
      repo: {
        ...((base.base as { repo: object }).repo as object),
        full_name: repository,
        private: state.isPrivate,
      },
    },
  });
  const check = (each: FakeCheck, like: Readonly<Record<string, unknown>> = base) => ({
    ...like,
    id: each.id,
    name: each.name,
    head_sha: each.sha,
    status: each.status,
    conclusion: each.conclusion,
    completed_at: each.conclusion === null ? null : "2026-03-02T10:00:00Z",
    output: {
      ...(like.output as object),
      title: each.title,
      summary: each.summary,
      text: each.text,
      annotations_count: each.annotations.length,
    },
  });
  switch (name) {
    case "GET /repos/{owner}/{repo}/issues/{issue_number}/comments":
      return state.comments.filter(({ issue }) => issue === Number(path.issue_number)).map(comment);
    case "POST /repos/{owner}/{repo}/issues/{issue_number}/comments": {
      if (!state.pulls.some(({ number }) => number === Number(path.issue_number))) return new Refusal(404, "Not Found");
      if (String(body.body).length > 65_536) return new Refusal(422, "Validation Failed: body is too long");
      const made = { id: (state.ids += 1), issue: Number(path.issue_number), login, body: String(body.body) };
      state.comments.push(made);
      return comment(made);
    }
    case "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}": {
      const found = state.comments.find(({ id }) => id === Number(path.comment_id));
      if (!found) return new Refusal(404, "Not Found");
      if (found.login !== login) return new Refusal(403, "Must have admin rights to Repository.");
      Object.assign(found, { body: String(body.body), changed: "later" });
      return comment(found);
    }
    case "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}": {
      const index = state.comments.findIndex(({ id }) => id === Number(path.comment_id));
      if (index < 0) return new Refusal(404, "Not Found");
      state.comments.splice(index, 1);
      return undefined;
    }
    case "GET /repos/{owner}/{repo}/pulls": {
      const [owner, branch] = (query.get("head") ?? "").split(/:(.*)/);
      return state.pulls
        .filter(({ state: now }) => now === (query.get("state") ?? "open"))
        .filter(({ base: into }) => into === (query.get("base") ?? into))
        .filter(
          ({ head }) => branch === undefined || (head.repository.split("/")[0] === owner && head.branch === branch),
        )
        .map(pull);
    }
    case "POST /repos/{owner}/{repo}/pulls": {
      const tooLong = titleFault(body.title);
      if (tooLong) return tooLong;
      const branch = String(body.head);
      const sha = state.branches.get(branch);
      if (sha === undefined) return new Refusal(422, "Validation Failed", [{ field: "head", code: "invalid" }]);
      const isOpen = state.pulls.some((each) => each.state === "open" && each.head.branch === branch);
      if (isOpen) {
        const message = `A pull request already exists for ${repository.split("/")[0]}:${branch}.`;
        return new Refusal(422, "Validation Failed", [{ resource: "PullRequest", code: "custom", message }]);
      }
      const made: FakePull = {
        number: state.pulls.length + 1,
        title: String(body.title),
        body: String(body.body ?? ""),
        state: "open",
        base: String(body.base),
        head: { repository, branch, sha },
        merged: false,
        login,
      };
      state.pulls.push(made);
      return pull(made);
    }
    case "GET /repos/{owner}/{repo}/pulls/{pull_number}":
    case "PATCH /repos/{owner}/{repo}/pulls/{pull_number}": {
      const found = state.pulls.find(({ number }) => number === Number(path.pull_number));
      if (!found) return new Refusal(404, "Not Found");
      const tooLong = titleFault(body.title);
      if (tooLong) return tooLong;
      if (body.title !== undefined) found.title = String(body.title);
      if (body.body !== undefined) found.body = String(body.body);
      return pull(found);
    }
    case "GET /repos/{owner}/{repo}/pulls/{pull_number}/comments":
      return state.suggestions.map(({ login: who, ...each }) => ({ ...base, ...each, user: user(who) }));
    case "POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews": {
      const made = body.comments as readonly { path: string; line: number; body: string }[];
      state.suggestions.push(...made.map((each) => ({ path: each.path, line: each.line, body: each.body, login })));
      return base;
    }
    case "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls":
      return state.pulls
        .filter(({ head, mergeCommit }) => [head.sha, mergeCommit].includes(path.commit_sha ?? ""))
        .map(pull);
    case "POST /repos/{owner}/{repo}/check-runs": {
      const made: FakeCheck = {
        id: (state.ids += 1),
        name: String(body.name),
        sha: String(body.head_sha),
        status: "queued",
        conclusion: null,
        title: "",
        summary: "",
        text: null,
        annotations: [],
      };
      const refused = report(made, body);
      if (refused) return refused;
      state.checks.push(made);
      return check(made);
    }
    case "GET /repos/{owner}/{repo}/commits/{ref}/check-runs": {
      // Only the newest of a name, as "latest" says; whoever begins one anew hides the one before.
      const found = new Map<string, FakeCheck>();
      for (const each of state.checks) if (each.sha === path.ref) found.set(each.name, each);
      const asked = [...found.values()].filter(
        ({ name, status }) => (query.get("check_name") ?? name) === name && (query.get("status") ?? status) === status,
      );
      const [like] = base.check_runs as readonly Readonly<Record<string, unknown>>[];
      return { total_count: asked.length, check_runs: asked.map((each) => check(each, like)) };
    }
    case "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}": {
      const found = state.checks.find(({ id }) => id === Number(path.check_run_id));
      if (!found) return new Refusal(404, "Not Found");
      const refused = report(found, body);
      if (refused) return refused;
      return check(found);
    }
    default: {
      const done =
        performForPeople(state, operation) ??
        performForRuns(state, operation, query, body, login) ??
        performInMemory(state, operation, body);
      if (done === undefined) throw new Error(`the fake does not know ${name}`);
      return done;
    }
  }
}

function titleFault(title: unknown): Refusal | null {
  if ([...String(title)].length <= 256) return null;
  const message = "title is too long (maximum is 256 characters)";
  return new Refusal(422, "Validation Failed", [{ resource: "PullRequest", code: "custom", field: "title", message }]);
}

function report(check: FakeCheck, body: Readonly<Record<string, unknown>>): Refusal | null {
  const output = body.output as
    | { title?: string; summary: string; text?: string; annotations?: { message: string }[] }
    | undefined;
  if ((output?.summary ?? "").length > 65_535) return new Refusal(422, "Validation Failed: summary is too long");
  if ((output?.text ?? "").length > 65_535) return new Refusal(422, "Validation Failed: text is too long");
  const longest = Math.max(0, ...(output?.annotations ?? []).map(({ message }) => Buffer.byteLength(message)));
  if (longest > 64 * 1024) return new Refusal(422, "Validation Failed: an annotation's message is too long");
  check.status = String(body.status ?? check.status);
  check.conclusion = body.conclusion === undefined ? check.conclusion : String(body.conclusion);
  check.title = output?.title ?? check.title;
  check.summary = output?.summary ?? check.summary;
  check.text = output?.text ?? check.text;
  check.annotations.push(...(output?.annotations ?? []));
  return null;
}
