/** Conversations as they are stored, and how they are read. What changes them is in `write-turns.ts`. */

import type { Pool, PoolClient } from "pg";
import type { State } from "#runtime/state.ts";
import type { ConversationMessage } from "#wire/message.ts";

/** The bodies that a conversation began with, and stays on. */
export interface Revision {
  readonly channel: string;
  /** The assistant's brand; the channel's, where the default response answers. */
  readonly brand: string;
  /** Null: the default response answers. */
  readonly assistant: string | null;
}

export interface Stored {
  readonly id: string;
  readonly channel: string;
  readonly revision: Revision;
  readonly state: State;
  /** Counts turns: a turn is written only where it is what it was when the turn began. */
  readonly version: number;
  /** The newest message's number. */
  readonly seq: number;
  /** When the customer last said something, in milliseconds since 1970. */
  readonly said: number;
  /** Its revision was taken back: at the customer's next message it goes on with what is live. */
  readonly recalled: boolean;
}

/** Who the customer is, where that is signed; null: what they say of themselves is no more than that. */
export function customerOf({ user }: State): string | null {
  return user.verified === true && typeof user.id === "string" ? user.id : null;
}

export interface Asked {
  readonly conversation: string;
  /** The client's id of an event, or null. */
  readonly event: string | null;
  /** The outbox row that an event answers, or null. */
  readonly consumes: string | null;
}

export interface Found {
  readonly stored: Stored;
  /** The event was taken before. */
  readonly taken: boolean;
  /** The outbox row is there still. */
  readonly pending: boolean;
}

/** Conversations, and whether their events are new; what does not exist is left out. */
export async function findConversations(
  database: Pool | PoolClient,
  asked: readonly Asked[],
): Promise<ReadonlyMap<string, Found>> {
  const { rows } = await database.query<Omit<Stored, "said"> & { said: Date; taken: boolean; pending: boolean }>({
    name: "find-conversations",
    text: `select c.id, c.channel, c.revision, c.state, c.version, c.seq, c.said, c.recalled,
        coalesce((select true from taken t where t.conversation = c.id and t.id = asked.event), false) as taken,
        coalesce(asked.consumes is null
          or (select true from outbox o where o.conversation = c.id and o.id = asked.consumes), false) as pending
      from unnest($1::text[], $2::text[], $3::text[]) as asked(conversation, event, consumes)
        join conversations c on c.id = asked.conversation`,
    values: [
      asked.map(({ conversation }) => conversation),
      asked.map(({ event }) => event),
      asked.map(({ consumes }) => consumes),
    ],
  });
  return new Map(
    rows.map(({ taken, pending, said, ...stored }) => [
      stored.id,
      { stored: { ...stored, said: said.getTime() }, taken, pending },
    ]),
  );
}

/** What a screen shows of a conversation. */
export interface View {
  readonly lines: readonly ConversationMessage[];
  /** The newest message's number; `lines` may end before it. */
  readonly seq: number;
  readonly speaker: string;
  readonly typing: boolean;
  readonly language: string;
  /** Who has it: the assistant, agents (also while it waits for one), or nobody. */
  readonly status: string;
}

const linesAtOnce = 200;

/** The lines after `after`, the oldest first, 200 at most; null where there is no such conversation. */
export async function viewOf(pool: Pool, conversation: string, after: number): Promise<View | null> {
  const { rows } = await pool.query<View>({
    name: "view",
    text: `select seq, speaker, typing, language, status,
        (select coalesce(json_agg(line order by m.seq), '[]') from (
          select seq, line from messages where conversation = $1 and seq > $2 order by seq limit ${linesAtOnce}) m) as lines
      from conversations where id = $1`,
    values: [conversation, after],
  });
  return rows[0] ?? null;
}

/** The newest lines, the oldest of them first, 200 at most; null where there is no such conversation. */
export async function newestLines(pool: Pool, conversation: string): Promise<Pick<View, "lines" | "language"> | null> {
  const { rows } = await pool.query<Pick<View, "lines" | "language">>({
    name: "newest-lines",
    text: `select language, (select coalesce(json_agg(line order by m.seq), '[]') from (
          select seq, line from messages where conversation = $1 order by seq desc limit ${linesAtOnce}) m) as lines
      from conversations where id = $1`,
    values: [conversation],
  });
  return rows[0] ?? null;
}

/** Where conversations are; what does not exist is left out. */
export async function channelsOf(pool: Pool, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await pool.query<{ id: string; channel: string }>({
    name: "channels",
    text: "select id, channel from conversations where id = any($1::text[])",
    values: [ids],
  });
  return new Map(rows.map(({ id, channel }) => [id, channel]));
}

export async function channelOf(pool: Pool, conversation: string): Promise<string | null> {
  return (await channelsOf(pool, [conversation])).get(conversation) ?? null;
}
