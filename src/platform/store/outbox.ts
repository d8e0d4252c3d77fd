/**
 * What turns left to be done. A row is claimed for some seconds and the claim renewed while the work goes on, so that
 * a dead platform's work is taken up by another, or by itself when it starts again.
 */

import type { Pool } from "pg";
import { readable } from "#platform/store/readable-json.ts";

export interface Claimed {
  readonly conversation: string;
  readonly id: string;
  /** `call` or `timer`; of a delivery, the webhook's name. */
  readonly kind: string;
  readonly work: unknown;
  /** How often it was claimed before: over 0, a platform died, or lost its database, while it was under way. */
  readonly before: number;
  /** Whom it asks: who is slow is not to hold up what asks others. */
  readonly whose: string;
}

type Key = Pick<Claimed, "conversation" | "id">;

/** Two tables of one shape: what a slow webhook holds up must hold up no timer. */
export type Outbox = "outbox" | "deliveries";

/** What is taken from an outbox by itself, so that it waits for nothing else that is there. */
export interface Lane {
  readonly name: string;
  readonly outbox: Outbox;
  /** Which rows are its own, and whom each asks. */
  readonly sql: { readonly own: string; readonly whose: string };
}

const call = readable("work");
export const lanes = {
  timers: { name: "timers", outbox: "outbox", sql: { own: "kind = 'timer'", whose: "''" } },
  calls: {
    name: "calls",
    outbox: "outbox",
    sql: { own: "kind = 'call'", whose: `concat((${call}) ->> 'brand', ' ', (${call}) -> 'call' ->> 'connection')` },
  },
  deliveries: { name: "deliveries", outbox: "deliveries", sql: { own: "true", whose: "kind" } },
} as const satisfies Readonly<Record<string, Lane>>;

/** A claim that is not renewed is over after this long. */
export const claimSeconds = 10;

/** Claims what is due, the earliest first; nothing that asks one of those who are `full`. */
export async function claimDue(
  pool: Pool,
  { name, outbox, sql }: Lane,
  limit: number,
  full: readonly string[],
): Promise<readonly Claimed[]> {
  const { rows } = await pool.query<Claimed & { due: Date }>({
    name: `claim-${name}`,
    text: `update ${outbox} o set tries = tries + 1, claimed_until = now() + make_interval(secs => ${claimSeconds})
      from (select conversation, id, ${sql.whose} as whose from ${outbox}
          where ${sql.own} and due <= now() and (claimed_until is null or claimed_until < now()) and ${isFree(sql, 2)}
          order by due limit $1 for update skip locked) as d
      where o.conversation = d.conversation and o.id = d.id
      returning o.conversation, o.id, o.kind, o.work, o.tries - 1 as before, o.due, d.whose`,
    values: [limit, full],
  });
  return rows.sort((a, b) => a.due.getTime() - b.due.getTime());
}

/** Mostly nobody is full, and then no row is looked into. */
function isFree({ whose }: Lane["sql"], parameter: number): string {
  return `($${parameter}::text[] = '{}' or ${whose} <> all($${parameter}))`;
}

export async function renewClaims(pool: Pool, outbox: Outbox, keys: readonly Key[]): Promise<void> {
  await pool.query(
    `update ${outbox} o set claimed_until = now() + make_interval(secs => ${claimSeconds})
     from unnest($1::text[], $2::text[]) as k(conversation, id) where o.conversation = k.conversation and o.id = k.id`,
    [keys.map(({ conversation }) => conversation), keys.map(({ id }) => id)],
  );
}

/** Work that was claimed and can be done again without harm is anybody's once more. */
export async function giveBack(pool: Pool, outbox: Outbox, { conversation, id }: Key): Promise<void> {
  await pool.query(`update ${outbox} set claimed_until = null, tries = tries - 1 where conversation = $1 and id = $2`, [
    conversation,
    id,
  ]);
}

/** It failed, and is tried again after this long. */
export async function postpone(pool: Pool, outbox: Outbox, { conversation, id }: Key, ms: number): Promise<void> {
  await pool.query(
    `update ${outbox} set claimed_until = null, due = now() + make_interval(secs => $3)
     where conversation = $1 and id = $2`,
    [conversation, id, ms / 1000],
  );
}

/** It is done, or given up. */
export async function dropWork(pool: Pool, outbox: Outbox, { conversation, id }: Key): Promise<void> {
  await pool.query(`delete from ${outbox} where conversation = $1 and id = $2`, [conversation, id]);
}

/** Ends every claim: for the one platform of its database, at its start. */
export async function endClaims(pool: Pool): Promise<void> {
  for (const outbox of ["outbox", "deliveries"] as const) {
    await pool.query(`update ${outbox} set claimed_until = null where claimed_until is not null`);
  }
}

/** Milliseconds until something is due that may be claimed, 0 where something is; null: not within `withinMs`. */
export async function nextDue(
  pool: Pool,
  { name, outbox, sql }: Lane,
  full: readonly string[],
  withinMs: number,
): Promise<number | null> {
  const { rows } = await pool.query<{ ms: number | null }>({
    name: `next-${name}`,
    text: `select (extract(epoch from min(greatest(due, claimed_until)) - now()) * 1000)::float8 as ms
      from (select due, claimed_until from ${outbox}
          where ${sql.own} and due < now() + make_interval(secs => $2) and ${isFree(sql, 1)}
          order by due limit 200) as soonest`,
    values: [full, withinMs / 1000],
  });
  const ms = rows[0]?.ms ?? null;
  return ms === null ? null : Math.max(0, ms);
}
