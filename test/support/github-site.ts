/** The small site in a repository on a fake GitHub: a clone of its main branch, and pull requests against it. */

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { type FakeGitHub, type FakeGitHubOptions, fakeGitHub } from "./fake-github.ts";
import { repository } from "./fake-github-operations.ts";
import { emptyFolder, type SiteFolder, smallSite } from "./site-folder.ts";

export interface GitHubSite {
  readonly hub: FakeGitHub;
  /** The clone of main. */
  readonly site: SiteFolder;
  readonly env: Readonly<Record<string, string>>;
  git(...args: readonly string[]): string;
  /** A pull request with these files (null: gone) on top of its base as it was pushed; answers its head's commit. */
  pull(
    files: Readonly<Record<string, string | null>>,
    from?: string,
    base?: string,
  ): { readonly number: number; readonly commit: string };
  /** The event of a workflow that follows another one. */
  event(run: Readonly<Record<string, unknown>>): void;
}

export const token = "ghs_a-token-for-tests";

export async function gitHubSite(options?: Partial<FakeGitHubOptions>): Promise<GitHubSite> {
  const hub = await fakeGitHub({ tokens: { [token]: "github-actions[bot]" }, ...options });
  onTestFinished(() => hub.stop());
  const server = mkdtempSync(join(tmpdir(), "parley-hub-"));
  onTestFinished(() => rmSync(server, { recursive: true, force: true }));
  const bare = join(server, `${repository}.git`);
  mkdirSync(bare, { recursive: true });
  git(bare, "init", "--quiet", "--bare", "--initial-branch=main");
  const site = smallSite();
  git(site.folder, "init", "--quiet", "--initial-branch=main");
  commitAll(site.folder, "The site");
  git(site.folder, "push", "--quiet", bare, "main");
  const first = git(site.folder, "rev-parse", "HEAD");
  hub.branches.set("main", first);
  hub.commits.set(first, { message: "The site", parents: [], files: new Map() });
  const env = {
    GITHUB_TOKEN: token,
    GITHUB_REPOSITORY: repository,
    GITHUB_API_URL: hub.address,
    GITHUB_SERVER_URL: `file://${server}`,
    GITHUB_RUN_ID: "77",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_ACTOR: "ann",
    GITHUB_EVENT_PATH: join(server, "event.json"),
    GITHUB_STEP_SUMMARY: join(server, "summary.md"),
    GITHUB_OUTPUT: join(server, "output"),
  };
  // Not by stubs: each run of a command ends those.
  const before = Object.keys(env).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, env);
  onTestFinished(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
  return {
    hub,
    site,
    env,
    git: (...args) => git(site.folder, ...args),
    pull(files, from = repository, base = "main") {
      const work = emptyFolder().folder;
      git(work, "clone", "--quiet", "--branch", base, bare, ".");
      for (const [path, text] of Object.entries(files)) {
        if (text === null) rmSync(join(work, path));
        else {
          mkdirSync(dirname(join(work, path)), { recursive: true });
          writeFileSync(join(work, path), text);
        }
      }
      commitAll(work, "A change");
      const number = hub.pulls.length + 1;
      const sha = git(work, "rev-parse", "HEAD");
      git(work, "push", "--quiet", bare, `HEAD:refs/pull/${number}/head`);
      const head = { repository: from, branch: `change-${number}`, sha };
      hub.pulls.push({ number, title: "", body: "", state: "open", base, head, merged: false });
      return { number, commit: sha };
    },
    event: (run) => writeFileSync(env.GITHUB_EVENT_PATH, JSON.stringify({ workflow_run: run })),
  };
}

export function commitAll(folder: string, message: string): void {
  git(folder, "add", "--all");
  git(folder, "commit", "--quiet", "--no-gpg-sign", "-m", message);
}

export function git(folder: string, ...args: readonly string[]): string {
  const who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com"];
  const { status, stdout, stderr } = spawnSync("git", [...who, ...args], { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
  return stdout.trim();
}
