/** What the fake GitHub holds, and what each operation of its API does with it. */

import { createHash } from "node:crypto";
import type { Operation } from "./github-description.ts";

export const repository = "acme/site";

export interface FakeComment {
  readonly id: number;
  readonly issue: number;
  readonly login: string;
  body: string;
}

export interface FakePull {
  readonly number: number;
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

interface FakeCommit {
  readonly message: string;
  readonly parents: readonly string[];
  /** Bytes as base64, by path. */
  readonly files: ReadonlyMap<string, string>;
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
    approvals: [] as { environment: string; login: string; state: "approved" | "rejected" }[],
    blobs: new Map<string, string>(),
    trees: new Map<string, ReadonlyMap<string, string>>(),
    ids: 1000,
    isPrivate: false,
  };
}

/** What an operation answers before it is checked and cut into pages; or that it is refused. */
export function perform(
  state: FakeState,
  { name, path, example }: Operation,
  query: URLSearchParams,
  body: Readonly<Record<string, unknown>>,
  login: string,
): unknown {
  const base = (Array.isArray(example) ? example[0] : example) as Readonly<Record<string, unknown>>;
  const user = (who: string) => ({ ...(base.user as object), login: who, type: who.endsWith("]") ? "Bot" : "User" });
  const comment = ({ id, body: text, login: who }: FakeComment) => ({ ...base, id, body: text, user: user(who) });
  const pull = (each: FakePull) => ({
    ...base,
    number: each.number,
    title: each.title,
    body: each.body,
    state: each.state,
    html_url: `https://github.test/${repository}/pull/${each.number}`,
    merged_at: each.merged ? "2026-03-02T10:00:00Z" : null,
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
  const ref = (branch: string, sha: string) => ({
    ...base,
    ref: `refs/heads/${branch}`,
    object: { ...(base.object as object), type: "commit", sha },
  });
  const commit = (sha: string, { message, parents }: FakeCommit) => ({
    ...base,
    sha,
    message,
    parents: parents.map((parent) => ({ sha: parent, url: "https://github.test", html_url: "https://github.test" })),
    tree: { sha: treeOf(state, sha), url: "https://github.test" },
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
      found.body = String(body.body);
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
    case "GET /repos/{owner}/{repo}/git/ref/{ref}": {
      const branch = (path.ref ?? "").replace(/^heads\//, "");
      const sha = state.branches.get(branch);
      return sha === undefined ? new Refusal(404, "Not Found") : ref(branch, sha);
    }
    case "POST /repos/{owner}/{repo}/git/refs": {
      const branch = /^refs\/heads\/(.+)$/.exec(String(body.ref))?.[1];
      if (branch === undefined) return new Refusal(422, "Reference name is not valid");
      if (state.branches.has(branch)) return new Refusal(422, "Reference already exists");
      if (!state.commits.has(String(body.sha))) return new Refusal(422, "Object does not exist");
      state.branches.set(branch, String(body.sha));
      return ref(branch, String(body.sha));
    }
    case "PATCH /repos/{owner}/{repo}/git/refs/{ref}": {
      const branch = (path.ref ?? "").replace(/^heads\//, "");
      if (!state.branches.has(branch)) return new Refusal(422, "Reference does not exist");
      const parents = state.commits.get(String(body.sha))?.parents ?? [];
      if (body.force !== true && !parents.includes(state.branches.get(branch) ?? "")) {
        return new Refusal(422, "Update is not a fast forward");
      }
      state.branches.set(branch, String(body.sha));
      return ref(branch, String(body.sha));
    }
    case "GET /repos/{owner}/{repo}/git/commits/{commit_sha}": {
      const found = state.commits.get(path.commit_sha ?? "");
      return found ? commit(path.commit_sha ?? "", found) : new Refusal(404, "Not Found");
    }
    case "POST /repos/{owner}/{repo}/git/blobs": {
      const sha = idOf(`blob ${String(body.content)}`);
      state.blobs.set(sha, String(body.content));
      return { ...base, sha };
    }
    case "POST /repos/{owner}/{repo}/git/trees": {
      const files = new Map(state.trees.get(String(body.base_tree)) ?? []);
      for (const { path: file, sha, content } of body.tree as readonly TreeEntry[]) {
        if (content !== undefined) files.set(file, Buffer.from(content).toString("base64"));
        else if (sha === null && !files.has(file)) return new Refusal(422, "GitRPC::BadObjectState");
        else if (sha === null) files.delete(file);
        else if (state.blobs.has(sha ?? "")) files.set(file, state.blobs.get(sha ?? "") ?? "");
        else return new Refusal(422, "tree.sha is not a valid blob");
      }
      const sha = idOf(JSON.stringify([...files].sort()));
      state.trees.set(sha, files);
      return { ...base, sha };
    }
    case "POST /repos/{owner}/{repo}/git/commits": {
      const files = state.trees.get(String(body.tree));
      if (!files) return new Refusal(422, "Tree SHA does not exist");
      const parents = (body.parents ?? []) as readonly string[];
      const made = { message: String(body.message), parents, files };
      const sha = idOf(JSON.stringify([made.message, parents, body.tree]));
      state.commits.set(sha, made);
      return commit(sha, made);
    }
    case "GET /repos/{owner}/{repo}/actions/runs/{run_id}/approvals":
      return state.approvals.map(({ environment, login: who, state: said }) => ({
        ...base,
        state: said,
        environments: [{ ...((base.environments as readonly object[])[0] as object), name: environment }],
        user: user(who),
      }));
    default:
      throw new Error(`the fake does not know ${name}`);
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

function treeOf(state: FakeState, sha: string): string {
  const files = state.commits.get(sha)?.files ?? new Map();
  const id = idOf(JSON.stringify([...files].sort()));
  state.trees.set(id, files);
  return id;
}

interface TreeEntry {
  readonly path: string;
  readonly sha?: string | null;
  readonly content?: string;
}

export class Refusal {
  readonly status: number;
  readonly message: string;
  readonly errors: readonly object[];
  constructor(status: number, message: string, errors: readonly object[] = []) {
    this.status = status;
    this.message = message;
    this.errors = errors;
  }
}

function idOf(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}
