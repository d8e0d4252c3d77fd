/**
 * Git's own side of the fake GitHub, in a real bare repository: what is committed through its API can be fetched there,
 * and what was pushed there is known to its API.
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FakeState } from "./fake-github-operations.ts";
import { Refusal } from "./fake-github-refusal.ts";
import type { Operation } from "./github-description.ts";

interface TreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly sha?: string | null;
  readonly content?: string;
}

/** What an operation of Git's answers; undefined: it is none of these. */
export function performInGit(
  bare: string,
  state: FakeState,
  { name, path, example }: Operation,
  body: Readonly<Record<string, unknown>>,
): unknown {
  const base = example as Readonly<Record<string, unknown>>;
  const commit = (sha: string) => ({ ...base, sha, ...commitIn(bare, sha) });
  const ref = (branch: string, sha: string) => ({
    ...base,
    ref: `refs/heads/${branch}`,
    object: { ...(base.object as object), type: "commit", sha },
  });
  const branch = (path.ref ?? String(body.ref).replace(/^refs\//, "")).replace(/^heads\//, "");
  const sha = String(body.sha);
  switch (name) {
    case "GET /repos/{owner}/{repo}/git/ref/{ref}": {
      const end = endOf(bare, branch);
      return end === null ? new Refusal(404, "Not Found") : ref(branch, end);
    }
    case "POST /repos/{owner}/{repo}/git/refs":
      if (endOf(bare, branch) !== null) return new Refusal(422, "Reference already exists");
      moveBranch(bare, state, branch, sha);
      return ref(branch, sha);
    case "PATCH /repos/{owner}/{repo}/git/refs/{ref}": {
      const end = endOf(bare, branch);
      if (end === null) return new Refusal(422, "Reference does not exist");
      const isForward = git(bare, ["merge-base", end, sha]) === end;
      if (body.force !== true && !isForward) return new Refusal(422, "Update is not a fast forward");
      moveBranch(bare, state, branch, sha);
      return ref(branch, sha);
    }
    case "GET /repos/{owner}/{repo}/git/commits/{commit_sha}":
      return commit(path.commit_sha ?? "");
    case "POST /repos/{owner}/{repo}/git/blobs":
      return { ...base, sha: keep(bare, Buffer.from(String(body.content), "base64")) };
    case "POST /repos/{owner}/{repo}/git/trees":
      return { ...base, sha: treeOf(bare, String(body.base_tree), body.tree as readonly TreeEntry[]) };
    case "POST /repos/{owner}/{repo}/git/commits": {
      const parents = ((body.parents ?? []) as readonly string[]).flatMap((parent) => ["-p", parent]);
      return commit(git(bare, ["commit-tree", String(body.tree), ...parents], { input: String(body.message) }));
    }
    default:
      return undefined;
  }
}

/** Moves a branch, and the open pull requests that it is the head of. */
export function moveBranch(bare: string, state: FakeState, branch: string, sha: string): void {
  git(bare, ["update-ref", `refs/heads/${branch}`, sha]);
  state.branches.set(branch, sha);
  for (const pull of state.pulls) {
    if (pull.state === "open" && pull.head.branch === branch) pull.head.sha = sha;
  }
  showPulls(bare, state);
}

/** Every pull request's head can be fetched from the base's repository. */
export function showPulls(bare: string, { pulls }: FakeState): void {
  for (const { number, head } of pulls) git(bare, ["update-ref", `refs/pull/${number}/head`, head.sha]);
}

function endOf(bare: string, branch: string): string | null {
  const { status, stdout } = spawnSync("git", ["rev-parse", "--verify", "--quiet", `refs/heads/${branch}`], {
    cwd: bare,
    encoding: "utf8",
  });
  return status === 0 ? stdout.trim() : null;
}

function commitIn(bare: string, sha: string): object {
  const [tree = "", parents = "", ...message] = git(bare, ["show", "-s", "--format=%T%n%P%n%B", sha]).split("\n");
  const of = (each: string) => ({ sha: each, url: "https://github.test", html_url: "https://github.test" });
  return { message: message.join("\n"), tree: of(tree), parents: parents.split(" ").filter(Boolean).map(of) };
}

function keep(bare: string, bytes: Uint8Array | string): string {
  return git(bare, ["hash-object", "-w", "--stdin"], { input: bytes });
}

function treeOf(bare: string, from: string, entries: readonly TreeEntry[]): string {
  const folder = mkdtempSync(join(tmpdir(), "parley-index-"));
  const env = { GIT_INDEX_FILE: join(folder, "index") };
  try {
    git(bare, ["read-tree", from], { env });
    for (const { path, mode, sha, content } of entries) {
      const blob = content === undefined ? sha : keep(bare, content);
      const line = blob == null ? `0 ${"0".repeat(40)}\t${path}` : `${mode} ${blob}\t${path}`;
      git(bare, ["update-index", "--index-info"], { env, input: `${line}\n` });
    }
    return git(bare, ["write-tree"], { env });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function git(
  bare: string,
  args: readonly string[],
  { input, env = {} }: { readonly input?: Uint8Array | string; readonly env?: Readonly<Record<string, string>> } = {},
): string {
  const who = { GIT_AUTHOR_NAME: "GitHub", GIT_AUTHOR_EMAIL: "noreply@github.test" };
  const committer = { GIT_COMMITTER_NAME: "GitHub", GIT_COMMITTER_EMAIL: "noreply@github.test" };
  const done = spawnSync("git", args, {
    cwd: bare,
    encoding: "utf8",
    env: { ...process.env, ...who, ...committer, ...env },
    ...(input !== undefined && { input }),
  });
  if (done.status !== 0) throw new Error(`git ${args.join(" ")}: ${done.stderr}`);
  return done.stdout.trim();
}
