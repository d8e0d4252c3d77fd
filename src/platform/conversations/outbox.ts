/** What turns left to be done: API calls and timers, performed once each, by whichever platform claims them first. */

import type { Pool } from "pg";
import type { BrandBody } from "#content/body.ts";
import { takeEvent } from "#platform/conversations/turns.ts";
import { bodiesOf } from "#platform/store/releases.ts";
import type { Effect } from "#runtime/effect.ts";
import type { CallResult } from "#runtime/event.ts";

type Call = Extract<Effect, { kind: "call" }> & { readonly brand: string };

interface Row {
  readonly conversation: string;
  readonly id: string;
  readonly kind: "call" | "timer" | "handoff";
  readonly work: unknown;
  readonly tries: number;
}

const claimSeconds = 60;
const maxAnswerBytes = 1024 * 1024;

export interface Outbox {
  /** Something may be due now. */
  poke(): void;
  stop(): Promise<void>;
}

/** Starts performing. `secret` gives a secret's value by its name. */
export function startOutbox(pool: Pool, secret: (name: string) => string | undefined): Outbox {
  let stopped = false;
  let running: Promise<void> | null = null;
  let again = false;
  const under = new Set<Promise<void>>();
  const round = async (): Promise<void> => {
    const { rows } = await pool.query<Row>(
      `update outbox o set tries = o.tries + 1, claimed_until = now() + make_interval(secs => $1)
       from (select conversation, id from outbox where due <= now() and (claimed_until is null or claimed_until < now())
         order by due limit 20 for update skip locked) as d
       where o.conversation = d.conversation and o.id = d.id returning o.conversation, o.id, o.kind, o.work, o.tries`,
      [claimSeconds],
    );
    for (const row of rows) {
      const work = perform(pool, row, secret)
        .catch(() => undefined)
        .finally(() => under.delete(work));
      under.add(work);
    }
    if (rows.length === 20) again = true;
  };
  const poke = (): void => {
    if (stopped) return;
    if (running) {
      again = true;
      return;
    }
    running = round()
      .catch(() => undefined)
      .finally(() => {
        running = null;
        if (again) {
          again = false;
          poke();
        }
      });
  };
  const timer = setInterval(poke, 250);
  return {
    poke,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
      await Promise.allSettled(under);
    },
  };
}

async function perform(pool: Pool, row: Row, secret: (name: string) => string | undefined): Promise<void> {
  if (row.kind === "handoff") {
    const work = row.work as Extract<Effect, { kind: "handoff" }>;
    await pool.query(
      `with gone as (delete from outbox where conversation = $1 and id = $2 returning conversation)
       insert into handoffs (conversation, seq, "group", mode, work)
       select conversation, (select count(*) from handoffs h where h.conversation = gone.conversation), $3, $4, $5 from gone`,
      [row.conversation, row.id, work.group, work.mode, JSON.stringify(work)],
    );
    return;
  }
  if (row.kind === "timer")
    await takeEvent(pool, row.conversation, `timer-${row.id}`, { kind: "timer", timer: row.id });
  else {
    const result = await ask(pool, row.work as Call, row.tries, secret);
    await takeEvent(pool, row.conversation, `call-${row.id}`, { kind: "called", call: row.id, result });
  }
  await pool.query("delete from outbox where conversation = $1 and id = $2", [row.conversation, row.id]);
}

/** A call that was under way when a platform died is asked again only where that does no harm. */
async function ask(
  pool: Pool,
  call: Call,
  claims: number,
  secret: (name: string) => string | undefined,
): Promise<CallResult> {
  if (claims > 1 && call.method !== "get" && call.idempotencyKey === undefined) {
    return { kind: "failed", why: "the platform stopped while it was asked" };
  }
  const brand = (await bodiesOf(pool, [call.brand])).get(call.brand) as BrandBody | undefined;
  const connection = brand?.connections[call.connection];
  if (!connection) return { kind: "failed", why: `there is no connection "${call.connection}" here` };
  const base = new URL(connection.base_url);
  const url = new URL(base.href.replace(/\/$/, "") + call.path);
  // Whatever the path holds, it must not lead to another host.
  if (url.origin !== base.origin) return { kind: "failed", why: "the path leads out of the connection's host" };
  for (const [name, value] of Object.entries(call.query)) url.searchParams.set(name, value);
  const headers = new Headers({ accept: "application/json", ...call.headers });
  if (call.body !== undefined) headers.set("content-type", "application/json");
  if (call.idempotencyKey !== undefined) headers.set("idempotency-key", call.idempotencyKey);
  const { bearer, basic, header, query } = connection.auth ?? {};
  const named = bearer?.secret ?? basic?.secret ?? header?.secret ?? query?.secret;
  const value = named === undefined ? undefined : secret(named);
  if (named !== undefined && value === undefined) return { kind: "failed", why: `the secret ${named} is not set` };
  if (bearer) headers.set("authorization", `Bearer ${value}`);
  if (basic) headers.set("authorization", `Basic ${Buffer.from(`${basic.user}:${value}`).toString("base64")}`);
  if (header) headers.set(header.name, value ?? "");
  if (query) url.searchParams.set(query.name, value ?? "");
  let result: CallResult = { kind: "failed", why: "it was never asked" };
  for (let tries = 1; tries <= call.tries; tries += 1) {
    result = await askOnce(url, {
      method: call.method.toUpperCase(),
      headers,
      ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
      redirect: "manual",
      signal: AbortSignal.timeout(call.timeoutMs),
    });
    if (result.kind === "answer" && result.status < 500 && result.status !== 429) break;
    if (tries < call.tries) await new Promise((resolve) => setTimeout(resolve, call.backoffMs * tries));
  }
  return result;
}

async function askOnce(url: URL, request: RequestInit): Promise<CallResult> {
  try {
    const response = await fetch(url, request);
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > maxAnswerBytes) return { kind: "failed", why: "the answer is over 1 MB" };
      chunks.push(chunk);
    }
    const text = Buffer.concat(chunks).toString("utf8");
    let body: unknown = text;
    try {
      body = JSON.parse(text);
    } catch {
      // Not JSON: the text itself is the answer.
    }
    return { kind: "answer", status: response.status, headers: Object.fromEntries(response.headers), body };
  } catch (error) {
    if (error instanceof Error && error.name === "TimeoutError") return { kind: "timeout" };
    return { kind: "failed", why: "the API cannot be reached" };
  }
}
