/**
 * Publishing: everything `plan` does, and then the last call. Bodies are uploaded first and seen by nobody; the engine
 * then makes one release, in one transaction on the platform. Killed at any instant, the old release or the new one is
 * live, and the next run finishes.
 */

import { digestOf } from "#content/body.ts";
import { type Driver, Held, type Holder, type LeaseEnd, Moved, Refused } from "#drivers/driver.ts";
import type { Live, Release } from "#plan/live.ts";
import { isEmpty, type Plan } from "#plan/plan.ts";
import { type Journal, type JournalEntry, openJournal } from "#publish/journal.ts";
import { type Conditions, movedMeanwhile, type Refusal, refusalOf } from "#publish/refusal.ts";
import { secretsMissing, unsetSecrets } from "#publish/unset-secrets.ts";

export interface PublishOptions extends Conditions {
  readonly holder: Holder;
  readonly author: string | null;
  /** On a machine of one's own a call may fail; elsewhere a publish without its secrets is refused. */
  readonly secretsMayBeMissing: boolean;
  /** Where the engine keeps its state and its settings. */
  readonly folder: string;
  /** A Pulumi backend's address; null: a file below `folder`. */
  readonly stateUrl: string | null;
  ensureEngine(): Promise<string>;
  /** The plan of the same files against what is live by then: a publish leaves nothing to do. */
  planAgain(live: Live): Plan;
  report(line: string): void;
}

export type Outcome =
  /** `why`: the plan held something, and somebody else made it so. */
  | { readonly kind: "nothing"; readonly why?: string }
  | { readonly kind: "published"; readonly release: Release; readonly journal: readonly JournalEntry[] }
  /** Refused: what was live still is. */
  | Refusal
  | {
      readonly kind: "failed";
      readonly why: string;
      readonly fix: string;
      readonly journal: readonly JournalEntry[];
    };

const heartbeatMs = 5_000;
/** A second each: longer than a lease lasts that nobody renews. */
const leaseTries = 20;

/** Publishes a plan. An empty plan starts no engine. */
export async function publish(plan: Plan, driver: Driver, options: PublishOptions): Promise<Outcome> {
  if (isEmpty(plan)) return { kind: "nothing" };
  const refusal = await refusalOf(plan, options);
  if (refusal) return refusal;
  const names = await unsetSecrets(plan, driver);
  if (names !== null) {
    if (!options.secretsMayBeMissing) return secretsMissing(names, driver.address);
    options.report(`secrets that the platform lacks, so that calls with them fail: ${names}`);
  }
  const journal = openJournal();
  const engine = await options.ensureEngine();
  let lease: Awaited<ReturnType<Driver["acquireLease"]>>;
  try {
    lease = await waitForLease(plan, driver, options);
  } catch (error) {
    if (!(error instanceof Held)) throw error;
    return {
      kind: "refused",
      check: "lease-held",
      why: error.message,
      fix: "it is alive: wait until it is done, and publish again",
    };
  }
  journal.note("lease taken");
  const heartbeat = setInterval(() => void lease.renew().catch(() => undefined), heartbeatMs);
  let end: LeaseEnd = { outcome: "failed", release: null };
  try {
    const outcome = await underLease(engine, plan, driver, options, journal);
    end = endOf(outcome);
    return outcome;
  } finally {
    clearInterval(heartbeat);
    await lease.release(end).catch(() => undefined);
  }
}

async function underLease(
  engine: string,
  shown: Plan,
  driver: Driver,
  options: PublishOptions,
  journal: Journal,
): Promise<Outcome> {
  try {
    const live = await driver.liveRelease();
    const plan = (live?.number ?? null) === shown.base ? shown : await plannedAnew(shown, driver, options);
    if ("kind" in plan) return plan;
    await upload(plan, driver, options);
    journal.note("bodies uploaded");
    const { runEngine } = await import("#publish/run-engine.ts");
    const failure = await runEngine(engine, plan, knowing(driver, live), options);
    if (failure === null) journal.note("engine run");
    const after = await driver.readLive(plan.bodies);
    if (after.release?.digest === digestOf(plan.release)) {
      journal.note("release live");
      return isEmpty(options.planAgain(after))
        ? { kind: "published", release: after.release, journal: journal.entries }
        : leftSomething(journal);
    }
    if (isEmpty(options.planAgain(after))) return madeByAnother(after);
    if (failure?.why.includes("was expected to be live")) return moved(failure.why);
    const { why, fix } = failure ?? { why: "the engine ended, but the release is not live", fix: "publish again" };
    return failed(why, fix, journal);
  } catch (error) {
    if (error instanceof Moved) return moved(error.message);
    if (error instanceof Refused) return failed(error.message, "see the token, and what it may do", journal);
    throw error;
  }
}

/** The live side moved: what was shown is published nevertheless where it is the same still, and nothing else is. */
async function plannedAnew(shown: Plan, driver: Driver, options: PublishOptions): Promise<Plan | Outcome> {
  const live = await driver.readLive(shown.bodies);
  const plan = options.planAgain(live);
  if (isEmpty(plan)) return madeByAnother(live);
  const refusal = movedMeanwhile(shown, plan, options.onMoved) ?? (await refusalOf(plan, options));
  if (refusal) return refusal;
  options.report(
    `release ${live.release?.number ?? "none"} went live meanwhile: ${
      plan.effect === shown.effect ? "the plan is the same" : `what is left has the effect ${plan.effect.slice(0, 12)}`
    }`,
  );
  return plan;
}

function madeByAnother({ release }: Live): Outcome {
  return {
    kind: "nothing",
    why: `release ${release?.number ?? "none"}, which went live meanwhile, is what the files say`,
  };
}

/** The driver for the engine: what this run has just read and uploaded under its lease, it does not ask for again. */
function knowing(driver: Driver, live: Release | null): Driver {
  return { ...driver, liveRelease: async () => live, missing: async () => [] };
}

/** For the platform's history of publishes. */
function endOf(outcome: Outcome): LeaseEnd {
  switch (outcome.kind) {
    case "published":
      return { outcome: "published", release: outcome.release.number };
    case "nothing":
      return { outcome: "nothing to publish", release: null };
    case "refused":
      return { outcome: `refused: ${outcome.check}`, release: null };
    case "failed":
      return { outcome: `failed: ${outcome.why}`.slice(0, 500), release: null };
  }
}

/** A dead publisher's lease runs out while this waits; a live one's does not: then `Held` is thrown. */
async function waitForLease(
  { commit, effect }: Plan,
  driver: Driver,
  { holder, report }: PublishOptions,
): ReturnType<Driver["acquireLease"]> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await driver.acquireLease({ ...holder, commit, effect });
    } catch (error) {
      if (!(error instanceof Held) || tries >= leaseTries) throw error;
      if (tries === 0) report(`waiting: ${error.message}`);
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

function failed(why: string, fix: string, { entries }: Journal): Outcome {
  return { kind: "failed", why, fix: `what was live before still is; ${fix}`, journal: entries };
}

function leftSomething({ entries }: Journal): Outcome {
  const why = "the release is live, but the next plan is not empty";
  return { kind: "failed", why, fix: "see parley plan", journal: entries };
}

function moved(why: string): Outcome {
  return { kind: "refused", check: "moved-since-approval", why, fix: "look at a new plan, and publish that" };
}

/** Uploads what the platform lacks; nobody sees it. */
export async function upload(
  plan: Pick<Plan, "bodies" | "assets">,
  driver: Driver,
  { report }: Pick<PublishOptions, "report">,
): Promise<void> {
  const missing = new Set(await driver.missing([...plan.bodies.keys(), ...plan.assets.keys()]));
  const bodies = new Map([...plan.bodies].filter(([digest]) => missing.has(digest)));
  if (missing.size > 0) report(`uploading ${missing.size} of ${plan.bodies.size + plan.assets.size} bodies and assets`);
  await driver.uploadBodies(bodies);
  for (const [digest, bytes] of plan.assets) if (missing.has(digest)) await driver.uploadAsset(digest, bytes);
}
