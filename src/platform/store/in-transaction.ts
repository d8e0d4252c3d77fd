/** Work that is done whole or not at all. */

import type { Pool, PoolClient } from "pg";

/** What fails leaves nothing behind: its connection is closed, and the transaction with it. */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let isBroken = true;
  try {
    await client.query("begin");
    const done = await work(client);
    await client.query("commit");
    isBroken = false;
    return done;
  } finally {
    client.release(isBroken);
  }
}
