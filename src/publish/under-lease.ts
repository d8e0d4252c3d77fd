/** What a publish does once it has the platform's lease, and what it says of how that ended: what was done, and what was not. */

import { digestOf } from "#content/body.ts";
import { type Driver, type Lease, Moved, Refused, Unreachable } from "#drivers/driver.ts";
import type { Live, Release } from "#plan/live.ts";
import { isEmpty, type Plan } from "#plan/plan.ts";
import { type Journal, stateText } from "#publish/journal.ts";
import type { Outcome, PublishOptions } from "#publish/publish.ts";
import { movedMeanwhile, refusalOf } from "#publish/refusal.ts";
import { upload } from "#publish/upload.ts";

/** The status of what the platform refuses for what it holds; else it is the token's, or the request's. */
const conflict = 409;

export interface Leased {
  readonly engine: string;
  readonly lease: Lease;
  readonly driver: Driver;
  readonly options: PublishOptions;
  readonly journal: Journal;
}

export async function underLease(leased: Leased, shown: Plan): Promise<Outcome> {
  const { engine, driver, options, journal } = leased;
  const asked: Asked = { refusal: null };
  try {
    const live = await driver.liveRelease();
    const plan = (live?.number ?? null) === shown.base ? shown : await plannedAnew(shown, driver, options);
    if ("kind" in plan) return plan;
    await upload(plan, driver, options.report, journal.uploads);
    journal.note("bodies uploaded");
    const { runEngine } = await import("#publish/run-engine.ts");
    const failure = await runEngine(engine, plan, forEngine(leased, plan, live, asked), options);
    if (failure === null) journal.note("engine run");
    return await outcomeOf(leased, plan, await driver.readLive(plan.bodies), asked, failure);
  } catch (error) {
    if (error instanceof Moved || (error instanceof Refused && error.status === conflict)) return refused(error);
    if (error instanceof Refused) return failed(error.message, "see the token, and what it may do", journal);
    if (error instanceof Unreachable) {
      return failed(error.message, "once it answers, publish again: that goes on where this one stopped", journal);
    }
    throw error;
  }
}

async function outcomeOf(
  { options, journal }: Leased,
  plan: Plan,
  after: Live,
  { refusal }: Asked,
  failure: { readonly why: string; readonly fix: string } | null,
): Promise<Outcome> {
  const made = journal.done().release;
  const isLive = after.release?.digest === digestOf(plan.release);
  // What another one made is not this one's, also where it is the same: this one may have slept meanwhile.
  if (after.release && isLive && made !== "not made") {
    journal.released(after.release.number);
    journal.note("release live");
    return isEmpty(options.planAgain(after))
      ? { kind: "published", release: after.release, journal: journal.done().journal }
      : failed("the release is live, but the next plan is not empty", "see parley plan", journal);
  }
  if (isEmpty(options.planAgain(after))) return madeByAnother(after);
  if (typeof made === "number") {
    const why = `release ${made} was made, and release ${after.release?.number ?? "none"} has replaced it since`;
    return failed(why, "see parley history and parley plan", journal);
  }
  if (refusal) return refused(refusal);
  if (made === "unknown" && (after.release?.number ?? null) === plan.base) journal.released("not made");
  const { why, fix } = failure ?? { why: "the engine ended, but the release is not live", fix: "publish again" };
  return failed(why, fix, journal);
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

/** How the platform answered when it was asked for the release. */
interface Asked {
  refusal: Moved | Refused | null;
}

/**
 * The driver for the engine: what this run has just read and uploaded under its lease, it does not ask for again. The lease
 * is this run's, and so are the yes and the look at the files.
 */
function forEngine(
  { driver, lease, options, journal }: Leased,
  plan: Plan,
  live: Release | null,
  asked: Asked,
): Driver {
  return {
    ...driver,
    liveRelease: async () => live,
    missing: async () => [],
    acquireLease: async () => ({ ...lease, renew: async () => undefined, release: async () => undefined }),
    async release(request) {
      journal.released("unknown");
      try {
        const made = await driver.release({
          ...request,
          lease: lease.id,
          looked: true,
          ...(options.approval && { approved: plan.effect }),
        });
        journal.released(made.number);
        options.report("the release is made");
        return made;
      } catch (error) {
        if (error instanceof Moved || error instanceof Refused) journal.released("not made");
        if (error instanceof Moved || (error instanceof Refused && error.status === conflict)) asked.refusal = error;
        throw error;
      }
    },
  };
}

/** What the platform does not take. */
function refused(error: Moved | Refused): Outcome {
  if (error instanceof Moved) {
    const fix = "look at a new plan, and publish that";
    return { kind: "refused", check: "moved-since-approval", why: error.message, fix };
  }
  if (error.code === "lost") {
    const fix = "see parley history: another publish may have begun since; then publish again";
    return { kind: "refused", check: "lease-lost", why: error.message, fix };
  }
  return { kind: "refused", check: error.code, why: error.message, fix: "see parley plan: something moved meanwhile" };
}

function failed(why: string, fix: string, journal: Journal): Outcome {
  const done = journal.done();
  return { kind: "failed", why, fix: `${stateText(done.release)}; ${fix}`, ...done };
}
