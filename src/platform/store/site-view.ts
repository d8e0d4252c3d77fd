/** What one of several sites sees of a platform: its own part of what is live, and what others have beside it. */

import type { Pool, PoolClient } from "pg";
import { digestOf } from "#content/body.ts";
import { digestsOf } from "#plan/live.ts";
import { othersOf, partOf } from "#plan/sites.ts";
import { namesOf } from "#platform/store/bodies.ts";
import { newestCommit, releases, releasesOf, type StoredRelease } from "#platform/store/releases.ts";
import type { OtherSiteRecord, ReleaseRecord } from "#wire/admin.ts";

/** A site's part of a release; of an earlier one, what is not another site's in the one that is `live`. */
export function viewOf(release: StoredRelease, site: string | null, live: StoredRelease | null): ReleaseRecord {
  const { sites, ...record } = release;
  if (site === null) return record;
  const content = partOf(release, site, live ?? release) as ReleaseRecord["content"];
  const { commit } = sites[site] ?? record;
  return { ...record, content, commit, digest: digestOf(content) };
}

export interface SiteView {
  /** The site's part of what is live, as the release that it made last; null: it has nothing there. */
  readonly release: ReleaseRecord | null;
  readonly newestCommit: string | null;
  readonly others: readonly OtherSiteRecord[];
}

/** Null: everything, as one. */
export async function liveView(pool: Pool | PoolClient, site: string | null): Promise<SiteView> {
  const [[live = null], commit] = await Promise.all([releases(pool, 1), newestCommit(pool, site)]);
  if (!live) return { release: null, newestCommit: commit, others: [] };
  const [release, others] = await Promise.all([partOfLive(pool, site, live), othersIn(pool, site, live)]);
  return { release, newestCommit: commit, others };
}

/** A site's part of what is live, as the release that it made last; null: it has nothing there. */
export async function partOfLive(
  pool: Pool | PoolClient,
  site: string | null,
  live: StoredRelease,
): Promise<ReleaseRecord | null> {
  if (site === null || live.site === site) return viewOf(live, site, live);
  const { content, sites } = live;
  if (Object.keys(partOf(live, site)).length === 0) return null;
  const [last = live] = await releasesOf(pool, site, 1);
  return viewOf({ ...last, content, sites }, site, live);
}

export async function othersIn(
  pool: Pool | PoolClient,
  site: string | null,
  live: StoredRelease,
): Promise<readonly OtherSiteRecord[]> {
  const mine = partOf(live, site);
  const theirs = Object.entries(live.content).filter(([id]) => !Object.hasOwn(mine, id));
  if (theirs.length === 0) return [];
  const names = await namesOf(pool, digestsOf(Object.fromEntries(theirs)));
  return othersOf(live, site, new Map(Object.entries(names))) as readonly OtherSiteRecord[];
}
