/** Conversations taken out of the database, with everything that was said, sent, asked and noted in them. */

import type { Pool, PoolClient } from "pg";
import { inTransaction } from "#platform/store/in-transaction.ts";
import { readable } from "#platform/store/readable-json.ts";

/** Tables keyed by the conversation; its own row goes first. */
const below = ["messages", "taken", "outbox", "deliveries", "handoffs", "notes", "files"] as const;

/**
 * Erases conversations, in the client's transaction; answers how many there were. Their own rows go first, and wait for
 * turns that are being written: what such a turn wrote is seen by the statements that follow, and no later turn is written
 * at all.
 */
export async function eraseConversations(client: PoolClient, conversations: readonly string[]): Promise<number> {
  const { rowCount } = await client.query("delete from conversations where id = any($1)", [conversations]);
  await eraseBelow(client, conversations);
  return rowCount ?? 0;
}

async function eraseBelow(client: PoolClient, conversations: readonly string[]): Promise<void> {
  for (const table of below) {
    await client.query(`delete from ${table} where conversation = any($1)`, [conversations]);
  }
}

/**
 * Erases so many of a brand's conversations in which the customer has said nothing for so long; answers how many. One
 * in which a turn is being written is left: the customer may just have come back, and nothing that was taken is lost.
 */
export async function eraseOlderThan(pool: Pool, brand: string, milliseconds: number, limit: number): Promise<number> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `delete from conversations where id = any(array(
         select id from conversations
         where brand = $1 and started < now() - make_interval(secs => $2) and said < now() - make_interval(secs => $2)
         order by started limit $3 for update skip locked)) returning id`,
      [brand, milliseconds / 1000, limit],
    );
    await eraseBelow(
      client,
      rows.map(({ id }) => id),
    );
    return rows.length;
  });
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
