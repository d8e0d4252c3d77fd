/**
 * What a branch would be once it is merged, as data: its files in a folder of their own, with Git's history beside them.
 * Nothing that they bring is run: no hook, no filter, no submodule, and Git's settings are ours alone.
 */

import { spawnSync } from "node:child_process";
import { dirname } from "node:path";

export interface MergeRequest {
  /** A folder inside the clone that the base lies in. */
  readonly clone: string;
  /** Where the branch is fetched from. */
  readonly remote: string;
  /** What is fetched there, such as `refs/pull/7/head`. */
  readonly ref: string;
  /** The commit it must be. */
  readonly commit: string;
  /** The base's commit, which the clone has; or what is fetched for it, such as `refs/heads/release`. */
  readonly base: string;
  /** An empty folder for it. */
  readonly into: string;
  /** A token that may read the remote; null: it is open to everybody. */
  readonly token: string | null;
}

export type Merged =
  /** `root` is the clone's own folder, `base` the base's commit. */
  | { readonly kind: "merged"; readonly root: string; readonly base: string }
  /** The files that both sides changed. */
  | { readonly kind: "conflict"; readonly files: readonly string[] }
  /** The two have no commit in common. */
  | { readonly kind: "unrelated" }
  /** The ref is another commit by now. */
  | { readonly kind: "moved" };

/** Throws an `Error` where Git cannot. */
export function mergedInto(request: MergeRequest): Merged {
  const { clone, ref, commit, into } = request;
  const root = git(clone, ["rev-parse", "--show-toplevel"]).trim();
  git(dirname(into), ["clone", "--quiet", "--shared", "--no-checkout", "--no-tags", "--", root, into]);
  const base = request.base.startsWith("refs/") ? fetched(request, request.base) : request.base;
  if (fetched(request, ref) !== commit) return { kind: "moved" };
  const common = run(into, ["merge-base", base, commit], {});
  if (common.status === 1 && !isShallow(clone)) return { kind: "unrelated" };
  const merge = run(into, ["merge-tree", "--write-tree", "--name-only", "--no-messages", "-z", base, commit], {});
  const [tree = "", ...files] = merge.stdout.split("\0");
  if (merge.status === 1) return { kind: "conflict", files: [...new Set(files.filter((file) => file !== ""))] };
  if (merge.status !== 0) throw new Error(`git merge-tree: ${merge.stderr.trim().split("\n")[0]}`);
  const made = git(into, ["commit-tree", tree, "-p", base, "-p", commit, "-m", "What a merge would make"], {
    GIT_AUTHOR_NAME: "parley",
    GIT_AUTHOR_EMAIL: "parley@localhost",
    GIT_COMMITTER_NAME: "parley",
    GIT_COMMITTER_EMAIL: "parley@localhost",
  }).trim();
  git(into, ["checkout", "--quiet", "--detach", made]);
  return { kind: "merged", root, base };
}

/** The commit that a ref is at the remote. */
function fetched({ remote, into, token }: MergeRequest, ref: string): string {
  git(into, ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--", remote, ref], authorized(token));
  return git(into, ["rev-parse", "FETCH_HEAD^{commit}"]).trim();
}

/** A commit of a clone's in an empty folder of its own: files that are read, as those of a merge are. */
export function checkOut(clone: string, commit: string, into: string): void {
  git(dirname(into), ["clone", "--quiet", "--shared", "--no-checkout", "--no-tags", "--", clone, into]);
  git(into, ["checkout", "--quiet", "--detach", commit]);
}

/** Whether a clone lacks some of its history. */
export function isShallow(clone: string): boolean {
  return run(clone, ["rev-parse", "--is-shallow-repository"], {}).stdout.trim() === "true";
}

/** In the environment: arguments and addresses are seen by every process of the machine, and end in logs. */
function authorized(token: string | null): Readonly<Record<string, string>> {
  if (token === null) return {};
  return {
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: "http.extraHeader",
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`,
  };
}

function git(folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): string {
  const { status, stdout, stderr } = run(folder, args, env);
  if (status !== 0) throw new Error(`git ${args[0]}: ${stderr.trim()}`);
  return stdout;
}

function run(folder: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  const ours = ["core.hooksPath=/dev/null", "core.fsmonitor=false", "protocol.ext.allow=never", "safe.directory=*"];
  const done = spawnSync("git", [...ours.flatMap((setting) => ["-c", setting]), ...args], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    // Filters (LFS among them) come of the machine's and the user's settings: without those there are none.
    env: {
      ...process.env,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_TERMINAL_PROMPT: "0",
      ...env,
    },
  });
  if (done.error) throw done.error;
  return { status: done.status, stdout: done.stdout, stderr: done.stderr };
}
