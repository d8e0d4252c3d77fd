/** Conversations taken out of the database, with everything that was said, sent, asked and noted in them. */

import type { Pool, PoolClient } from "pg";
import { readable } from "#platform/store/readable-json.ts";

/** Tables keyed by the conversation; its own row goes first. */
const below = ["messages", "taken", "outbox", "deliveries", "handoffs", "notes", "files"] as const;

/** Erases conversations; answers how many there were. */
export async function eraseConversations(pool: Pool, conversations: readonly string[]): Promise<number> {
  if (conversations.length === 0) return 0;
  const client = await pool.connect();
  let isBroken = true;
  try {
    await client.query("begin");
    const erased = await eraseWith(client, conversations);
    await client.query("commit");
    isBroken = false;
    return erased;
  } finally {
    client.release(isBroken);
  }
}

/**
 * The same, in the client's transaction. Their own rows go first, and wait for turns that are being written: what such a
 * turn wrote is seen by the statements that follow, and no later turn is written at all.
 */
export async function eraseWith(client: PoolClient, conversations: readonly string[]): Promise<number> {
  const { rowCount } = await client.query("delete from conversations where id = any($1)", [conversations]);
  for (const table of below) {
    await client.query(`delete from ${table} where conversation = any($1)`, [conversations]);
  }
  return rowCount ?? 0;
}

/** A brand's conversations in which the customer has said nothing for so long. */
export async function conversationsOlderThan(
  pool: Pool,
  brand: string,
  milliseconds: number,
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select id from conversations
     where brand = $1 and started < now() - make_interval(secs => $2) and said < now() - make_interval(secs => $2)
     order by started limit $3`,
    [brand, milliseconds / 1000, limit],
  );
  return rows.map(({ id }) => id);
}

/** How long each brand keeps conversations, as the newest release that named it says; those that say nothing are left out. */
export async function retentions(
  pool: Pool,
): Promise<readonly { readonly brand: string; readonly retention: string }[]> {
  const { rows } = await pool.query<{ brand: string; retention: string | null }>(
    `select distinct on (b.id) b.id as brand, (${readable("b.body")}) -> 'privacy' ->> 'retention' as retention
     from releases r, json_each(r.content) as entry,
       lateral (select entry.value ->> 'brand' as digest
         union all select target ->> 'brand' from json_array_elements(entry.value -> 'targets') as target) as named
       join bodies b on b.digest = named.digest
     order by b.id, r.number desc`,
  );
  return rows.flatMap(({ brand, retention }) => (retention === null ? [] : [{ brand, retention }]));
}
