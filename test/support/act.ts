/**
 * A repository on a fake GitHub whose workflows run, by `act`, on this machine: without Docker and without a network.
 * Actions of GitHub's own are replaced with nothing, and Parley's own action is this checkout's.
 */

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { parse } from "yaml";
import { gitHubFiles } from "#content/templates/workflows/workflows.ts";
import { type FakeGitHub, type FakeGitHubOptions, fakeGitHub, type Level } from "./fake-github.ts";
import { moveBranch } from "./fake-github-git.ts";
import { repository } from "./fake-github-operations.ts";
import { commitAll, git } from "./github-site.ts";
import type { SiteFolder } from "./site-folder.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const token = "ghs_a-token-for-the-story";
const pin = { repository: "acme/parley", commit: "c".repeat(40) };

export interface Ran {
  readonly ok: boolean;
  readonly log: string;
}

export interface ActRepository {
  readonly hub: FakeGitHub;
  /** What stands on the main branch. */
  main(): string;
  /** Runs a workflow with main's files, or a pull request's. */
  run(workflow: string, event: Readonly<Record<string, unknown>>, options?: RunOptions): Promise<Ran>;
  /** Pushes a branch as it is in a clone of it after `edit`; answers its end. */
  push(branch: string, message: string, edit: (folder: string) => Promise<void> | void): Promise<string>;
  /** Opens a branch's pull request; answers its number. */
  open(branch: string, title: string): number;
  /** Merges a pull request as GitHub does, with a commit of its own. */
  merge(number: number): string;
}

export interface RunOptions {
  /** `push`, `pull_request`, `workflow_run`, `schedule`; a form if left out. */
  readonly on?: string;
  /** Which branch's files the workflow runs with; main's if left out. */
  readonly branch?: string;
  readonly secrets?: Readonly<Record<string, string>>;
  /** The repository's variables, beside those that every run here has. */
  readonly vars?: Readonly<Record<string, string>>;
}

/** `site` becomes its first commit, with the workflows that Parley writes for others. */
export async function actRepository(
  site: SiteFolder,
  options: Pick<FakeGitHubOptions, "isPrivate"> = {},
): Promise<ActRepository> {
  const { findAct } = (await import(`${root}src/setup/act.js`)) as { findAct(): string | null };
  const act = findAct();
  if (act === null) throw new Error("act is not to be had: put it on the PATH, or install go, which builds it");
  const work = mkdtempSync(join(tmpdir(), "parley-act-"));
  onTestFinished(() => rmSync(work, { recursive: true, force: true }));
  const bare = join(work, "server", `${repository}.git`);
  mkdirSync(bare, { recursive: true });
  git(bare, "init", "--quiet", "--bare", "--initial-branch=main");
  // What the workflow that runs says its token may do, and nothing else.
  const permissions: Record<string, Level> = {};
  const hub = await fakeGitHub({ tokens: { [token]: "github-actions[bot]" }, permissions, bare, ...options });
  onTestFinished(() => hub.stop());
  for (const [path, text] of gitHubFiles(pin, "main")) site.write(path, text);
  git(site.folder, "init", "--quiet", "--initial-branch=main");
  commitAll(site.folder, "The site");
  git(site.folder, "push", "--quiet", bare, "main");
  const end = (branch: string) => git(bare, "rev-parse", `refs/heads/${branch}`);
  hub.branches.set("main", end("main"));
  const replaced = replacements(work);
  let runs = 0;

  function cloneOf(branch: string): string {
    runs += 1;
    const clone = join(work, `clone-${runs}`);
    git(work, "clone", "--quiet", "--branch", branch, bare, clone);
    git(clone, "remote", "set-url", "origin", `https://github.com/${repository}.git`);
    return clone;
  }

  return {
    hub,
    main: () => end("main"),
    async run(workflow, event, { on = "workflow_dispatch", branch = "main", secrets = {}, vars = {} } = {}) {
      const clone = cloneOf(branch);
      const file = join(clone, ".github/workflows", `${workflow}.yml`);
      const text = readFileSync(file, "utf8");
      for (const name of Object.keys(permissions)) delete permissions[name];
      Object.assign(permissions, permissionsOf(text));
      writeFileSync(file, whereGitHubIs(text, hub.address, join(work, "server")));
      writeFileSync(join(work, "event.json"), JSON.stringify({ repository: { default_branch: "main" }, ...event }));
      const args = [
        on,
        ...["--workflows", file, "--eventpath", join(work, "event.json")],
        ...["--platform", "ubuntu-latest=-self-hosted", "--use-gitignore=false", "--actor", "ann"],
        ...["--action-cache-path", join(work, "actions"), "--var", "PARLEY_ENVIRONMENT=production"],
        ...["--var", "PARLEY_CODE_SCANNING=true"],
        ...Object.entries(vars).flatMap(([name, value]) => ["--var", `${name}=${value}`]),
        ...Object.entries({ GITHUB_TOKEN: token, ...secrets }).flatMap(([name, value]) => [
          "--secret",
          `${name}=${value}`,
        ]),
        ...replaced,
      ];
      const ran = await spawned(act, args, clone);
      rmSync(clone, { recursive: true, force: true });
      return ran;
    },
    async push(branch, message, edit) {
      const known = hub.branches.has(branch);
      const clone = cloneOf(known ? branch : "main");
      if (!known) git(clone, "checkout", "--quiet", "-b", branch);
      await edit(clone);
      commitAll(clone, message);
      git(clone, "push", "--quiet", bare, `HEAD:refs/heads/${branch}`);
      rmSync(clone, { recursive: true, force: true });
      moveBranch(bare, hub, branch, end(branch));
      return end(branch);
    },
    open(branch, title) {
      const number = hub.pulls.length + 1;
      const head = { repository, branch, sha: end(branch) };
      hub.pulls.push({ number, title, body: "", state: "open", base: "main", head, merged: false });
      moveBranch(bare, hub, branch, head.sha);
      return number;
    },
    merge(number) {
      const pull = hub.pulls.find((each) => each.number === number);
      if (!pull) throw new Error(`there is no pull request ${number}`);
      const clone = cloneOf("main");
      git(clone, "fetch", "--quiet", bare, pull.head.sha);
      git(clone, "merge", "--quiet", "--no-ff", "-m", `${pull.title} (#${number})`, pull.head.sha);
      git(clone, "push", "--quiet", bare, "HEAD:refs/heads/main");
      rmSync(clone, { recursive: true, force: true });
      const merged = end("main");
      Object.assign(pull, { state: "closed", merged: true, mergeCommit: merged });
      hub.branches.set("main", merged);
      return merged;
    },
  };
}

/** Of all its jobs together: what one of them may, the token may. */
function permissionsOf(workflow: string): Readonly<Record<string, Level>> {
  interface Permitted {
    readonly permissions?: Readonly<Record<string, Level>>;
  }
  const { permissions, jobs } = parse(workflow) as Permitted & { readonly jobs: Readonly<Record<string, Permitted>> };
  const all = [permissions, ...Object.values(jobs).map((job) => job.permissions)].flatMap((each) =>
    Object.entries(each ?? {}),
  );
  return Object.fromEntries(all.toSorted(([, a], [, b]) => Number(a === "write") - Number(b === "write")));
}

/** act says itself where GitHub is: only a step's own variables are heard. */
function whereGitHubIs(workflow: string, api: string, server: string): string {
  const there = `          GITHUB_API_URL: ${api}\n          GITHUB_SERVER_URL: file://${server}\n`;
  return workflow.replaceAll("          GITHUB_TOKEN:", `${there}          GITHUB_TOKEN:`);
}

/** Parley's action is this checkout's; those that need a network do nothing. */
function replacements(work: string): readonly string[] {
  const own = join(work, "parley");
  mkdirSync(join(own, ".github/actions"), { recursive: true });
  cpSync(join(root, ".github/actions/parley"), join(own, ".github/actions/parley"), { recursive: true });
  symlinkSync(join(root, "src"), join(own, "src"));
  // The packages are there: nothing is to be installed.
  const lock = createHash("sha256").update(readFileSync(join(root, "package-lock.json")));
  writeFileSync(join(root, "node_modules", ".parley-installed"), lock.digest("hex"));
  const nothing = join(work, "nothing");
  const text = "name: nothing\nruns: { using: composite, steps: [{ run: true, shell: bash }] }\n";
  for (const folder of [nothing, join(nothing, "upload-sarif")]) {
    mkdirSync(folder);
    writeFileSync(join(folder, "action.yml"), text);
  }
  const texts = [
    ...gitHubFiles(pin, "main").values(),
    readFileSync(join(own, ".github/actions/parley/action.yml"), "utf8"),
  ];
  const used = new Set(texts.join("\n").match(/\b[\w-]+\/[\w./-]+@[0-9a-f]{40}/g));
  return [...used].flatMap((each) => {
    const [name = "", commit] = each.split("@");
    const action = name.split("/").slice(0, 2).join("/");
    if (action === "actions/checkout") return [];
    return ["--local-repository", `${action}@${commit}=${action === pin.repository ? own : nothing}`];
  });
}

/** Not spawnSync: the fake GitHub and the platform live in this process. */
function spawned(command: string, args: readonly string[], cwd: string): Promise<Ran> {
  // npm's word for where it was called is none of a runner's.
  const { INIT_CWD: _checkout, ...env } = process.env;
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      log += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ ok: code === 0, log }));
  });
}
