/** Releases: for every channel, the bodies it runs. The newest is live; each is made in one transaction. */

import type { Pool, PoolClient } from "pg";
import { type Digest, digestOf } from "#content/body.ts";
import { stillHeld } from "#plan/holds.ts";
import type { Hold } from "#plan/live.ts";
import type { Owned, Sites } from "#plan/sites.ts";
import type { HoldRecord, ReleaseRecord, ReleaseRequestRecord } from "#wire/admin.ts";

/** A release as it is kept: with what of it is whose. */
export interface StoredRelease extends ReleaseRecord {
  readonly site: string | null;
  readonly sites: Sites;
}

interface ReleaseRow {
  readonly number: number;
  readonly digest: string;
  readonly content: ReleaseRecord["content"];
  readonly commit_id: string | null;
  readonly author: string | null;
  readonly effect: string;
  readonly kind: ReleaseRecord["kind"];
  readonly approvers: readonly string[];
  readonly summary: readonly string[];
  readonly published_at: Date;
  readonly site: string | null;
  readonly sites: Sites | null;
}

/** A platform of a version that knew no sites left each its own: what was theirs before still is. */
const rows = `select number, digest, content, commit_id, author, effect, kind, approvers, summary, published_at, site,
  coalesce(sites, (select earlier.sites from releases earlier
    where earlier.sites is not null and earlier.number < releases.number order by earlier.number desc limit 1)) as sites
  from releases`;

function recordOf(row: ReleaseRow): StoredRelease {
  const { number, digest, content, author, effect, kind, approvers, summary, site, sites } = row;
  return {
    number,
    digest,
    content,
    commit: row.commit_id,
    author,
    effect,
    kind,
    approvers: [...approvers],
    summary: [...summary],
    publishedAt: row.published_at.toISOString(),
    site,
    sites: sites ?? {},
  };
}

/** The newest first; the first is live. */
export async function releases(pool: Pool | PoolClient, limit: number): Promise<readonly StoredRelease[]> {
  const found = await pool.query<ReleaseRow>(`${rows} order by number desc limit $1`, [limit]);
  return found.rows.map(recordOf);
}

/** Those that a site made, or nobody that is known, the newest first; of those before `number`. */
export async function releasesOf(
  pool: Pool | PoolClient,
  site: string,
  limit: number,
  number: number | null = null,
): Promise<readonly StoredRelease[]> {
  const found = await pool.query<ReleaseRow>(
    `${rows} where (site = $1 or site is null) and ($3::integer is null or number < $3) order by number desc limit $2`,
    [site, limit, number],
  );
  return found.rows.map(recordOf);
}

/** The commit of the newest publish that had one, also where a rollback took it away since; of a site's, where one is named. */
export async function newestCommit(pool: Pool | PoolClient, site: string | null): Promise<string | null> {
  const found = await pool.query<{ commit_id: string }>(
    `select commit_id from releases where kind = 'publish' and commit_id is not null
       and ($1::text is null or site is null or site = $1) order by number desc limit 1`,
    [site],
  );
  return found.rows[0]?.commit_id ?? null;
}

/** Whether a site published this very commit once. */
export async function wasPublished(client: PoolClient, commit: string, site: string | null): Promise<boolean> {
  const found = await client.query(
    `select from releases where kind = 'publish' and commit_id = $1
       and ($2::text is null or site is null or site = $2) limit 1`,
    [commit, site],
  );
  return found.rowCount === 1;
}

/** The one of this number. */
export async function releaseOf(client: PoolClient, number: number): Promise<StoredRelease | null> {
  const found = await client.query<ReleaseRow>(`${rows} where number = $1`, [number]);
  return found.rows[0] ? recordOf(found.rows[0]) : null;
}

/** The one that was made under this name. */
export async function releaseAskedFor(client: PoolClient, request: string): Promise<StoredRelease | null> {
  const found = await client.query<ReleaseRow>(`${rows} where request = $1`, [request]);
  return found.rows[0] ? recordOf(found.rows[0]) : null;
}

export type WriteAnswer =
  | { readonly kind: "made"; readonly release: StoredRelease }
  | { readonly kind: "missing"; readonly digests: readonly Digest[] };

const lockNumber = 7303015;

/** One transaction, and one at a time: what customers meet changes whole, or not at all. */
export async function inTurn<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let isBroken = true;
  try {
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock($1)", [lockNumber]);
    const answer = await work(client);
    await client.query("commit");
    isBroken = false;
    return answer;
  } finally {
    client.release(isBroken);
  }
}

export interface NewRelease
  extends Pick<ReleaseRequestRecord, "commit" | "author" | "effect" | "approvers" | "summary">,
    Owned {
  readonly kind: ReleaseRecord["kind"];
  /** Who makes it. */
  readonly site: string | null;
  /** Of a rollback: the name by which it may be asked for again. */
  readonly request?: string;
}

/** In place of `live`, within a transaction that looked which one that is. */
export async function writeRelease(
  client: PoolClient,
  live: ReleaseRecord | null,
  made: NewRelease,
): Promise<WriteAnswer> {
  const { content, commit, author, effect, kind, approvers, summary, site, sites, request = null } = made;
  const digests = await missingFrom(client, content);
  if (digests.length > 0) return { kind: "missing", digests };
  const number = (live?.number ?? 0) + 1;
  await client.query(
    `insert into releases (number, digest, content, commit_id, author, effect, kind, approvers, summary, request, site, sites)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      ...[number, digestOf(content), JSON.stringify(content), commit, author, effect, kind],
      ...[JSON.stringify(approvers), JSON.stringify(summary), request, site],
      Object.keys(sites).length === 0 ? null : JSON.stringify(sites),
    ],
  );
  await keepHolds(client, stillHeld(await holds(client), content));
  return { kind: "made", release: (await releaseOf(client, number)) as StoredRelease };
}

/** What is held; of a site: by its own rollbacks, and by those of nobody that is known. */
export async function holds(pool: Pool | PoolClient, site: string | null = null): Promise<readonly HoldRecord[]> {
  const found = await pool.query<HoldRecord>(
    `select digest, kind, id, release, who, channels from holds
       where $1::text is null
         or exists (select from releases where number = holds.release and (site is null or site = $1))
       order by kind, id`,
    [site],
  );
  return found.rows;
}

/** These and no others. */
export async function keepHolds(client: PoolClient, held: readonly Hold[]): Promise<void> {
  await client.query("delete from holds");
  await client.query(
    `insert into holds (digest, kind, id, release, who, channels)
     select digest, kind, id, release, who, channels
     from json_to_recordset($1) as held(digest text, kind text, id text, release integer, who text, channels json)`,
    [JSON.stringify(held)],
  );
}

interface Wanted {
  readonly digest: Digest;
  readonly kind: string;
  /** Where it must be this very thing's body. */
  readonly id?: string;
}

/** What the content names and the platform does not hold, or holds as something else; brands' files included. */
export async function missingFrom(client: PoolClient, content: Owned["content"]): Promise<readonly Digest[]> {
  const wanted: Wanted[] = [];
  for (const [id, entry] of Object.entries(content)) {
    wanted.push({ digest: entry.channel, kind: "channel", id }, { digest: entry.brand, kind: "brand" });
    for (const { assistant, brand } of entry.targets) {
      wanted.push({ digest: assistant, kind: "assistant" }, { digest: brand, kind: "brand" });
    }
  }
  const digests = [...new Set(wanted.map(({ digest }) => digest))];
  const held = await client.query<{ digest: string; kind: string; id: string }>(
    "select digest, kind, id from bodies where digest = any($1)",
    [digests],
  );
  const bodies = new Map(held.rows.map((row) => [row.digest, row]));
  const wrong = wanted.filter(({ digest, kind, id }) => {
    const body = bodies.get(digest);
    return body?.kind !== kind || (id !== undefined && body.id !== id);
  });
  const lost = await client.query<{ digest: string }>(
    `select distinct file.value as digest
     from bodies, json_each_text(bodies.body -> 'assets') as file
     where bodies.digest = any($1) and bodies.kind = 'brand'
       and not exists (select from assets where assets.digest = file.value)`,
    [digests],
  );
  return [...new Set([...wrong, ...lost.rows].map(({ digest }) => digest))];
}
