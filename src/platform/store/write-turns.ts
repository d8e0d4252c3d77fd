/**
 * Turns of several conversations, one each, written by one statement: for each, its state, its messages, the event's
 * id, what is to be done and what is done no more are written together, or, where its version is no longer what it was
 * when the turn began, nothing is. A new conversation is written with its first turn.
 */

import type { Pool, PoolClient } from "pg";
import { customerOf, type Revision } from "#platform/store/conversations.ts";
import type { Agent, State } from "#runtime/state.ts";
import type { ConversationMessage } from "#wire/message.ts";

export interface OutboxEntry {
  readonly id: string;
  readonly kind: "call" | "timer";
  /** Milliseconds since 1970. */
  readonly due: number;
  readonly work: unknown;
}

export interface HandoffEntry {
  readonly id: string;
  /** The brand's id: groups are a brand's. */
  readonly brand: string;
  readonly group: string;
  readonly mode: "live" | "offline";
  readonly details: unknown;
}

/** Where a hand-off stands. `waiting` and `claimed` are open; a record (`offline`) is `done` when somebody has seen to it. */
export type HandoffState = "waiting" | "claimed" | "returned" | "closed" | "withdrawn" | "done";

/** What happened to the live hand-off that is open. */
export interface HandoffChange {
  readonly state: Exclude<HandoffState, "done">;
  readonly agent: Agent | null;
}

/** An event for the company's own programs: delivered to each webhook. */
export interface DeliveryEntry {
  readonly id: string;
  readonly hook: string;
  readonly work: unknown;
}

/** Where a new conversation is, and whose: the brand's id. */
export interface Opens {
  readonly channel: string;
  readonly brand: string;
}

/** A turn, ready to be written. */
export interface Turn {
  readonly conversation: string;
  /** What was read; one more is written. */
  readonly version: number;
  readonly event: string | null;
  readonly consumes: string | null;
  readonly state: State;
  readonly revision: Revision;
  readonly seq: number;
  readonly speaker: string;
  readonly typing: boolean;
  /** When the customer last said something, in milliseconds since 1970. */
  readonly said: number;
  /** When the turn was taken, in milliseconds since 1970. */
  readonly at: number;
  /** The conversation is new, and begins with this turn; null: it is there already. */
  readonly opens: Opens | null;
  readonly lines: readonly ConversationMessage[];
  readonly queued: readonly OutboxEntry[];
  /** Ids of outbox rows that are needed no more; the consumed one among them. */
  readonly dropped: readonly string[];
  readonly handoffs: readonly HandoffEntry[];
  /** Null: nothing happened to the live hand-off that was open when the turn began. */
  readonly handoff: HandoffChange | null;
  readonly deliveries: readonly DeliveryEntry[];
}

const statement = `
with turn as (
  select * from unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::json[], $6::json[], $7::int[], $8::text[],
      $9::boolean[], $10::text[], $11::text[], $12::timestamptz[], $13::timestamptz[],
      $14::text[], $15::text[], $16::text[])
    as t(conversation, version, event, consumes, state, revision, seq, speaker, typing, status, language, said, at, customer,
      channel, brand)
), moved as (
  update conversations c set state = t.state, revision = t.revision, version = c.version + 1, seq = t.seq,
      speaker = t.speaker, typing = t.typing, status = t.status, language = t.language, said = t.said,
      customer = t.customer,
      recalled = c.recalled and c.revision::text = t.revision::text
    from turn t
    where t.brand is null and c.id = t.conversation and c.version = t.version
      and not exists (select from taken k where k.conversation = t.conversation and k.id = t.event)
      and (t.consumes is null
        or exists (select from outbox o where o.conversation = t.conversation and o.id = t.consumes))
    returning c.id as conversation, t.event, t.at
), opened as (
  insert into conversations (id, channel, brand, revision, state, version, seq, speaker, typing, status, language,
      started, said, customer)
    select conversation, channel, brand, revision, state, version + 1, seq, speaker, typing, status, language,
        at, said, customer
      from turn where brand is not null
    on conflict do nothing returning id
), done as (
  select * from moved
  union all select t.conversation, t.event, t.at from opened join turn t on t.conversation = opened.id
), marked as (
  insert into taken (conversation, id) select conversation, event from done where event is not null
), said as (
  insert into messages (conversation, seq, line)
    select l.* from unnest($17::text[], $18::int[], $19::json[]) as l(conversation, seq, line)
      join done using (conversation)
), queued as (
  insert into outbox (conversation, id, kind, due, work)
    select q.* from unnest($20::text[], $21::text[], $22::text[], $23::timestamptz[], $24::json[])
      as q(conversation, id, kind, due, work) join done using (conversation)
), dropped as (
  delete from outbox o using unnest($25::text[], $26::text[]) as d(conversation, id), done m
    where o.conversation = d.conversation and o.id = d.id and m.conversation = d.conversation
), handed as (
  insert into handoffs (conversation, id, brand, "group", mode, details, at)
    select h.*, done.at from unnest($27::text[], $28::text[], $29::text[], $30::text[], $31::text[], $32::json[])
      as h(conversation, id, brand, "group", mode, details) join done using (conversation)
), changed as (
  update handoffs h set state = w.state, agent = w.agent, changed = m.at
    from unnest($33::text[], $34::text[], $35::json[]) as w(conversation, state, agent), done m
    where h.conversation = w.conversation and h.mode = 'live' and h.state in ('waiting', 'claimed')
      and m.conversation = w.conversation
), delivered as (
  insert into deliveries (conversation, id, kind, due, work)
    select d.conversation, d.id, d.hook, done.at, d.work
      from unnest($36::text[], $37::text[], $38::text[], $39::json[]) as d(conversation, id, hook, work)
        join done using (conversation)
)
select conversation from done`;

/** Writes turns of different conversations; answers the conversations whose turns were written. */
export async function writeTurns(database: Pool | PoolClient, turns: readonly Turn[]): Promise<ReadonlySet<string>> {
  const { rows } = await database.query<{ conversation: string }>({
    name: "write-turns",
    text: statement,
    values: [
      turns.map((turn) => turn.conversation),
      turns.map((turn) => turn.version),
      turns.map((turn) => turn.event),
      turns.map((turn) => turn.consumes),
      turns.map((turn) => JSON.stringify(turn.state)),
      turns.map((turn) => JSON.stringify(turn.revision)),
      turns.map((turn) => turn.seq),
      turns.map((turn) => turn.speaker),
      turns.map((turn) => turn.typing),
      turns.map((turn) => turn.state.status),
      turns.map((turn) => turn.state.language),
      turns.map((turn) => new Date(turn.said)),
      turns.map((turn) => new Date(turn.at)),
      turns.map((turn) => customerOf(turn.state)),
      turns.map((turn) => turn.opens?.channel ?? null),
      turns.map((turn) => turn.opens?.brand ?? null),
      ...columns(turns, (turn) => turn.lines, [(line) => line.seq, (line) => JSON.stringify(line)]),
      ...columns(turns, (turn) => turn.queued, [
        (entry) => entry.id,
        (entry) => entry.kind,
        (entry) => new Date(entry.due),
        (entry) => JSON.stringify(entry.work),
      ]),
      ...columns(turns, (turn) => turn.dropped, [(id) => id]),
      ...columns(turns, (turn) => turn.handoffs, [
        (entry) => entry.id,
        (entry) => entry.brand,
        (entry) => entry.group,
        (entry) => entry.mode,
        (entry) => JSON.stringify(entry.details),
      ]),
      ...columns(turns, (turn) => (turn.handoff ? [turn.handoff] : []), [
        (change) => change.state,
        (change) => change.agent && JSON.stringify(change.agent),
      ]),
      ...columns(turns, (turn) => turn.deliveries, [
        (entry) => entry.id,
        (entry) => entry.hook,
        (entry) => JSON.stringify(entry.work),
      ]),
    ],
  });
  return new Set(rows.map(({ conversation }) => conversation));
}

/** Rows of many turns as columns, the conversation first. */
function columns<T>(
  turns: readonly Turn[],
  rowsOf: (turn: Turn) => readonly T[],
  values: readonly ((row: T) => unknown)[],
): readonly (readonly unknown[])[] {
  const rows = turns.flatMap((turn) => rowsOf(turn).map((row) => ({ conversation: turn.conversation, row })));
  return [rows.map(({ conversation }) => conversation), ...values.map((value) => rows.map(({ row }) => value(row)))];
}
