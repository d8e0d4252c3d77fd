/** Releases: for every channel, the bodies it runs. The newest is live; each is made in one transaction. */

import type { Pool, PoolClient } from "pg";
import { type Digest, digestOf } from "#content/body.ts";
import { stillHeld } from "#plan/holds.ts";
import type { Hold } from "#plan/live.ts";
import type { HoldRecord, ReleaseRecord, ReleaseRequestRecord } from "#wire/admin.ts";

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
}

function recordOf(row: ReleaseRow): ReleaseRecord {
  const { number, digest, content, author, effect, kind, approvers, summary } = row;
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
  };
}

/** The newest first; the first is live. */
export async function releases(pool: Pool | PoolClient, limit: number): Promise<readonly ReleaseRecord[]> {
  const { rows } = await pool.query<ReleaseRow>("select * from releases order by number desc limit $1", [limit]);
  return rows.map(recordOf);
}

/** The commit of the newest publish that had one, also where a rollback took it away since. */
export async function newestCommit(pool: Pool | PoolClient): Promise<string | null> {
  const { rows } = await pool.query<{ commit_id: string }>(
    "select commit_id from releases where kind = 'publish' and commit_id is not null order by number desc limit 1",
  );
  return rows[0]?.commit_id ?? null;
}

/** The one of this number. */
export async function releaseOf(client: PoolClient, number: number): Promise<ReleaseRecord | null> {
  const { rows } = await client.query<ReleaseRow>("select * from releases where number = $1", [number]);
  return rows[0] ? recordOf(rows[0]) : null;
}

/** The one that was made under this name. */
export async function releaseAskedFor(client: PoolClient, request: string): Promise<ReleaseRecord | null> {
  const { rows } = await client.query<ReleaseRow>("select * from releases where request = $1", [request]);
  return rows[0] ? recordOf(rows[0]) : null;
}

export type WriteAnswer =
  | { readonly kind: "made"; readonly release: ReleaseRecord }
  | { readonly kind: "missing"; readonly digests: readonly Digest[] };

export type ReleaseAnswer =
  | WriteAnswer
  | { readonly kind: "same"; readonly release: ReleaseRecord }
  | { readonly kind: "moved"; readonly live: number | null };

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

/** The same content again changes nothing. */
export function makeRelease(pool: Pool, request: ReleaseRequestRecord): Promise<ReleaseAnswer> {
  return inTurn(pool, async (client) => {
    const [live = null] = await releases(client, 1);
    if (live?.digest === digestOf(request.content)) return { kind: "same", release: live };
    const number = live?.number ?? null;
    if (number !== request.expects) return { kind: "moved", live: number };
    return writeRelease(client, live, { ...request, kind: "publish" });
  });
}

export interface NewRelease extends Omit<ReleaseRequestRecord, "expects"> {
  readonly kind: ReleaseRecord["kind"];
  /** Of a rollback: the name by which it may be asked for again. */
  readonly request?: string;
}

/** In place of `live`, within a transaction that looked which one that is. */
export async function writeRelease(
  client: PoolClient,
  live: ReleaseRecord | null,
  made: NewRelease,
): Promise<WriteAnswer> {
  const { content, commit, author, effect, kind, approvers, summary, request = null } = made;
  const digests = await missingFrom(client, content);
  if (digests.length > 0) return { kind: "missing", digests };
  const number = (live?.number ?? 0) + 1;
  const { rows } = await client.query<ReleaseRow>(
    `insert into releases (number, digest, content, commit_id, author, effect, kind, approvers, summary, request)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning *`,
    [
      ...[number, digestOf(content), JSON.stringify(content), commit, author, effect, kind],
      ...[JSON.stringify(approvers), JSON.stringify(summary), request],
    ],
  );
  await keepHolds(client, stillHeld(await holds(client), content));
  return { kind: "made", release: recordOf(rows[0] as ReleaseRow) };
}

export async function holds(pool: Pool | PoolClient): Promise<readonly HoldRecord[]> {
  const { rows } = await pool.query<HoldRecord>(
    "select digest, kind, id, release, who, channels from holds order by kind, id",
  );
  return rows;
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
export async function missingFrom(client: PoolClient, content: ReleaseRecord["content"]): Promise<readonly Digest[]> {
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
