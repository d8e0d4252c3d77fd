/**
 * Performs what turns left to be done: timers in the order they are due, API calls side by side, and neither waits for
 * the other. Each ends in another turn, which takes the row out of the outbox: nothing is lost when the process dies in
 * between, and nothing is told to a conversation twice.
 */

import { setTimeout as sleep } from "node:timers/promises";
import type { Pool } from "pg";
import type { BrandBody } from "#content/body.ts";
import { type Calls, isRepeatable } from "#platform/conversations/api-call.ts";
import type { FileLinks } from "#platform/conversations/file-links.ts";
import type { CallWork } from "#platform/conversations/plan-turn.ts";
import type { Asked, StandIn } from "#platform/conversations/stand-in.ts";
import type { Turns } from "#platform/conversations/turns.ts";
import { startWorker, type WorkerOptions } from "#platform/conversations/worker.ts";
import { bodiesOf } from "#platform/store/bodies.ts";
import { type Claimed, giveBack, lanes } from "#platform/store/outbox.ts";
import type { OutboxEntry } from "#platform/store/write-turns.ts";
import type { CallResult, Event } from "#runtime/event.ts";

export interface PerformerOptions {
  readonly pool: Pool;
  readonly turns: Turns;
  readonly calls: Calls;
  readonly links: FileLinks;
  /** For previews. */
  readonly standIn: StandIn;
  /** What is done around each piece of work. */
  around(perform: WorkerOptions["perform"]): WorkerOptions["perform"];
  failed(error: unknown): void;
  /** Called after each call, with what came of it. */
  called(result: CallResult, seconds: number): void;
}

export interface Performer {
  /** Something of this kind is due at this moment, in milliseconds since 1970. */
  dueAt(kind: OutboxEntry["kind"], moment: number): void;
  stop(): Promise<void>;
}

const timersAtOnce = 100;
const callsAtOnce = 400;
/** An API that is slow for everybody who asks it leaves room for the others. */
const callsOfOne = 100;
const tellTries = 6;
/** A database that fails over is away for longer than one that starts again. */
const tellAnswerTries = 40;
const maxTellPauseMs = 3200;

/** Stopped, it leaves what can be asked again to the next start. */
export function startPerformer(options: PerformerOptions): Performer {
  const { pool, turns, calls, links, standIn, around, failed, called } = options;

  async function perform(row: Claimed, signal: AbortSignal): Promise<void> {
    if (row.kind === "timer") return tell(row, { kind: "timer", timer: row.id }, signal);
    const work = row.work as CallWork;
    const { call } = work;
    const isLost = row.before > 0 && !isRepeatable(call);
    const { result, aside }: Asked = isLost
      ? { result: { kind: "failed", why: "the platform stopped while it was asked" } }
      : await ask(row.conversation, work, signal);
    if (!signal.aborted) return tell(row, { kind: "called", call: row.id, result }, signal, aside);
    // Asked again at the next start; what must not be stays claimed, and will be known to have been under way.
    if (isRepeatable(call)) await giveBack(pool, "outbox", row);
  }

  /** A variable may have kept a file's address for longer than that is good. */
  async function ask(conversation: string, { call, brand, preview }: CallWork, signal: AbortSignal): Promise<Asked> {
    const body = (await bodiesOf(pool, [brand])).get(brand) as BrandBody | undefined;
    const connection = body && Object.hasOwn(body.connections, call.connection) && body.connections[call.connection];
    if (!connection) return { result: { kind: "failed", why: `there is no connection "${call.connection}" here` } };
    const stub = preview === undefined ? null : await standIn(preview, body, call);
    if (stub) return stub;
    const began = performance.now();
    const result = await calls.ask(connection, links.renewedIn(conversation, call), signal);
    called(result, (performance.now() - began) / 1000);
    return { result };
  }

  /** An API that must not be asked twice has answered: a database that is away for a moment must not lose that. */
  async function tell(row: Claimed, event: Event, signal: AbortSignal, aside?: string): Promise<void> {
    const tries = event.kind === "called" ? tellAnswerTries : tellTries;
    for (let attempt = 1; ; attempt += 1) {
      try {
        await turns.take(row.conversation, {
          event,
          id: null,
          consumes: row.id,
          ...(aside !== undefined && { aside }),
        });
        return;
      } catch (error) {
        if (attempt >= tries || signal.aborted) throw error;
        await sleep(Math.min(100 * 2 ** attempt, maxTellPauseMs));
      }
    }
  }

  const how = { pool, perform: around(perform), failed };
  const workers = {
    timer: startWorker({ ...how, lane: lanes.timers, atOnce: timersAtOnce, mostOfOne: timersAtOnce }),
    call: startWorker({ ...how, lane: lanes.calls, atOnce: callsAtOnce, mostOfOne: callsOfOne }),
  };
  return {
    dueAt: (kind, moment) => workers[kind].dueAt(moment),
    async stop() {
      await Promise.all([workers.timer.stop(), workers.call.stop()]);
    },
  };
}
