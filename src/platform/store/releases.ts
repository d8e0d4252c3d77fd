/** Bodies, releases and the publish lease in the database. */

import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { type Body, type Digest, digestOf } from "#content/body.ts";
import type { ReleaseRecord, ReleaseRequestRecord } from "#wire/admin.ts";

/** A dead publisher's lease is over after this long. */
export const leaseSeconds = 15;

interface ReleaseRow {
  readonly number: number;
  readonly digest: string;
  readonly content: ReleaseRecord["content"];
  readonly commit_id: string | null;
  readonly author: string | null;
  readonly effect: string;
  readonly published_at: Date;
}

function recordOf(row: ReleaseRow): ReleaseRecord {
  const { number, digest, content, author, effect } = row;
  return {
    number,
    digest,
    content,
    author,
    effect,
    commit: row.commit_id,
    publishedAt: row.published_at.toISOString(),
  };
}

/** The newest first; the first is live. */
export async function releases(pool: Pool, limit: number): Promise<readonly ReleaseRecord[]> {
  const { rows } = await pool.query<ReleaseRow>("select * from releases order by number desc limit $1", [limit]);
  return rows.map(recordOf);
}

export async function bodiesOf(pool: Pool, digests: readonly Digest[]): Promise<ReadonlyMap<Digest, Body>> {
  const { rows } = await pool.query<{ digest: string; body: Body }>(
    "select digest, body from bodies where digest = any($1)",
    [digests],
  );
  return new Map(rows.map(({ digest, body }) => [digest, body]));
}

/** The digests that are neither bodies nor assets here. */
export async function missingOf(pool: Pool, digests: readonly Digest[]): Promise<readonly Digest[]> {
  const { rows } = await pool.query<{ digest: string }>(
    "select d as digest from unnest($1::text[]) d where not exists (select from bodies where digest = d) and not exists (select from assets where digest = d)",
    [digests],
  );
  return rows.map(({ digest }) => digest);
}

/** Keeps bodies; answers the digest of one that is not what it is called, and then keeps none. */
export async function keepBodies(pool: Pool, bodies: Readonly<Record<Digest, Body>>): Promise<Digest | null> {
  const wrong = Object.entries(bodies).find(([digest, body]) => digestOf(body) !== digest);
  if (wrong) return wrong[0];
  const entries = Object.entries(bodies);
  await pool.query(
    "insert into bodies (digest, kind, id, body) select * from unnest($1::text[], $2::text[], $3::text[], $4::jsonb[]) on conflict do nothing",
    [
      entries.map(([digest]) => digest),
      entries.map(([, { kind }]) => kind),
      entries.map(([, { id }]) => id),
      entries.map(([, body]) => JSON.stringify(body)),
    ],
  );
  return null;
}

export async function keepAsset(pool: Pool, digest: Digest, bytes: Uint8Array): Promise<void> {
  await pool.query("insert into assets (digest, bytes) values ($1, $2) on conflict do nothing", [
    digest,
    Buffer.from(bytes),
  ]);
}

export async function assetOf(pool: Pool, digest: Digest): Promise<Buffer | null> {
  const { rows } = await pool.query<{ bytes: Buffer }>("select bytes from assets where digest = $1", [digest]);
  return rows[0]?.bytes ?? null;
}

export type ReleaseAnswer =
  | { readonly kind: "made" | "same"; readonly release: ReleaseRecord }
  | { readonly kind: "moved"; readonly live: number | null }
  | { readonly kind: "missing"; readonly digests: readonly Digest[] };

/** One transaction: what customers meet changes whole, or not at all. */
export async function makeRelease(pool: Pool, request: ReleaseRequestRecord): Promise<ReleaseAnswer> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock(7303015)");
    const { rows } = await client.query<ReleaseRow>("select * from releases order by number desc limit 1");
    const live = rows[0];
    const digest = digestOf(request.content);
    if (live && live.digest === digest) return { kind: "same", release: recordOf(live) };
    if ((live?.number ?? null) !== request.expects) return { kind: "moved", live: live?.number ?? null };
    const wanted = new Map<string, string>();
    for (const entry of Object.values(request.content)) {
      wanted.set(entry.channel, "channel");
      wanted.set(entry.brand, "brand");
      for (const target of entry.targets) wanted.set(target.assistant, "assistant").set(target.brand, "brand");
    }
    const held = await client.query<{ digest: string; kind: string }>(
      "select digest, kind from bodies where digest = any($1)",
      [[...wanted.keys()]],
    );
    const kinds = new Map(held.rows.map((row) => [row.digest, row.kind]));
    const digests = [...wanted].filter(([name, kind]) => kinds.get(name) !== kind).map(([name]) => name);
    if (digests.length > 0) return { kind: "missing", digests };
    const made = await client.query<ReleaseRow>(
      "insert into releases (number, digest, content, commit_id, author, effect) values ($1, $2, $3, $4, $5, $6) returning *",
      [
        (live?.number ?? 0) + 1,
        digest,
        JSON.stringify(request.content),
        request.commit,
        request.author,
        request.effect,
      ],
    );
    await client.query("commit");
    return { kind: "made", release: recordOf(made.rows[0] as ReleaseRow) };
  } finally {
    await client.query("rollback").catch(() => undefined);
    client.release();
  }
}

export interface LeaseHeld {
  readonly who: string;
  readonly where: string;
  readonly since: string;
}

/** A lease's id, or who holds it. */
export async function takeLease(pool: Pool, who: string, where: string): Promise<string | LeaseHeld> {
  const id = randomUUID();
  const { rows } = await pool.query(
    `insert into lease (id, who, place, since, expires) values ($1, $2, $3, now(), now() + make_interval(secs => $4))
     on conflict (one) do update set id = excluded.id, who = excluded.who, place = excluded.place, since = now(), expires = excluded.expires
     where lease.expires < now() returning id`,
    [id, who, where, leaseSeconds],
  );
  if (rows.length > 0) return id;
  const held = await pool.query<{ who: string; place: string; since: Date }>("select who, place, since from lease");
  const row = held.rows[0];
  return row ? { who: row.who, where: row.place, since: row.since.toISOString() } : takeLease(pool, who, where);
}

/** False: the lease was lost. */
export async function renewLease(pool: Pool, id: string): Promise<boolean> {
  const { rowCount } = await pool.query("update lease set expires = now() + make_interval(secs => $2) where id = $1", [
    id,
    leaseSeconds,
  ]);
  return rowCount === 1;
}

export async function dropLease(pool: Pool, id: string): Promise<void> {
  await pool.query("delete from lease where id = $1", [id]);
}
