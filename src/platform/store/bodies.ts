/** Bodies and assets: immutable, named by their digests, seen by nobody until a release names them. */

import type { Pool, PoolClient } from "pg";
import { type Body, type Digest, digestOf, digestOfBytes } from "#content/body.ts";

/** The bodies as one JSON object by digest. They are sent as they are kept: to read and write them again takes longest. */
export async function bodiesText(pool: Pool, digests: readonly Digest[]): Promise<string> {
  const { rows } = await pool.query<{ digest: string; body: string }>(
    "select digest, body::text as body from bodies where digest = any($1)",
    [digests],
  );
  return `{${rows.map(({ digest, body }) => `"${digest}":${body}`).join(",")}}`;
}

/** Whose bodies these are. */
export async function namesOf(
  pool: Pool | PoolClient,
  digests: readonly Digest[],
): Promise<Readonly<Record<Digest, Pick<Body, "kind" | "id">>>> {
  const { rows } = await pool.query<{ digest: string; kind: Body["kind"]; id: string }>(
    "select digest, kind, id from bodies where digest = any($1)",
    [digests],
  );
  return Object.fromEntries(rows.map(({ digest, kind, id }) => [digest, { kind, id }]));
}

/** Those of the bodies that say `protect: true`. */
export async function protectedAmong(client: PoolClient, digests: readonly Digest[]): Promise<readonly Digest[]> {
  if (digests.length === 0) return [];
  const { rows } = await client.query<{ digest: string }>(
    "select digest from bodies where digest = any($1) and body ->> 'protect' = 'true'",
    [digests],
  );
  return rows.map(({ digest }) => digest);
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
    `select digest from unnest($1::text[]) as wanted(digest)
     where not exists (select from bodies where bodies.digest = wanted.digest)
       and not exists (select from assets where assets.digest = wanted.digest)`,
    [digests],
  );
  return rows.map(({ digest }) => digest);
}

/** Keeps bodies; answers the digest of one that is not what it is called, and then keeps none. */
export async function keepBodies(pool: Pool, bodies: Readonly<Record<Digest, Body>>): Promise<Digest | null> {
  const entries = Object.entries(bodies);
  const wrong = entries.find(([digest, body]) => digestOf(body) !== digest);
  if (wrong) return wrong[0];
  await pool.query(
    `insert into bodies (digest, kind, id, body)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::json[]) on conflict do nothing`,
    [
      entries.map(([digest]) => digest),
      entries.map(([, { kind }]) => kind),
      entries.map(([, { id }]) => id),
      entries.map(([, body]) => JSON.stringify(body)),
    ],
  );
  return null;
}

/** False: the bytes have another digest, and are not kept. */
export async function keepAsset(pool: Pool, digest: Digest, bytes: Buffer): Promise<boolean> {
  if (digestOfBytes(bytes) !== digest) return false;
  await pool.query("insert into assets (digest, bytes) values ($1, $2) on conflict do nothing", [digest, bytes]);
  return true;
}

export async function assetOf(pool: Pool, digest: Digest): Promise<Buffer | null> {
  const { rows } = await pool.query<{ bytes: Buffer }>("select bytes from assets where digest = $1", [digest]);
  return rows[0]?.bytes ?? null;
}
