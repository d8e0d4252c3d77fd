/** One run of the Pulumi engine: registers the bodies and the release, and lets the engine do the rest. */

import { mkdirSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { pathToFileURL } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import * as automation from "@pulumi/pulumi/automation/index.js";
import { canonicalJson } from "#content/body.ts";
import type { Driver } from "#drivers/driver.ts";
import type { Plan } from "#plan/plan.ts";
import { summaryOf } from "#plan/summary.ts";
import { serveProvider } from "#provider/service.ts";
import type { PublishOptions } from "#publish/publish.ts";

const types = {
  brand: "parley:index:Brand",
  channel: "parley:index:Channel",
  assistant: "parley:index:Assistant",
} as const;

/** Null: done. Else why not, in one line. */
export async function runEngine(
  engine: string,
  plan: Plan,
  driver: Driver,
  options: PublishOptions,
): Promise<string | null> {
  const provider = await serveProvider(() => driver);
  const home = join(options.folder, "engine");
  const state = join(options.folder, "state");
  for (const folder of [home, state]) mkdirSync(folder, { recursive: true });
  try {
    const stack = await automation.LocalWorkspace.createOrSelectStack(
      {
        projectName: "parley",
        stackName: `${plan.site}-${plan.environment}`,
        program: async () => register(plan, options),
      },
      {
        pulumiHome: home,
        pulumiCommand: await automation.PulumiCommand.get({ ...engineRoot(engine), skipVersionCheck: true }),
        projectSettings: {
          name: "parley",
          runtime: "nodejs",
          backend: { url: options.stateUrl ?? pathToFileURL(state).href },
        },
        envVars: {
          PULUMI_DEBUG_PROVIDERS: `parley:${provider.port}`,
          PULUMI_SKIP_UPDATE_CHECK: "true",
          // The provider is attached: nobody asks GitHub for one of this name, which takes a second and may find one.
          PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
          PULUMI_EXPERIMENTAL: "true",
          PULUMI_SKIP_CHECKPOINTS: "true",
          PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
          // The state holds digests only; a passphrase of the operator's own is taken where it is set.
          PULUMI_CONFIG_PASSPHRASE: process.env.PULUMI_CONFIG_PASSPHRASE ?? "",
        },
      },
    );
    // Each is a CLI run of its own, and the platform itself says what is live.
    stack.outputs = async () => ({});
    stack.info = async () => undefined;
    try {
      await up(stack, options);
    } catch (error) {
      if (!(error instanceof automation.ConcurrentUpdateError)) throw error;
      // This run holds the platform's lease: a lock in the state was left by a run that died.
      options.report("clearing the lock of a publish that died");
      await stack.cancel();
      await up(stack, options);
    }
    return null;
  } catch (error) {
    return reason(error);
  } finally {
    provider.stop();
  }
}

async function up(stack: automation.Stack, { report }: PublishOptions): Promise<void> {
  await stack.up({
    suppressProgress: true,
    onEvent: ({ resOutputsEvent }) => {
      const type = resOutputsEvent?.metadata.type ?? "";
      if (type === "parley:index:Release") report("the release is made");
    },
  });
}

/** The Automation API takes the folder above `bin`; an engine on PATH has none. */
function engineRoot(engine: string): { readonly root?: string } {
  return isAbsolute(engine) ? { root: dirname(dirname(engine)) } : {};
}

class Body extends pulumi.CustomResource {}

/** Bodies first; the release depends on all of them. */
function register(plan: Plan, options: PublishOptions): void {
  const { author } = options;
  const bodies = [...plan.bodies]
    .map(([digest, { kind, id }]) => ({ digest, kind, id, resource: `${kind}-${id}-${digest.slice(0, 12)}` }))
    .sort((a, b) => (a.resource < b.resource ? -1 : 1))
    .map(({ digest, kind, id, resource }) => new Body(types[kind], resource, { name: id, digest }));
  new Body(
    "parley:index:Release",
    "release",
    {
      content: canonicalJson(plan.release),
      // Releases count from 1: 0 stands for none.
      expects: plan.base ?? 0,
      ...(plan.commit !== null && { commit: plan.commit }),
      ...(author !== null && { author }),
      effect: plan.effect,
      approvers: [...(options.approval?.approvers ?? [])],
      summary: [...summaryOf(plan)],
    },
    { dependsOn: bodies },
  );
}

/** What the engine says is long: the one line with the error is enough. */
function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => /error:/i.test(line) && !/update failed/i.test(line));
  return (lines[0] ?? text.split("\n")[0] ?? "the engine failed").replace(/^.*error:\s*/i, "").slice(0, 500);
}
