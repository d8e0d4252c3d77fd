/** Git's own side of the fake GitHub where there is no repository: commits, trees and branches that are kept in memory. */

import { createHash } from "node:crypto";
import type { FakeState } from "./fake-github-operations.ts";
import { Refusal } from "./fake-github-refusal.ts";
import type { Operation } from "./github-description.ts";

export interface FakeCommit {
  readonly message: string;
  readonly parents: readonly string[];
  /** Bytes as base64, by path. */
  readonly files: ReadonlyMap<string, string>;
}

/** What an operation of Git's answers; undefined: it is none of these. */
export function performInMemory(
  state: FakeState,
  { name, path, example }: Operation,
  body: Readonly<Record<string, unknown>>,
): unknown {
  const base = example as Readonly<Record<string, unknown>>;
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
    default:
      return undefined;
  }
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

function idOf(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}
