/**
 * The workflows themselves, run by `act` on this machine against the fake GitHub: no test, for act is a tool that a
 * fresh machine lacks. By hand:
 *
 *   go install github.com/nektos/act@v0.2.89
 *   node --conditions=source test/github/try-workflows.ts
 *
 * It takes the last commit of this checkout, makes a pull request that changes a greeting, runs `pull-request.yml` with
 * the pull request's files and then `plan.yml` with main's, and prints what was written on GitHub. What act has no
 * network for (actions of GitHub's own) is replaced with nothing.
 */

import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fakeGitHub } from "../support/fake-github.ts";
import { repository } from "../support/fake-github-operations.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const token = "ghs_a-token-for-a-trial";
const work = mkdtempSync(join(tmpdir(), "parley-act-"));
const clone = join(work, "clone");
const bare = join(work, "server", `${repository}.git`);

function git(folder: string, ...args: readonly string[]): string {
  const done = spawnSync("git", ["-c", "user.name=Ann", "-c", "user.email=ann@example.com", ...args], {
    cwd: folder,
    encoding: "utf8",
  });
  if (done.status !== 0) throw new Error(`git ${args.join(" ")}: ${done.stderr}`);
  return done.stdout.trim();
}

/** Actions that need the network: each is one that does nothing. */
function stubs(): readonly string[] {
  const texts = [".github/workflows/plan.yml", ".github/actions/parley/action.yml"].map((path) =>
    readFileSync(join(root, path), "utf8"),
  );
  const used = new Set(texts.join("\n").match(/actions\/(?:setup-node|upload-artifact)@[0-9a-f]{40}/g));
  const stub = join(work, "stub");
  mkdirSync(stub);
  writeFileSync(
    join(stub, "action.yml"),
    "name: nothing\nruns: { using: composite, steps: [{ run: true, shell: bash }] }\n",
  );
  return [...used].flatMap((each) => ["--local-repository", `${each}=${stub}`]);
}

function act(event: string, workflow: string, payload: object, more: readonly string[]): Promise<number> {
  const file = join(work, `${event}.json`);
  writeFileSync(file, JSON.stringify(payload));
  const args = [
    event,
    "--workflows",
    workflow,
    "--eventpath",
    file,
    "--platform",
    "ubuntu-latest=-self-hosted",
    "--use-gitignore=false",
  ];
  process.stdout.write(`\n$ act ${event} --workflows ${workflow}\n`);
  // Not spawnSync: the fake GitHub lives in this process.
  const child = spawn("act", [...args, "--secret", `GITHUB_TOKEN=${token}`, ...more], { cwd: clone, stdio: "inherit" });
  return new Promise((resolve) => child.on("exit", (code) => resolve(code ?? 1)));
}

const hub = await fakeGitHub({
  tokens: { [token]: "github-actions[bot]" },
  permissions: { contents: "read", "pull-requests": "write", checks: "write" },
});
try {
  mkdirSync(bare, { recursive: true });
  git(root, "clone", "--quiet", "--bare", "--no-local", root, bare);
  git(work, "clone", "--quiet", bare, clone);
  git(clone, "checkout", "--quiet", "-B", "main");
  symlinkSync(join(root, "node_modules"), join(clone, "node_modules"));
  const hash = createHash("sha256")
    .update(readFileSync(join(clone, "package-lock.json")))
    .digest("hex");
  writeFileSync(join(root, "node_modules", ".parley-installed"), hash);
  git(clone, "remote", "set-url", "origin", `https://github.com/${repository}.git`);
  const main = git(clone, "rev-parse", "HEAD");

  git(clone, "checkout", "--quiet", "-b", "change");
  const file = git(clone, "grep", "-lE", 'say: [{] [a-z]+: "', "--", "assistants").split("\n")[0] ?? "";
  const before = readFileSync(join(clone, file), "utf8");
  writeFileSync(join(clone, file), before.replace(/say: \{ [a-z]+: "/, "$&Good day! "));
  git(clone, "commit", "--quiet", "--all", "-m", "A greeting");
  const head = git(clone, "rev-parse", "HEAD");
  git(clone, "push", "--quiet", bare, "HEAD:refs/pull/1/head");
  hub.pulls.push({
    number: 1,
    title: "A greeting",
    body: "",
    state: "open",
    base: "main",
    head: { repository, branch: "change", sha: head },
    merged: false,
  });

  const replaced = stubs();
  const pull = { number: 1, base: { ref: "main", sha: main }, head: { ref: "change", sha: head } };
  const untrusted = await act("pull_request", ".github/workflows/pull-request.yml", { pull_request: pull }, replaced);

  git(clone, "checkout", "--quiet", "main");
  // Act says itself where GitHub is: only a step's own variables are heard.
  const plan = join(clone, ".github/workflows/plan.yml");
  const there = `          GITHUB_API_URL: ${hub.address}\n          GITHUB_SERVER_URL: file://${join(work, "server")}\n`;
  writeFileSync(plan, readFileSync(plan, "utf8").replace("          GITHUB_TOKEN:", `${there}          GITHUB_TOKEN:`));
  const run = {
    event: "pull_request",
    head_sha: head,
    head_branch: "change",
    head_repository: { full_name: repository },
  };
  const trusted = await act("workflow_run", ".github/workflows/plan.yml", { workflow_run: run }, replaced);

  process.stdout.write(`\n${hub.log.join("\n")}\n\n${hub.comments.map(({ body }) => body).join("\n\n")}\n\n`);
  for (const { name, conclusion, title } of hub.checks) process.stdout.write(`${name}: ${conclusion}, ${title}\n`);
  process.exitCode = untrusted === 0 && trusted === 0 && hub.comments.length === 1 && hub.checks.length === 1 ? 0 : 1;
} finally {
  await hub.stop();
  rmSync(work, { recursive: true, force: true });
}
