/**
 * Performs what turns left to be done: timers in the order they are due, API calls side by side. Each ends in another
 * turn, which takes the row out of the outbox: nothing is lost when the process dies in between, and nothing is told
 * to a conversation twice.
 */

import { setTimeout as sleep } from "node:timers/promises";
import type { Pool } from "pg";
import type { BrandBody } from "#content/body.ts";
import { askApi, isRepeatable, type Secrets } from "#platform/conversations/api-call.ts";
import type { CallWork } from "#platform/conversations/plan-turn.ts";
import type { Asked, StandIn } from "#platform/conversations/stand-in.ts";
import type { Turns } from "#platform/conversations/turns.ts";
import { bodiesOf } from "#platform/store/bodies.ts";
import { type Claimed, claimDue, claimSeconds, giveBack, nextDue, renewClaims } from "#platform/store/outbox.ts";
import type { Event } from "#runtime/event.ts";

export interface Performer {
  /** Something is due at this moment, in milliseconds since 1970. */
  dueAt(moment: number): void;
  /** Waits for the calls under way, some seconds at most; what can be asked again is left to the next start. */
  stop(): Promise<void>;
}

export interface PerformerOptions {
  readonly pool: Pool;
  readonly turns: Turns;
  readonly secrets: Secrets;
  /** For previews. */
  readonly standIn: StandIn;
  failed(error: unknown): void;
}

const workAtOnce = 100;
/** Other processes write to the same outbox: it is looked at this often, whatever is known here. */
const lookEveryMs = 1000;
const patienceMs = 3000;
const tellTries = 6;

export function startPerformer({ pool, turns, secrets, standIn, failed }: PerformerOptions): Performer {
  const underWay = new Map<string, { readonly row: Claimed; readonly done: Promise<void> }>();
  const abort = new AbortController();
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let timerAt = Number.POSITIVE_INFINITY;
  let looking: Promise<void> | null = null;
  let lookAgain = false;

  function lookAt(moment: number): void {
    if (stopped || moment >= timerAt) return;
    clearTimeout(timer);
    timerAt = moment;
    timer = setTimeout(look, Math.max(0, moment - Date.now()));
  }

  function look(): void {
    clearTimeout(timer);
    timerAt = Number.POSITIVE_INFINITY;
    if (stopped) return;
    if (looking) {
      lookAgain = true;
      return;
    }
    looking = claim()
      .catch((error) => {
        failed(error);
        return lookEveryMs;
      })
      .then((wait) => {
        looking = null;
        lookAt(Date.now() + (lookAgain ? 0 : wait));
        lookAgain = false;
      });
  }

  /** Answers how many milliseconds to wait before the next look. */
  async function claim(): Promise<number> {
    const room = workAtOnce - underWay.size;
    if (room <= 0) return lookEveryMs;
    const rows = await claimDue(pool, room);
    for (const row of rows) begin(row);
    if (rows.length === room) return 0;
    return Math.min((await nextDue(pool)) ?? lookEveryMs, lookEveryMs);
  }

  function begin(row: Claimed): void {
    const key = `${row.conversation} ${row.id}`;
    const done = perform(row)
      .catch(failed)
      .finally(() => {
        if (underWay.size === workAtOnce) lookAt(Date.now());
        underWay.delete(key);
      });
    underWay.set(key, { row, done });
  }

  async function perform(row: Claimed): Promise<void> {
    if (row.kind === "timer") return tell(row, { kind: "timer", timer: row.id });
    const work = row.work as CallWork;
    const { call } = work;
    const isLost = row.before > 0 && !isRepeatable(call);
    const { result, aside }: Asked = isLost
      ? { result: { kind: "failed", why: "the platform stopped while it was asked" } }
      : await ask(work);
    if (!abort.signal.aborted) return tell(row, { kind: "called", call: row.id, result }, aside);
    // Asked again at the next start; what must not be stays claimed, and will be known to have been under way.
    if (isRepeatable(call)) await giveBack(pool, row);
  }

  async function ask({ call, brand, preview }: CallWork): Promise<Asked> {
    const body = (await bodiesOf(pool, [brand])).get(brand) as BrandBody | undefined;
    const connection = body && Object.hasOwn(body.connections, call.connection) && body.connections[call.connection];
    if (!connection) return { result: { kind: "failed", why: `there is no connection "${call.connection}" here` } };
    const stub = preview === undefined ? null : await standIn(preview, body, call);
    return stub ?? { result: await askApi(connection, call, secrets, abort.signal) };
  }

  /** An API that must not be asked twice has answered: a database that is away for a moment must not lose that. */
  async function tell(row: Claimed, event: Event, aside?: string): Promise<void> {
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
        if (attempt >= tellTries || stopped) throw error;
        await sleep(100 * 2 ** attempt);
      }
    }
  }

  const renewal = setInterval(
    () => {
      if (underWay.size === 0) return;
      const rows = [...underWay.values()].map(({ row }) => row);
      renewClaims(pool, rows).catch(failed);
    },
    (claimSeconds * 1000) / 4,
  );
  look();
  return {
    dueAt: lookAt,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await looking;
      const impatience = setTimeout(() => abort.abort(), patienceMs);
      await Promise.allSettled([...underWay.values()].map(({ done }) => done));
      clearTimeout(impatience);
      clearInterval(renewal);
    },
  };
}
