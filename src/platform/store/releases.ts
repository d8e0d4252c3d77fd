/** Releases: for every channel, the bodies it runs. The newest is live; each is made in one transaction. */

import type { Pool, PoolClient } from "pg";
import { type Digest, digestOf } from "#content/body.ts";
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
export async function releases(pool: Pool, limit: number): Promise<readonly ReleaseRecord[]> {
  const { rows } = await pool.query<ReleaseRow>("select * from releases order by number desc limit $1", [limit]);
  return rows.map(recordOf);
}

export type ReleaseAnswer =
  | { readonly kind: "made" | "same"; readonly release: ReleaseRecord }
  | { readonly kind: "moved"; readonly live: number | null }
  | { readonly kind: "missing"; readonly digests: readonly Digest[] };

const lockNumber = 7303015;

/** One transaction: what customers meet changes whole, or not at all. The same content again changes nothing. */
export async function makeRelease(pool: Pool, request: ReleaseRequestRecord): Promise<ReleaseAnswer> {
  const client = await pool.connect();
  let isBroken = true;
  try {
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock($1)", [lockNumber]);
    const answer = await decide(client, request);
    await client.query("commit");
    isBroken = false;
    return answer;
  } finally {
    client.release(isBroken);
  }
}

async function decide(client: PoolClient, request: ReleaseRequestRecord): Promise<ReleaseAnswer> {
  const { rows } = await client.query<ReleaseRow>("select * from releases order by number desc limit 1");
  const live = rows[0];
  const digest = digestOf(request.content);
  if (live?.digest === digest) return { kind: "same", release: recordOf(live) };
  if ((live?.number ?? null) !== request.expects) return { kind: "moved", live: live?.number ?? null };
  const digests = await missingFrom(client, request.content);
  if (digests.length > 0) return { kind: "missing", digests };
  const { content, commit, author, effect, kind, approvers, summary } = request;
  const number = (live?.number ?? 0) + 1;
  const made = await client.query<ReleaseRow>(
    `insert into releases (number, digest, content, commit_id, author, effect, kind, approvers, summary)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning *`,
    [number, digest, JSON.stringify(content), commit, author, effect, kind, ...[approvers, summary].map(asJson)],
  );
  await settleHolds(client, live?.content ?? {}, request, number);
  return { kind: "made", release: recordOf(made.rows[0] as ReleaseRow) };
}

const asJson = (value: unknown): string => JSON.stringify(value);

/** A rollback holds what it takes away; what goes live again is held no longer. */
async function settleHolds(
  client: PoolClient,
  before: ReleaseRecord["content"],
  { content, kind, author, recall }: ReleaseRequestRecord,
  number: number,
): Promise<void> {
  const now = namedBy(content);
  await client.query("delete from holds where digest = any($1)", [[...now]]);
  if (kind !== "rollback") return;
  const undone = [...namedBy(before)].filter((digest) => !now.has(digest));
  await client.query(
    `insert into holds (digest, kind, id, release, who)
     select digest, kind, id, $2, $3 from bodies where digest = any($1)
     on conflict (digest) do update set release = excluded.release, who = excluded.who`,
    [undone, number, author ?? "somebody"],
  );
  if (!recall) return;
  // Another version: a process that keeps one of them in memory must read it again.
  await client.query(
    `update conversations set recalled = true, version = version + 1
     where status = 'assistant' and channel not like '~%' and revision ->> 'assistant' = any($1)`,
    [undone],
  );
}

function namedBy(content: ReleaseRecord["content"]): ReadonlySet<Digest> {
  return new Set(
    Object.values(content).flatMap(({ channel, brand, targets }) => [
      channel,
      brand,
      ...targets.flatMap((target) => [target.assistant, target.brand]),
    ]),
  );
}

export async function holds(pool: Pool): Promise<readonly HoldRecord[]> {
  const { rows } = await pool.query<HoldRecord>("select digest, kind, id, release, who from holds order by kind, id");
  return rows;
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
