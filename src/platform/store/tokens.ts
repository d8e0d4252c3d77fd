/** Bearer tokens of the admin API, kept as hashes. A token's value is known to its holder alone. */

import { createHash, randomBytes } from "node:crypto";
import type { Pool, PoolClient } from "pg";
import type { Scope, TokenRecord } from "#wire/admin.ts";

/** The name of the token that a platform is started with: set at each start, in place of the one before. */
export const startToken = "start";

/** Whose a token is, and what it may do. */
export interface Holder {
  readonly name: string;
  readonly scopes: readonly Scope[];
}

/** Null: there is no such token. */
export async function holderOf(pool: Pool, token: string): Promise<Holder | null> {
  const { rows } = await pool.query<Holder>("select name, scopes from tokens where hash = $1", [hashOf(token)]);
  return rows[0] ?? null;
}

/** Gives a name a token with these scopes, in place of the one it had. */
export async function setToken(pool: Pool, name: string, token: string, scopes: readonly Scope[]): Promise<void> {
  await pool.query(
    `insert into tokens (name, hash, scopes) values ($1, $2, $3)
     on conflict (name) do update set hash = excluded.hash, scopes = excluded.scopes, made = now()`,
    [name, hashOf(token), scopes],
  );
}

/** A new token, or null where the name has one. */
export async function makeToken(client: PoolClient, name: string, scopes: readonly Scope[]): Promise<string | null> {
  const token = `parley_${randomBytes(32).toString("base64url")}`;
  const { rowCount } = await client.query(
    "insert into tokens (name, hash, scopes) values ($1, $2, $3) on conflict do nothing",
    [name, hashOf(token), scopes],
  );
  return rowCount === 1 ? token : null;
}

export async function listTokens(pool: Pool): Promise<readonly TokenRecord[]> {
  const { rows } = await pool.query<{ name: string; scopes: Scope[]; made: Date }>(
    `select name, scopes, made from tokens where name <> $1 order by name collate "C"`,
    [startToken],
  );
  return rows.map(({ name, scopes, made }) => ({ name, scopes, made: made.toISOString() }));
}

/** False: there is none of this name. */
export async function dropToken(client: PoolClient, name: string): Promise<boolean> {
  const { rowCount } = await client.query("delete from tokens where name = $1 and name <> $2", [name, startToken]);
  return rowCount === 1;
}

/** What is kept of a token, and all that is. */
export function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
