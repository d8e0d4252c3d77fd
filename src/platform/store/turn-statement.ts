/**
 * The statement that writes turns. It has only the parts that some of its turns need: what a part costs the database, it
 * costs empty too. Many turns come as arrays, a column each. A turn alone comes value by value: the database then has no
 * arrays to take apart and nothing to join, and is done in two thirds of the time.
 */

import { binaryArray, type Element, type ElementType } from "#platform/store/binary-array.ts";
import { customerOf } from "#platform/store/conversations.ts";
import type { Turn } from "#platform/store/write-turns.ts";

/** A column of rows that are written: its name, its type and its value in a row. */
type Column<T> = readonly [name: string, type: ElementType, value: (row: T) => Element];

/** What is written beside the conversation itself; `sql` is given the rows, whose first column says whose each is. */
interface Part {
  readonly name: string;
  readonly columns: readonly ElementType[];
  /** The first column says whose each row is. */
  values(turns: readonly Turn[]): readonly [owners: readonly string[], ...columns: (readonly Element[])[]];
  sql(rows: string): string;
}

const turnColumns: readonly Column<Turn>[] = [
  ["conversation", "text", (turn) => turn.conversation],
  ["version", "int", (turn) => turn.version],
  ["event", "text", (turn) => turn.event],
  ["consumes", "text", (turn) => turn.consumes],
  ["state", "json", (turn) => JSON.stringify(turn.state)],
  ["revision", "json", (turn) => turn.revision && JSON.stringify(turn.revision)],
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
  update conversations c set state = t.state, revision = coalesce(t.revision, c.revision), version = c.version + 1, seq = t.seq,
      speaker = t.speaker, typing = t.typing, status = t.status, language = t.language, said = t.said,
      customer = t.customer, recalled = c.recalled and t.revision is null
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
    columns: columns.map(([, type]) => type),
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

/** Of a turn alone: more rows of a part are quicker as arrays, and each number of them is a statement of its own. */
const maxRowsAlone = 8;

/** What some turns hold of a part. */
interface Held {
  readonly part: Part;
  readonly owners: readonly string[];
  readonly columns: readonly (readonly Element[])[];
}

/** What the turns of a statement are among themselves. */
interface Has {
  readonly moved: boolean;
  readonly opened: boolean;
  readonly consumes: boolean;
}

export interface Statement {
  /** The same text always has the same name: a connection prepares it once. */
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

/** Texts of statements, by their names. */
const texts = new Map<string, string>();

/** For turns of different conversations; it answers, as `conversation`, those whose turns were written. */
export function turnStatement(turns: readonly Turn[]): Statement {
  const has: Has = {
    moved: turns.some(({ opens }) => opens === null),
    opened: turns.some(({ opens }) => opens !== null),
    consumes: turns.some(({ consumes }) => consumes !== null),
  };
  const held = parts.flatMap((part): readonly Held[] => {
    const [owners, ...columns] = part.values(turns);
    return owners.length === 0 ? [] : [{ part, owners, columns }];
  });
  const flags = Object.entries(has).flatMap(([name, is]) => (is ? [name[0]] : []));
  const [first] = turns;
  const statement =
    first && turns.length === 1 && held.every(({ owners }) => owners.length <= maxRowsAlone)
      ? alone(first, held)
      : together(turns, held);
  const name = `${statement.name} ${flags.join("")} ${statement.has}`;
  const text = texts.get(name) ?? textOf(has, held, statement.rows());
  texts.set(name, text);
  return { name, text, values: statement.values };
}

/** How the rows of a statement come to it. */
interface Given {
  readonly name: string;
  readonly has: string;
  readonly values: unknown[];
  rows(): Rows;
}

/** Rows as they stand in a statement. */
interface Rows {
  readonly turn: string;
  of(held: Held): string;
}

function together(turns: readonly Turn[], held: readonly Held[]): Given {
  const values = turnColumns.map(([, type, value]) => binaryArray(type, turns.map(value)));
  for (const { part, owners, columns } of held) {
    values.push(binaryArray("text", owners));
    for (const [index, column] of columns.entries()) values.push(binaryArray(part.columns[index] ?? "text", column));
  }
  return {
    name: "write-turns",
    has: held.map(({ part }) => part.name.slice(0, 2)).join(""),
    values,
    rows() {
      let count = 0;
      const unnest = (types: readonly ElementType[]): string =>
        `unnest(${types
          .map((type) => {
            count += 1;
            return `$${count}::${type}[]`;
          })
          .join(", ")})`;
      const names = turnColumns.map(([name]) => name).join(", ");
      const turn = `turn as (select * from ${unnest(turnColumns.map(([, type]) => type))} as t(${names}))`;
      return { turn, of: ({ part }) => unnest(["text", ...part.columns]) };
    },
  };
}

function alone(turn: Turn, held: readonly Held[]): Given {
  const values = turnColumns.map(([, type, value]) => written(type, value(turn)));
  for (const { part, owners, columns } of held) {
    for (const row of owners.keys()) {
      for (const [index, column] of columns.entries()) {
        values.push(written(part.columns[index] ?? "text", column[row] ?? null));
      }
    }
  }
  return {
    name: "write-turn",
    has: held.map(({ part, owners }) => `${part.name.slice(0, 2)}${owners.length}`).join(""),
    values,
    rows() {
      let count = 0;
      const next = (type: ElementType): string => {
        count += 1;
        return `$${count}::${type}`;
      };
      const columns = turnColumns.map(([name, type]) => `${next(type)} as ${name}`).join(", ");
      return {
        turn: `turn as not materialized (select ${columns})`,
        // The first value of all says whose they are.
        of: ({ part, owners }) =>
          `(values ${owners.map(() => `($1::text, ${part.columns.map(next).join(", ")})`).join(", ")})`,
      };
    },
  };
}

/** A value alone, as the driver takes it. */
function written(type: ElementType, value: Element): Element {
  return type === "timestamptz" && typeof value === "number" ? new Date(value).toISOString() : value;
}

function textOf(has: Has, held: readonly Held[], rows: Rows): string {
  const ways = [...(has.moved ? [moved(has.consumes)] : []), ...(has.opened ? [opened] : [])];
  const done = [...(has.moved ? [fromMoved] : []), ...(has.opened ? [fromOpened] : [])];
  return `
with ${rows.turn}, ${ways.join(", ")}, done as (
  ${done.join(" union all ")}
), marked as (
  insert into taken (conversation, id) select conversation, event from done where event is not null
)${held
    .map(
      (each) => `, ${each.part.name} as (
  ${each.part.sql(rows.of(each))}
)`,
    )
    .join("")}
select conversation from done`;
}
