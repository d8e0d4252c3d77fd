/**
 * Conversations that went quiet are over, and are stored so: else they would be among those under way for ever. Nothing
 * else of them changes. What decides is still when the customer last spoke, and a turn that moves one again says itself
 * how it stands then, whichever version of the platform takes it.
 */

import type { Pool } from "pg";

const lookedAtAtOnce = 1000;

/**
 * Ends those in which the assistant had the word and the customer has said nothing since a moment, in milliseconds since
 * 1970; answers how many. Looks once at all that are under way, a part at a time. One in which a turn is being written is
 * left: nobody waits for anybody.
 */
export async function endQuiet(pool: Pool, since: number): Promise<number> {
  const moment = new Date(since);
  let ended = 0;
  let last = "";
  for (;;) {
    const { rows } = await pool.query<{ id: string; quiet: boolean }>(
      `select id, status = 'assistant' and said <= $2 as quiet from conversations
       where status <> 'ended' and id > $1 order by id limit ${lookedAtAtOnce}`,
      [last, moment],
    );
    const quiet = rows.filter((row) => row.quiet).map(({ id }) => id);
    if (quiet.length > 0) ended += await end(pool, quiet, moment);
    last = rows.at(-1)?.id ?? "";
    if (rows.length < lookedAtAtOnce) return ended;
  }
}

async function end(pool: Pool, ids: readonly string[], moment: Date): Promise<number> {
  const { rowCount } = await pool.query(
    `update conversations set status = 'ended' where status = 'assistant' and said <= $2 and id = any(array(
       select id from conversations where id = any($1) and status = 'assistant' and said <= $2 for update skip locked))`,
    [ids, moment],
  );
  return rowCount ?? 0;
}
