/** Who did what to the platform, beside its releases: kept for good, and holding no customer's words. */

import type { Pool } from "pg";
import type { AuditRecord } from "#wire/admin.ts";

export async function writeAudit(pool: Pool, who: string, what: string, about: string): Promise<void> {
  await pool.query("insert into audit (who, what, about) values ($1, $2, $3)", [who, what, about]);
}

/** The newest first. */
export async function readAudit(pool: Pool, limit: number): Promise<readonly AuditRecord[]> {
  const { rows } = await pool.query<{ at: Date; who: string; what: string; about: string }>(
    "select at, who, what, about from audit order by number desc limit $1",
    [limit],
  );
  return rows.map(({ at, ...entry }) => ({ at: at.toISOString(), ...entry }));
}
