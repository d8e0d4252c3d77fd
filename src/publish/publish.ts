/**
 * Publishing: everything `plan` does, and then the last call. Bodies are uploaded first and seen by nobody; the engine
 * then makes one release, in one transaction on the platform. Killed at any instant, the old release or the new one is
 * live, and the next run finishes.
 */

import { type Driver, Held, type Holder, type LeaseEnd } from "#drivers/driver.ts";
import type { Live, Release } from "#plan/live.ts";
import { isEmpty, type Plan } from "#plan/plan.ts";
import { type Done, type JournalEntry, openJournal } from "#publish/journal.ts";
import { type Conditions, type Refusal, refusalOf } from "#publish/refusal.ts";
import { underLease } from "#publish/under-lease.ts";
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
  | (Done & { readonly kind: "failed"; readonly why: string; readonly fix: string });

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
    const outcome = await underLease({ engine, lease, driver, options, journal }, plan);
    end = endOf(outcome);
    return outcome;
  } finally {
    clearInterval(heartbeat);
    await lease.release(end).catch(() => undefined);
  }
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
      return {
        outcome: `failed: ${outcome.why}`.slice(0, 500),
        release: typeof outcome.release === "number" ? outcome.release : null,
      };
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
