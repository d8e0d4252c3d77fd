/** Keys that every replica of a platform shares, made on first use. */

import { randomBytes } from "node:crypto";
import type { Pool } from "pg";

/** 32 bytes. */
export async function keyOf(pool: Pool, name: string): Promise<Buffer> {
  await pool.query("insert into keys (name, key) values ($1, $2) on conflict do nothing", [name, randomBytes(32)]);
  const { rows } = await pool.query<{ key: Buffer }>("select key from keys where name = $1", [name]);
  if (!rows[0]) throw new Error(`the key "${name}" has gone from the database`);
  return rows[0].key;
}
