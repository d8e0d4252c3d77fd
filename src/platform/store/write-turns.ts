/**
 * Turns of several conversations, one each, written by one statement: for each, its state, its messages, the event's
 * id, what is to be done and what is done no more are written together, or, where its version is no longer what it was
 * when the turn began, nothing is. A new conversation is written with its first turn. The statement has only the parts
 * that some of its turns need: what a part costs the database, it costs empty too.
 */

import type { Pool, PoolClient } from "pg";
import { binaryArray, type Element, type ElementType } from "#platform/store/binary-array.ts";
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

/** A column of rows that are written: its name, its type and its value in a row. */
type Column<T> = readonly [name: string, type: ElementType, value: (row: T) => Element];

/** What is written beside the conversation itself; `sql` is given the rows, whose first column says whose each is. */
interface Part {
  readonly name: string;
  readonly columns: readonly ElementType[];
  values(turns: readonly Turn[]): readonly (readonly Element[])[];
  sql(rows: string): string;
}

const turnColumns: readonly Column<Turn>[] = [
  ["conversation", "text", (turn) => turn.conversation],
  ["version", "int", (turn) => turn.version],
  ["event", "text", (turn) => turn.event],
  ["consumes", "text", (turn) => turn.consumes],
  ["state", "json", (turn) => JSON.stringify(turn.state)],
  ["revision", "json", (turn) => JSON.stringify(turn.revision)],
  ["seq", "int", (turn) => turn.seq],
  ["speaker", "text", (turn) => turn.speaker],
  ["typing", "boolean", (turn) => turn.typing],
  ["status", "text", (turn) => turn.state.status],
  ["language", "text", (turn) => turn.state.language],
  ["said", "timestamptz", (turn) => turn.said],
  ["at", "timestamptz", (turn) => turn.at],
  ["customer", "text", (turn) => customerOf(turn.state)],
  ["channel", "text", (turn) => turn.opens?.channel ?? null],
  ["brand", "text", (turn) => turn.opens?.brand ?? null],
];

/** A turn that answers an outbox row is written only where the row is there still; asked by key, however many wait. */
const isPending = `and (t.consumes is null
        or (select true from outbox o where o.conversation = t.conversation and o.id = t.consumes))`;

const moved = (consumes: boolean): string => `moved as (
  update conversations c set state = t.state, revision = t.revision, version = c.version + 1, seq = t.seq,
      speaker = t.speaker, typing = t.typing, status = t.status, language = t.language, said = t.said,
      customer = t.customer,
      recalled = c.recalled and c.revision::text = t.revision::text
    from turn t
    where t.brand is null and c.id = t.conversation and c.version = t.version
      and not exists (select from taken k where k.conversation = t.conversation and k.id = t.event)
      ${consumes ? isPending : ""}
    returning c.id as conversation, t.event, t.at
)`;

const opened = `opened as (
  insert into conversations (id, channel, brand, revision, state, version, seq, speaker, typing, status, language,
      started, said, customer)
    select conversation, channel, brand, revision, state, version + 1, seq, speaker, typing, status, language,
        at, said, customer
      from turn where brand is not null
    on conflict do nothing returning id
)`;

const fromMoved = "select conversation, event, at from moved";
const fromOpened = "select t.conversation, t.event, t.at from opened join turn t on t.conversation = opened.id";

const parts: readonly Part[] = [
  part("said", (turn) => turn.lines, {
    columns: [
      ["seq", "int", (line) => line.seq],
      ["line", "json", (line) => JSON.stringify(line)],
    ],
    sql: (rows) => `insert into messages (conversation, seq, line)
    select l.* from ${rows} as l(conversation, seq, line) join done using (conversation)`,
  }),
  part("queued", (turn) => turn.queued, {
    columns: [
      ["id", "text", (entry) => entry.id],
      ["kind", "text", (entry) => entry.kind],
      ["due", "timestamptz", (entry) => entry.due],
      ["work", "json", (entry) => JSON.stringify(entry.work)],
    ],
    sql: (rows) => `insert into outbox (conversation, id, kind, due, work)
    select q.* from ${rows} as q(conversation, id, kind, due, work) join done using (conversation)`,
  }),
  part("dropped", (turn) => turn.dropped, {
    columns: [["id", "text", (id) => id]],
    sql: (rows) => `delete from outbox o using ${rows} as d(conversation, id), done m
    where o.conversation = d.conversation and o.id = d.id and m.conversation = d.conversation`,
  }),
  part("handed", (turn) => turn.handoffs, {
    columns: [
      ["id", "text", (entry) => entry.id],
      ["brand", "text", (entry) => entry.brand],
      ["group", "text", (entry) => entry.group],
      ["mode", "text", (entry) => entry.mode],
      ["details", "json", (entry) => JSON.stringify(entry.details)],
    ],
    sql: (rows) => `insert into handoffs (conversation, id, brand, "group", mode, details, at)
    select h.*, done.at from ${rows} as h(conversation, id, brand, "group", mode, details)
      join done using (conversation)`,
  }),
  part("changed", (turn) => (turn.handoff ? [turn.handoff] : []), {
    columns: [
      ["state", "text", (change) => change.state],
      ["agent", "json", (change) => change.agent && JSON.stringify(change.agent)],
    ],
    sql: (rows) => `update handoffs h set state = w.state, agent = w.agent, changed = m.at
    from ${rows} as w(conversation, state, agent), done m
    where h.conversation = w.conversation and h.mode = 'live' and h.state in ('waiting', 'claimed')
      and m.conversation = w.conversation`,
  }),
  part("delivered", (turn) => turn.deliveries, {
    columns: [
      ["id", "text", (entry) => entry.id],
      ["hook", "text", (entry) => entry.hook],
      ["work", "json", (entry) => JSON.stringify(entry.work)],
    ],
    sql: (rows) => `insert into deliveries (conversation, id, kind, due, work)
    select d.conversation, d.id, d.hook, done.at, d.work from ${rows} as d(conversation, id, hook, work)
      join done using (conversation)`,
  }),
];

/** `rowsOf` says what a turn has of it. */
function part<T>(
  name: string,
  rowsOf: (turn: Turn) => readonly T[],
  { columns, sql }: { readonly columns: readonly Column<T>[]; sql(rows: string): string },
): Part {
  return {
    name,
    columns: ["text", ...columns.map(([, type]) => type)],
    values(turns) {
      const owners: string[] = [];
      const rows: T[] = [];
      for (const turn of turns) {
        for (const row of rowsOf(turn)) {
          owners.push(turn.conversation);
          rows.push(row);
        }
      }
      return [owners, ...columns.map(([, , value]) => rows.map(value))];
    },
    sql,
  };
}

/** Texts of statements, by their names: the same parts always make the same statement. */
const texts = new Map<string, string>();

function textOf(needed: readonly Part[], has: Has): string {
  let count = 0;
  const unnest = (types: readonly ElementType[]): string =>
    `unnest(${types
      .map((type) => {
        count += 1;
        return `$${count}::${type}[]`;
      })
      .join(", ")})`;
  const turn = unnest(turnColumns.map(([, type]) => type));
  return `
with turn as (
  select * from ${turn} as t(${turnColumns.map(([name]) => name).join(", ")})
), ${[...(has.moved ? [moved(has.consumes)] : []), ...(has.opened ? [opened] : [])].join(", ")}, done as (
  ${[...(has.moved ? [fromMoved] : []), ...(has.opened ? [fromOpened] : [])].join(" union all ")}
), marked as (
  insert into taken (conversation, id) select conversation, event from done where event is not null
)${needed
    .map(
      ({ name, columns, sql }) => `, ${name} as (
  ${sql(unnest(columns))}
)`,
    )
    .join("")}
select conversation from done`;
}

/** What the turns of a statement are among themselves. */
interface Has {
  readonly moved: boolean;
  readonly opened: boolean;
  readonly consumes: boolean;
}

/** Writes turns of different conversations; answers the conversations whose turns were written. */
export async function writeTurns(database: Pool | PoolClient, turns: readonly Turn[]): Promise<ReadonlySet<string>> {
  const has: Has = {
    moved: turns.some(({ opens }) => opens === null),
    opened: turns.some(({ opens }) => opens !== null),
    consumes: turns.some(({ consumes }) => consumes !== null),
  };
  const needed: Part[] = [];
  const values = turnColumns.map(([, type, value]) => binaryArray(type, turns.map(value)));
  for (const each of parts) {
    const columns = each.values(turns);
    if (columns[0]?.length === 0) continue;
    needed.push(each);
    for (const [index, column] of columns.entries()) values.push(binaryArray(each.columns[index] ?? "text", column));
  }
  const flags = Object.entries(has).flatMap(([name, is]) => (is ? [name[0]] : []));
  const name = `write-turns ${flags.join("")} ${needed.map((each) => each.name.slice(0, 2)).join("")}`;
  const text = texts.get(name) ?? textOf(needed, has);
  texts.set(name, text);
  const { rows } = await database.query<{ conversation: string }>({ name, text, values });
  return new Set(rows.map(({ conversation }) => conversation));
}
