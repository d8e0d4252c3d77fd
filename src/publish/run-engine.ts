/**
 * One run of the Pulumi engine: registers the bodies and the release, and lets the engine do the rest. Its CLI is run as
 * Pulumi's Automation API runs it, without what that asks before and after: four more runs, each of a fifth of a second.
 */

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { canonicalJson } from "#content/body.ts";
import type { Driver } from "#drivers/driver.ts";
import type { Plan } from "#plan/plan.ts";
import { summaryOf } from "#plan/summary.ts";
import { type EngineProgram, type ResourceInputs, serveProgram } from "#provider/language-host.ts";
import { serveProvider } from "#provider/service.ts";
import type { PublishOptions } from "#publish/publish.ts";
import { withoutAddress } from "#publish/state-address.ts";

const types = {
  brand: "parley:index:Brand",
  channel: "parley:index:Channel",
  assistant: "parley:index:Assistant",
} as const;

export interface EngineFailure {
  /** In one line. */
  readonly why: string;
  readonly fix: string;
}

/** What the engine says of a state that it cannot read, such as a file that was half written. */
const damaged = /failed to load checkpoint: (?:place \d|unsupported)|resource '[^']*' missing required/;

/** Null: done. Else why not. */
export async function runEngine(
  engine: string,
  plan: Plan,
  driver: Driver,
  options: PublishOptions,
): Promise<EngineFailure | null> {
  const home = join(options.folder, "engine");
  const state = join(options.folder, "state");
  for (const folder of [home, state]) mkdirSync(folder, { recursive: true });
  const project = mkdtempSync(join(tmpdir(), "parley-engine-"));
  const url = options.stateUrl ?? pathToFileURL(state).href;
  // JSON is YAML, too. Where the state is does not stand there: the file outlives a run that is killed.
  writeFileSync(join(project, "Pulumi.yaml"), JSON.stringify({ name: "parley", runtime: "nodejs" }));
  const provider = await serveProvider(() => driver);
  const host = await serveProgram(programOf(plan, options));
  const stack = `${plan.site}-${plan.environment}`;
  const pulumi = (...args: readonly string[]) =>
    run(engine, [...args, "--stack", stack, "--non-interactive"], project, {
      PULUMI_HOME: home,
      PULUMI_BACKEND_URL: url,
      PULUMI_DEBUG_PROVIDERS: `parley:${provider.port}`,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      // The provider is attached: nobody asks GitHub for one of this name, which takes a second and may find one.
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_EXPERIMENTAL: "true",
      PULUMI_SKIP_CHECKPOINTS: "true",
      PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
      PULUMI_AUTOMATION_API: "true",
      // The state holds digests only; a passphrase of the operator's own is taken where it is set.
      PULUMI_CONFIG_PASSPHRASE: process.env.PULUMI_CONFIG_PASSPHRASE ?? "",
    });
  const up = () =>
    pulumi(
      ...["up", "--yes", "--skip-preview", "--suppress-progress"],
      ...[`--client=127.0.0.1:${host.port}`, "--exec-kind", "auto.inline"],
    );
  try {
    let ran = await up();
    // A stack is there but for the first time: nobody looks before.
    if (/no stack named .* found/.test(ran.output)) {
      const made = await pulumi("stack", "init");
      if (made.code !== 0 && !/already exists/.test(made.output)) return failureOf(made, url);
      ran = await up();
    }
    if (/the stack is currently locked by|\[409\] Conflict/.test(ran.output)) {
      // This run holds the platform's lease: a lock in the state was left by a run that died.
      options.report("clearing the lock of a publish that died");
      await pulumi("cancel", "--yes");
      ran = await up();
    }
    if (damaged.test(ran.output)) {
      const why = `the engine's state is damaged (${reason(ran.output, url)})`;
      if (options.stateUrl !== null) return { why, fix: deleteIt(stack) };
      options.report(`${why}: it is made anew, for it holds nothing that is not known`);
      rmSync(state, { recursive: true, force: true });
      mkdirSync(state, { recursive: true });
      const made = await pulumi("stack", "init");
      if (made.code !== 0) return failureOf(made, url);
      ran = await up();
    }
    return ran.code === 0 ? null : failureOf(ran, url);
  } finally {
    host.stop();
    provider.stop();
    rmSync(project, { recursive: true, force: true });
  }
}

/** Bodies first; the release depends on all of them. */
function programOf(plan: Plan, { author, approval }: PublishOptions): EngineProgram {
  const bodies = [...plan.bodies].map(
    ([digest, { kind, id }]): ResourceInputs => ({
      type: types[kind],
      name: `${kind}-${id}-${digest.slice(0, 12)}`,
      inputs: { name: id, digest },
    }),
  );
  return {
    first: bodies.sort((a, b) => (a.name < b.name ? -1 : 1)),
    last: {
      type: "parley:index:Release",
      name: "release",
      inputs: {
        content: canonicalJson(plan.release),
        // Releases count from 1: 0 stands for none.
        expects: plan.base ?? 0,
        ...(plan.commit !== null && { commit: plan.commit }),
        ...(author !== null && { author }),
        effect: plan.effect,
        approvers: [...(approval?.approvers ?? [])],
        summary: [...summaryOf(plan)],
      },
    },
  };
}

interface Ran {
  readonly code: number;
  readonly output: string;
}

/** The engine's CLI. It ends with this process, as one that waits for nobody. */
function run(
  engine: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<Ran> {
  const child = spawn(engine, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const end = () => child.kill();
  process.once("exit", end);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      process.off("exit", end);
      resolve({ code: code ?? 1, output });
    });
  });
}

/** An operator's own place is the operator's to tidy. */
function deleteIt(stack: string): string {
  return `delete the stack "${stack}" of the project "parley" where the state is (it holds digests only, and losing it loses nothing), and publish again`;
}

function failureOf({ output }: Ran, stateUrl: string): EngineFailure {
  return { why: reason(output, stateUrl), fix: "publish again" };
}

/** What the engine says is long: the one line with the error is enough. It may quote where the state is. */
function reason(output: string, stateUrl: string): string {
  const lines = output
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => /error:/i.test(line) && !/update failed/i.test(line));
  const line = (lines[0] ?? output.trim().split("\n")[0] ?? "the engine failed").replace(/^.*error:\s*/i, "");
  return withoutAddress(line, stateUrl).slice(0, 500);
}
