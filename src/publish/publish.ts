/**
 * Publishing: everything `plan` does, and then the last call. Bodies are uploaded first and seen by nobody; the engine
 * then makes one release, in one transaction on the platform. Killed at any instant, the old release or the new one is
 * live, and the next run finishes.
 */

import { digestOf } from "#content/body.ts";
import { type Driver, Held, type Holder, Moved, Refused } from "#drivers/driver.ts";
import type { Release } from "#plan/live.ts";
import { isEmpty, type Plan } from "#plan/plan.ts";

export interface PublishOptions {
  readonly holder: Holder;
  readonly author: string | null;
  /** Where the engine keeps its state and its settings. */
  readonly folder: string;
  /** A Pulumi backend's address; null: a file below `folder`. */
  readonly stateUrl: string | null;
  ensureEngine(): Promise<string>;
  /** Whether the live commit is an ancestor of the plan's; null: Git does not know. */
  isAncestor(older: string, newer: string): Promise<boolean | null>;
  report(line: string): void;
}

export type Outcome =
  | { readonly kind: "nothing" }
  | { readonly kind: "published"; readonly release: Release }
  /** Refused before anything changed. */
  | {
      readonly kind: "refused";
      readonly check: "moved-since-approval" | "not-a-descendant" | "lease-held";
      readonly why: string;
      readonly fix: string;
    }
  | { readonly kind: "failed"; readonly why: string; readonly fix: string };

const heartbeatMs = 5_000;
/** A second each: longer than a lease lasts that nobody renews. */
const leaseTries = 20;

/** Publishes a plan. An empty plan starts no engine. */
export async function publish(plan: Plan, driver: Driver, options: PublishOptions): Promise<Outcome> {
  if (isEmpty(plan)) return { kind: "nothing" };
  if (plan.baseCommit !== null && plan.commit !== null && plan.baseCommit !== plan.commit) {
    if ((await options.isAncestor(plan.baseCommit, plan.commit)) !== true) {
      return {
        kind: "refused",
        check: "not-a-descendant",
        why: `the live release was published from ${plan.baseCommit.slice(0, 12)}, which is no ancestor of ${plan.commit.slice(0, 12)}`,
        fix: "bring the branch up to date, or fetch the whole history, and publish again",
      };
    }
  }
  const engine = await options.ensureEngine();
  let lease: Awaited<ReturnType<Driver["acquireLease"]>>;
  try {
    lease = await waitForLease(driver, options);
  } catch (error) {
    if (!(error instanceof Held)) throw error;
    return {
      kind: "refused",
      check: "lease-held",
      why: error.message,
      fix: "it is alive: wait until it is done, and publish again",
    };
  }
  const heartbeat = setInterval(() => void lease.renew().catch(() => undefined), heartbeatMs);
  try {
    const live = await driver.readLive();
    if ((live.release?.number ?? null) !== plan.base) {
      return moved(
        `release ${live.release?.number ?? "none"} is live, but the plan was made against ${plan.base ?? "none"}`,
      );
    }
    await upload(plan, driver, options);
    const { runEngine } = await import("#publish/run-engine.ts");
    const failure = await runEngine(engine, plan, driver, options);
    const after = await driver.readLive();
    if (after.release?.digest === digestOf(plan.release)) return { kind: "published", release: after.release };
    if (failure?.includes("was expected to be live")) return moved(failure);
    return {
      kind: "failed",
      why: failure ?? "the engine ended, but the release is not live",
      fix: "what was live before still is; publish again",
    };
  } catch (error) {
    if (error instanceof Moved) return moved(error.message);
    if (error instanceof Refused) return { kind: "failed", why: error.message, fix: "what was live before still is" };
    throw error;
  } finally {
    clearInterval(heartbeat);
    await lease.release().catch(() => undefined);
  }
}

/** A dead publisher's lease runs out while this waits; a live one's does not: then `Held` is thrown. */
async function waitForLease(driver: Driver, { holder, report }: PublishOptions): ReturnType<Driver["acquireLease"]> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await driver.acquireLease(holder);
    } catch (error) {
      if (!(error instanceof Held) || tries >= leaseTries) throw error;
      if (tries === 0) report(`waiting: ${error.message}`);
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

function moved(why: string): Outcome {
  return { kind: "refused", check: "moved-since-approval", why, fix: "look at a new plan, and publish that" };
}

async function upload(plan: Plan, driver: Driver, { report }: PublishOptions): Promise<void> {
  const missing = new Set(await driver.missing([...plan.bodies.keys(), ...plan.assets.keys()]));
  const bodies = new Map([...plan.bodies].filter(([digest]) => missing.has(digest)));
  if (missing.size > 0) report(`uploading ${missing.size} of ${plan.bodies.size + plan.assets.size} bodies and assets`);
  await driver.uploadBodies(bodies);
  for (const [digest, bytes] of plan.assets) if (missing.has(digest)) await driver.uploadAsset(digest, bytes);
}
