/** Hand-offs and notes, as people read them. What changes a live one is a turn: `write-turns.ts`. */

import type { Pool } from "pg";
import type { HandoffState } from "#platform/store/write-turns.ts";
import type { Agent } from "#runtime/state.ts";
import type { ConversationRecord, HandoffRecord } from "#wire/agents.ts";

interface HandoffRow extends Omit<HandoffRecord, "at" | "changed" | "tags" | "fields" | "variables" | "user"> {
  readonly details: Partial<Pick<HandoffRecord, "tags" | "fields" | "variables" | "user">>;
  readonly at: Date;
  readonly changed: Date | null;
}

const columns = `conversation, id as handoff, brand, "group", mode, state, agent, details, at, changed`;

function recordOf({ details, at, changed, ...row }: HandoffRow): HandoffRecord {
  const { tags = [], fields = {}, variables = {}, user = {} } = details;
  return {
    ...row,
    at: at.toISOString(),
    changed: changed?.toISOString() ?? null,
    tags: [...tags],
    fields,
    variables,
    user,
  };
}

export interface Wanted {
  readonly states: readonly string[];
  readonly mode: "live" | "offline" | null;
  readonly brand: string | null;
  readonly group: string | null;
  /** What `next` of the part before said; empty: from the oldest. */
  readonly after: string;
}

const handoffsAtOnce = 100;

/** A part of the hand-offs, the oldest first, and where the next part begins; null: there is none. */
export async function listHandoffs(
  pool: Pool,
  { states, mode, brand, group, after }: Wanted,
): Promise<{ readonly handoffs: readonly HandoffRecord[]; readonly next: string | null }> {
  const [at = "-infinity", conversation = "", id = ""] = after === "" ? [] : after.split(" ");
  const { rows } = await pool.query<HandoffRow & { place: string }>(
    `select ${columns}, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.USZ') as place from handoffs
     where state = any($1) and ($2::text is null or mode = $2) and ($3::text is null or brand = $3)
       and ($4::text is null or "group" = $4) and (at, conversation, id) > ($5::timestamptz, $6, $7)
     order by at, conversation, id limit ${handoffsAtOnce + 1}`,
    [states, mode, brand, group, at, conversation, id],
  );
  const part = rows.slice(0, handoffsAtOnce);
  const last = part.at(-1);
  const isMore = rows.length > part.length && last !== undefined;
  return {
    handoffs: part.map(({ place, ...row }) => recordOf(row)),
    next: isMore ? `${last.place} ${last.conversation} ${last.handoff}` : null,
  };
}

export async function handoffsOf(pool: Pool, conversation: string): Promise<readonly HandoffRecord[]> {
  const { rows } = await pool.query<HandoffRow>(
    `select ${columns} from handoffs where conversation = $1 order by at, id`,
    [conversation],
  );
  return rows.map(recordOf);
}

export interface Queue {
  readonly brand: string;
  readonly group: string;
  readonly waiting: number;
  readonly claimed: number;
  readonly records: number;
}

/** How much is open for each group that has anything. */
export async function queues(pool: Pool): Promise<readonly Queue[]> {
  const { rows } = await pool.query<Queue>(
    `select brand, "group", count(*) filter (where mode = 'live' and state = 'waiting')::int as waiting,
       count(*) filter (where mode = 'live' and state = 'claimed')::int as claimed,
       count(*) filter (where mode = 'offline')::int as records
     from handoffs where state in ('waiting', 'claimed') group by brand, "group"`,
  );
  return rows;
}

/** Conversations in a group's queue, the one that waited longest first. */
export async function queueOf(pool: Pool, brand: string, group: string): Promise<readonly string[]> {
  const { rows } = await pool.query<{ conversation: string }>(
    `select conversation from handoffs
     where brand = $1 and "group" = $2 and mode = 'live' and state = 'waiting' order by at, conversation limit 10000`,
    [brand, group],
  );
  return rows.map(({ conversation }) => conversation);
}

/** The place of a conversation in the queue it waits in, from 1; null: it waits in none. */
export async function placeInQueue(pool: Pool, conversation: string): Promise<number | null> {
  const { rows } = await pool.query<{ brand: string; group: string; at: string }>(
    `select brand, "group", at::text as at from handoffs
     where conversation = $1 and mode = 'live' and state = 'waiting' limit 1`,
    [conversation],
  );
  const [own] = rows;
  if (!own) return null;
  // Of its own: a sharded database counts on every shard, and joins nothing.
  const { rows: counted } = await pool.query<{ before: number }>(
    `select count(*)::int as before from handoffs where brand = $1 and "group" = $2 and mode = 'live'
       and state = 'waiting' and (at, conversation) < ($3::timestamptz, $4)`,
    [own.brand, own.group, own.at, conversation],
  );
  return (counted[0]?.before ?? 0) + 1;
}

/** Live hand-offs that have waited for so long, by their groups. */
export async function waitingLongerThan(
  pool: Pool,
  seconds: number,
): Promise<readonly { readonly conversation: string; readonly brand: string; readonly group: string }[]> {
  const { rows } = await pool.query<{ conversation: string; brand: string; group: string }>(
    `select conversation, brand, "group" from handoffs
     where state = 'waiting' and mode = 'live' and at < now() - make_interval(secs => $1) order by at limit 500`,
    [seconds],
  );
  return rows;
}

/** Somebody has seen to a record. False: there is no such record. */
export async function endRecord(pool: Pool, conversation: string, id: string, agent: Agent): Promise<boolean> {
  const done: HandoffState = "done";
  const { rowCount } = await pool.query(
    `update handoffs set state = '${done}', agent = $3, changed = now()
     where conversation = $1 and id = $2 and mode = 'offline'`,
    [conversation, id, JSON.stringify(agent)],
  );
  return rowCount === 1;
}

/** Keeps a note; the same id again keeps nothing new. */
export async function addNote(pool: Pool, conversation: string, id: string, agent: Agent, text: string): Promise<void> {
  await pool.query(`insert into notes (conversation, id, agent, text) values ($1, $2, $3, $4) on conflict do nothing`, [
    conversation,
    id,
    JSON.stringify(agent),
    text,
  ]);
}

export async function notesOf(pool: Pool, conversation: string): Promise<ConversationRecord["notes"]> {
  const { rows } = await pool.query<{ id: string; agent: Agent; text: string; at: Date }>(
    "select id, agent, text, at from notes where conversation = $1 order by at, id",
    [conversation],
  );
  return rows.map(({ at, ...note }) => ({ ...note, at: at.toISOString() }));
}
