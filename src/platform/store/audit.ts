/** Who did what to the platform, beside its releases: kept for good, and holding no customer's words. */

import type { Pool, PoolClient } from "pg";
import { inTransaction } from "#platform/store/in-transaction.ts";
import type { AuditRecord } from "#wire/admin.ts";

/** Who does something, and what. */
export interface Deed {
  readonly who: string;
  readonly what: string;
}

export async function writeAudit(database: Pool | PoolClient, { who, what }: Deed, about: string): Promise<void> {
  await database.query("insert into audit (who, what, about) values ($1, $2, $3)", [who, what, about]);
}

/** Does it and writes it down, in one transaction. What `about` has no words for was not done, and is no entry. */
export function audited<T>(
  pool: Pool,
  deed: Deed,
  work: (client: PoolClient) => Promise<T>,
  about: (done: T) => string | null,
): Promise<T> {
  return inTransaction(pool, async (client) => {
    const done = await work(client);
    const words = about(done);
    if (words !== null) await writeAudit(client, deed, words);
    return done;
  });
}

/** The newest first. */
export async function readAudit(pool: Pool, limit: number): Promise<readonly AuditRecord[]> {
  const { rows } = await pool.query<{ at: Date; who: string; what: string; about: string }>(
    "select at, who, what, about from audit order by number desc limit $1",
    [limit],
  );
  return rows.map(({ at, ...entry }) => ({ at: at.toISOString(), ...entry }));
}
