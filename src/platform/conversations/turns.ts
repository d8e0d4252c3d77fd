/**
 * A conversation's turns. Each is one statement: the state where its version is still what was read, the messages, the
 * taken id and the outbox are written together, or none of them is.
 */

import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { Pool } from "pg";
import type { AssistantBody, BrandBody, ChannelBody } from "#content/body.ts";
import { bodiesOf, releases } from "#platform/store/releases.ts";
import type { Effect } from "#runtime/effect.ts";
import type { Event } from "#runtime/event.ts";
import { begin, step } from "#runtime/interpreter.ts";
import type { Program } from "#runtime/program.ts";
import type { State } from "#runtime/state.ts";
import type { ReleaseRecord } from "#wire/admin.ts";
import type { ConversationMessage } from "#wire/message.ts";

/** The bodies that a conversation began with, and stays on. */
interface Revision {
  readonly channel: string;
  readonly brand: string;
  readonly assistant: string | null;
}

interface Row {
  readonly id: string;
  readonly channel: string;
  readonly revision: Revision;
  readonly state: State;
  readonly version: number;
  readonly messages: number;
  readonly stale: boolean;
}

const programs = new Map<string, Program>();

async function programOf(pool: Pool, revision: Revision): Promise<Program> {
  const key = JSON.stringify(revision);
  const known = programs.get(key);
  if (known) return known;
  const bodies = await bodiesOf(pool, [
    revision.channel,
    revision.brand,
    ...(revision.assistant ? [revision.assistant] : []),
  ]);
  const program: Program = {
    channel: bodies.get(revision.channel) as ChannelBody,
    brand: bodies.get(revision.brand) as BrandBody,
    assistant: revision.assistant ? (bodies.get(revision.assistant) as AssistantBody) : null,
  };
  programs.set(key, program);
  return program;
}

/** What is live on a channel; null where there is no such channel. */
export async function liveProgram(
  pool: Pool,
  channel: string,
): Promise<{ revision: Revision; program: Program } | null> {
  const [live]: readonly (ReleaseRecord | undefined)[] = await releases(pool, 1);
  const entry = live && Object.hasOwn(live.content, channel) ? live.content[channel] : undefined;
  if (!entry) return null;
  const target = entry.targets[0];
  const revision = {
    channel: entry.channel,
    brand: target?.brand ?? entry.brand,
    assistant: target?.assistant ?? null,
  };
  return { revision, program: await programOf(pool, revision) };
}

export function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** Opens a conversation; null where there is no such channel. */
export async function openConversation(pool: Pool, channel: string, languages: readonly string[]) {
  const live = await liveProgram(pool, channel);
  if (!live) return null;
  const id = randomUUID();
  const token = randomBytes(24).toString("base64url");
  const state = begin(live.program, { conversation: id, started: new Date().toISOString(), languages });
  await pool.query(
    "insert into conversations (id, channel, token_hash, language, revision, state) values ($1, $2, $3, $4, $5, $6)",
    [id, channel, hashOf(token), state.language, JSON.stringify(live.revision), JSON.stringify(state)],
  );
  await takeEvent(pool, id, `open-${id}`, { kind: "open" });
  return { conversation: id, token, language: state.language };
}

/** Whether a token opens a conversation. */
export async function holdsConversation(pool: Pool, id: string, token: string): Promise<boolean> {
  const { rows } = await pool.query("select from conversations where id = $1 and token_hash = $2", [id, hashOf(token)]);
  return rows.length === 1;
}

/** Takes an event once. `shown` is the customer's own line, where the event is one. */
export async function takeEvent(
  pool: Pool,
  id: string,
  eventId: string,
  event: Event,
  shown?: string,
): Promise<{ taken: boolean; seq: number }> {
  for (let tries = 0; tries < 50; tries += 1) {
    const { rows } = await pool.query<Row & { seen: boolean }>(
      `select id, channel, revision, state, version, messages, last_event < now() - interval '24 hours' as stale,
         exists (select from taken where conversation = $1 and taken.id = $2) as seen from conversations where id = $1`,
      [id, eventId],
    );
    const row = rows[0];
    if (!row || row.seen) return { taken: false, seq: row?.messages ?? 0 };
    const written = await writeTurn(pool, row, eventId, event, shown);
    if (written !== null) return { taken: true, seq: written };
  }
  throw new Error("a conversation changed too often to take this event");
}

/** The newest message's number, or null where the conversation had moved on. */
async function writeTurn(
  pool: Pool,
  row: Row,
  eventId: string,
  event: Event,
  shown: string | undefined,
): Promise<number | null> {
  const renewed =
    isCustomers(event) && (row.state.status === "ended" || row.stale) ? await liveProgram(pool, row.channel) : null;
  const revision = renewed?.revision ?? row.revision;
  const program = renewed?.program ?? (await programOf(pool, row.revision));
  const before: State =
    row.stale && renewed ? { ...row.state, frames: [], waiting: null, interrupted: null, status: "ended" } : row.state;
  const { state, effects } = step(program, before, event, { now: Date.now(), agentsOnline: () => 0 });
  const lines = linesOf(program, state.language, effects, event, eventId, shown);
  const work = workOf(effects, revision);
  const cancelled = effects.flatMap((effect) => (effect.kind === "cancel" ? [effect.timer] : []));
  const { rows } = await pool.query<{ messages: number }>(
    `with moved as (
       update conversations set state = $3, language = $4, revision = $5, version = version + 1, messages = messages + $6, last_event = now()
       where id = $1 and version = $2 returning id, messages),
     seen as (insert into taken (conversation, id) select id, $7 from moved),
     said as (insert into messages (conversation, seq, line)
       select moved.id, moved.messages - $6 + n, jsonb_set(line, '{seq}', to_jsonb(moved.messages - $6 + n))
       from moved, unnest($8::jsonb[]) with ordinality as l(line, n)),
     queued as (insert into outbox (conversation, id, kind, due, work)
       select moved.id, w.id, w.kind, now() + make_interval(secs => w.after / 1000.0), w.work
       from moved, unnest($9::text[], $10::text[], $11::float8[], $12::jsonb[]) as w(id, kind, after, work) on conflict do nothing),
     dropped as (delete from outbox using moved where outbox.conversation = moved.id and outbox.id = any($13)),
     told as (select pg_notify('parley', moved.id) from moved)
     select moved.messages from moved, told`,
    [
      row.id,
      row.version,
      JSON.stringify(state),
      state.language,
      JSON.stringify(revision),
      lines.length,
      eventId,
      lines.map((line) => JSON.stringify(line)),
      work.map(({ id }) => id),
      work.map(({ kind }) => kind),
      work.map(({ afterMs }) => afterMs),
      work.map(({ body }) => JSON.stringify(body)),
      cancelled,
    ],
  );
  return rows[0]?.messages ?? null;
}

function isCustomers(event: Event): boolean {
  return event.kind === "text" || event.kind === "pick" || event.kind === "file";
}

/** The lines a turn adds: the customer's own, a notice when it opens, and what the assistant says. */
function linesOf(
  program: Program,
  language: string,
  effects: readonly Effect[],
  event: Event,
  eventId: string,
  shown: string | undefined,
): readonly Omit<ConversationMessage, "seq">[] {
  const at = new Date().toISOString();
  const lines: Omit<ConversationMessage, "seq">[] = [];
  if (shown !== undefined) lines.push({ id: eventId, from: "customer", at, message: { type: "text", text: shown } });
  const notice = event.kind === "open" ? program.brand.privacy?.notice : undefined;
  if (notice) {
    lines.push({
      from: "notice",
      at,
      message: { type: "text", text: notice[language] ?? Object.values(notice)[0] ?? "" },
    });
  }
  for (const effect of effects) {
    if (effect.kind === "message")
      lines.push({ from: "assistant", at, message: withAddresses(program, effect.message) });
  }
  return lines;
}

/** Pictures and files are named by their path below `assets/`: a browser needs an address. */
function withAddresses(
  program: Program,
  message: Extract<Effect, { kind: "message" }>["message"],
): ConversationMessage["message"] {
  const address = (path: string): string => {
    const digest = program.brand.assets[path];
    return digest === undefined ? path : `/v1/assets/${digest}/${encodeURIComponent(path.split("/").at(-1) ?? path)}`;
  };
  const plain = JSON.parse(JSON.stringify(message)) as ConversationMessage["message"];
  if (plain.type === "image") return { ...plain, image: address(plain.image) };
  if (plain.type === "file") return { ...plain, file: address(plain.file) };
  if (plain.type !== "cards") return plain;
  return {
    ...plain,
    cards: plain.cards.map((card) => (card.image === undefined ? card : { ...card, image: address(card.image) })),
  };
}

interface Work {
  readonly id: string;
  readonly kind: "call" | "timer" | "handoff";
  readonly afterMs: number;
  readonly body: unknown;
}

function workOf(effects: readonly Effect[], revision: Revision): readonly Work[] {
  return effects.flatMap((effect): Work[] => {
    if (effect.kind === "call")
      return [{ id: effect.call, kind: "call", afterMs: 0, body: { ...effect, brand: revision.brand } }];
    if (effect.kind === "timer") return [{ id: effect.timer, kind: "timer", afterMs: effect.afterMs, body: {} }];
    if (effect.kind === "handoff") return [{ id: `h${randomUUID()}`, kind: "handoff", afterMs: 0, body: effect }];
    return [];
  });
}

export async function messagesAfter(pool: Pool, id: string, seq: number): Promise<readonly ConversationMessage[]> {
  const { rows } = await pool.query<{ line: ConversationMessage }>(
    "select line from messages where conversation = $1 and seq > $2 order by seq limit 500",
    [id, seq],
  );
  return rows.map(({ line }) => line);
}
