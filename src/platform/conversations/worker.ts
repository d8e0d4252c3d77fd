/**
 * Takes what is due from an outbox and has it done, so much at once, and so much that asks the same: what a dead
 * platform had claimed is taken up when its claim is over, and a claim is renewed while the work goes on.
 */

import type { Pool } from "pg";
import { type Claimed, claimDue, claimSeconds, type Lane, nextDue, renewClaims } from "#platform/store/outbox.ts";

export interface Worker {
  /** Something is due at this moment, in milliseconds since 1970. */
  dueAt(moment: number): void;
  /** Takes nothing more, and waits for what is under way, some seconds at most: then `signal` says stop. */
  stop(): Promise<void>;
}

export interface WorkerOptions {
  readonly pool: Pool;
  readonly lane: Lane;
  readonly atOnce: number;
  /** Who has as much of it under way gets no more; up to twice as much where it comes all together. */
  readonly mostOfOne: number;
  /** Ends with the row gone, or due again. */
  perform(row: Claimed, signal: AbortSignal): Promise<void>;
  failed(error: unknown): void;
}

/** Other processes write to the same outbox: it is looked at this often, whatever is known here. */
const lookEveryMs = 1000;
const patienceMs = 3000;
const renewEveryMs = (claimSeconds * 1000) / 4;

export function startWorker({ pool, lane, atOnce, mostOfOne, perform, failed }: WorkerOptions): Worker {
  const underWay = new Map<string, { readonly row: Claimed; readonly done: Promise<void> }>();
  /** How much of that asks whom. */
  const counts = new Map<string, number>();
  const abort = new AbortController();
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let timerAt = Number.POSITIVE_INFINITY;
  let looking: Promise<void> | null = null;
  let lookAgain = false;
  let wasAway = false;

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
        wasAway = true;
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
    const room = Math.min(atOnce - underWay.size, mostOfOne);
    if (room <= 0) return lookEveryMs;
    if (wasAway) {
      // Nobody could renew a claim meanwhile: what looks abandoned may be under way, here or elsewhere.
      await renew();
      wasAway = false;
      return renewEveryMs;
    }
    const rows = await claimDue(pool, lane, room, full());
    for (const row of rows) begin(row);
    if (rows.length === room) return 0;
    return (await nextDue(pool, lane, full(), lookEveryMs)) ?? lookEveryMs;
  }

  function full(): readonly string[] {
    return [...counts].flatMap(([whose, count]) => (count >= mostOfOne ? [whose] : []));
  }

  function begin(row: Claimed): void {
    const key = `${row.conversation} ${row.id}`;
    // Its claim ran out while the database was away. It is this process's once more, and goes on.
    if (underWay.has(key)) return;
    const done = perform(row, abort.signal)
      .catch(failed)
      .finally(() => {
        const count = counts.get(row.whose) ?? 0;
        if (underWay.size === atOnce || count === mostOfOne) lookAt(Date.now());
        underWay.delete(key);
        if (count > 1) counts.set(row.whose, count - 1);
        else counts.delete(row.whose);
      });
    counts.set(row.whose, (counts.get(row.whose) ?? 0) + 1);
    underWay.set(key, { row, done });
  }

  async function renew(): Promise<void> {
    await renewClaims(
      pool,
      lane.outbox,
      [...underWay.values()].map(({ row }) => row),
    );
  }

  const renewal = setInterval(() => {
    if (underWay.size > 0) renew().catch(failed);
  }, renewEveryMs);
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
