/** The live side and the last release that Git stands behind, read and compared. */

import { speaking, type Target } from "#cli/environment.ts";
import { Failure } from "#cli/failure.ts";
import { historyUntil } from "#cli/history-until.ts";
import type { ReadSite } from "#cli/site.ts";
import type { Body, Digest } from "#content/body.ts";
import { checked } from "#content/content.ts";
import { isWithin, type SortedDrift, sortDrift } from "#plan/accepted-drift.ts";
import { desiredOf } from "#plan/bodies.ts";
import { type DriftField, driftBetween, lastPublish, lastPublishOfGit } from "#plan/drift.ts";
import { digestsOf, type Live, type Release } from "#plan/live.ts";
import { moveBetween } from "#plan/move.ts";

export interface Drift {
  /** Null: nothing was ever published. */
  readonly live: Release | null;
  /** The last release that Git stands behind. */
  readonly base: Release | null;
  /** What differs, by whether `parley.yaml` lets it. */
  readonly sorted: SortedDrift;
  /** What both releases name. */
  readonly bodies: ReadonlyMap<Digest, Body>;
  /** How the files at hand stand to `base`; adopted: they say what is live, but for what is accepted. */
  readonly files: "the same" | "other" | "adopted" | "errors";
}

/** Reads both releases. Throws `Failure`. */
export async function readDrift(site: ReadSite, target: Target): Promise<Drift> {
  return speaking(target, async () => {
    const { driver, isLocal, environment } = target;
    const accepted = site.content.site.value?.drift?.accepted ?? [];
    const sort = (fields: readonly DriftField[]) => sortDrift(fields, accepted, { environment, today: site.today });
    const { release: live, bodies: liveBodies } = await driver.readLive();
    if (!live) return { live: null, base: null, sorted: sort([]), bodies: new Map(), files: "the same" };
    const isOfGit = ({ kind, commit }: Release) => kind === "publish" && (isLocal || commit !== null);
    const history = await historyUntil(driver, (releases) => releases.some(isOfGit));
    const base = isLocal ? lastPublish(history) : lastPublishOfGit(history);
    if (!base) {
      throw new Failure(
        `none of the last ${history.length} releases was published from files`,
        "publish what customers are to meet",
      );
    }
    const releases = history.filter(({ number }) => number >= base.number && number <= live.number).reverse();
    const wanted = new Set(releases.flatMap(({ content }) => digestsOf(content)));
    const bodies = new Map([...liveBodies, ...(await driver.bodies([...wanted]))]);
    // What the files say is no drift, whether it was published from them or adopted into them.
    if (base.number !== live.number && filesAgainst(live, bodies, site, target) === "the same") {
      return { live, base, sorted: sort([]), bodies, files: "adopted" };
    }
    const sorted = sort(driftBetween(releases, bodies));
    if (sorted.open.length > 0 && saysWhatIsLive(site, target, live, bodies, sorted)) {
      return { live, base, sorted: { ...sorted, open: [], over: [] }, bodies, files: "adopted" };
    }
    return { live, base, sorted, bodies, files: filesAgainst(base, bodies, site, target) };
  });
}

/** Whether the files say what is live, but for what may differ. */
function saysWhatIsLive(
  site: ReadSite,
  { environment }: Target,
  live: Release,
  bodies: ReadonlyMap<Digest, Body>,
  { accepted }: SortedDrift,
): boolean {
  const content = checked(site.content, site.findings);
  if (!content) return false;
  const desired = desiredOf(content, environment, { release: live, bodies, holds: [] });
  const files = { ...live, content: desired.release };
  const may = accepted.flatMap(({ fields }) => fields);
  return driftBetween([files, live], new Map([...bodies, ...desired.bodies])).every((field) =>
    may.some((place) => isWithin(field, place)),
  );
}

/** Whether a publish of the files would change a release. What is a draft keeps what is published, and differs in nothing. */
function filesAgainst(
  release: Release,
  bodies: ReadonlyMap<Digest, Body>,
  site: ReadSite,
  { environment }: Target,
): Drift["files"] {
  const content = checked(site.content, site.findings);
  if (!content) return "errors";
  const asLive: Live = { release, bodies, holds: [] };
  const desired = desiredOf(content, environment, asLive);
  const { changes } = moveBetween(
    { content: release.content, bodies },
    { content: desired.release, bodies: desired.bodies },
  );
  return changes.length === 0 ? "the same" : "other";
}
