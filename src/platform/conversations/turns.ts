/**
 * The turns of all conversations, in the order they come, each conversation's one by one. The turns that wait, one a
 * conversation, are written by one statement: what one turn costs, many share. What a turn left behind is kept in
 * memory for the next one; the statement notices when another process was quicker, and the turn is worked out anew.
 */

import pg, { type Pool, type PoolClient } from "pg";
import type { Audience } from "#platform/conversations/audience.ts";
import { lineOf } from "#platform/conversations/line.ts";
import type { LiveSide, Pinned } from "#platform/conversations/live-side.ts";
import { isQueued } from "#platform/conversations/people.ts";
import {
  type Around,
  type Happening,
  type LogEffect,
  mayMoveOn,
  type PlannedTurn,
  planTurn,
  stateMet,
  storedAfter,
} from "#platform/conversations/plan-turn.ts";
import type { Metrics } from "#platform/metrics.ts";
import { type Found, findConversations, type Stored } from "#platform/store/conversations.ts";
import { type Turn, writeTurns } from "#platform/store/write-turns.ts";
import { turnAttributes } from "#platform/traces/turns.ts";
import type { Event } from "#runtime/event.ts";
import type { AgentEvent } from "#wire/agents.ts";

export interface Taken {
  /** False: it had been taken before, and nothing happened now. */
  readonly taken: boolean;
  /** The newest message's number. */
  readonly seq: number;
  readonly language: string;
}

export interface Turns {
  /** Resolves when the turn is written. Rejects with `NoConversation`, or when the database fails. */
  take(conversation: string, happening: Happening): Promise<Taken>;
  /** Another process has changed these: what is kept of them is read anew. */
  moved(conversations: readonly string[]): void;
  /** Anything may have changed: the database was away, and came back as it was some moments before at worst. */
  movedAll(): void;
  /** How many events wait here. */
  waiting(): number;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

export class NoConversation extends Error {
  constructor(id: string) {
    super(`there is no conversation ${id}`);
    this.name = "NoConversation";
  }
}

/** More waits already than is soon done: who asks is to come back later. */
export class Busy extends Error {
  constructor() {
    super("too many events wait to be taken");
    this.name = "Busy";
  }
}

export interface TurnsOptions {
  readonly pool: Pool;
  readonly live: LiveSide;
  readonly audience: Audience;
  /** Asked once for many turns. */
  around(): Promise<Around>;
  /** Called after a turn that was written, with what people hear of it. */
  written(turn: Turn, events: readonly AgentEvent[]): void;
  log(conversation: string, effect: LogEffect): void;
  readonly metrics: Pick<Metrics, "turn" | "statement">;
}

interface Job {
  readonly conversation: string;
  readonly happening: Happening;
  /** When it came, by the process's own clock. */
  readonly came: number;
  attempts: number;
  resolve(taken: Taken): void;
  reject(error: unknown): void;
}

interface Planned extends PlannedTurn {
  readonly job: Job;
  readonly before: Stored;
}

const turnsAtOnce = 100;
const statementsAtOnce = 2;
/** Fewer wait for the statement that is under way, and share the next: a statement of few costs a turn twice as much. */
const worthAnother = 32;
/** After this many turns that another process was quicker with, the next is taken under a lock: that is fair. */
const patience = 3;
const maxAttempts = 10;
/** Conversations kept in memory. */
const maxKept = 5000;
/** What customers send waits in memory until its turn comes, and this much at most. */
const maxWaiting = 5000;

/**
 * The database refused what the statement holds, and wrote nothing. After anything else (a connection that broke, a
 * server that stopped) it may have been written all the same: who sent the event asks again, and its id says.
 */
function isRefused(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(21|22|23|40|54)/.test(error.code ?? "");
}

/** What an event's turn runs on: what the conversation began with, or what is live where that is over. */
export async function pinnedFor(stored: Stored, event: Event, now: number, live: LiveSide): Promise<Pinned> {
  const moved = mayMoveOn(stored, event, now) ? await live.onChannel(stored.channel) : null;
  return moved ?? { revision: stored.revision, program: await live.program(stored.revision) };
}

/** As it is in the database, or as this process left it: then another may have been quicker. */
type Known = Found & { readonly isKept: boolean };

export function startTurns({ pool, live, audience, around, written, log, metrics }: TurnsOptions): Turns {
  const line = lineOf<Job>();
  const kept = new Map<string, Stored>();
  const idlers: (() => void)[] = [];
  let statements = 0;

  function pump(): void {
    while (statements === 0 || (statements < statementsAtOnce && line.count() >= worthAnother)) {
      const batch = line.next(turnsAtOnce);
      if (batch.length === 0) break;
      statements += 1;
      void takeBatch(batch)
        .catch((error) => {
          for (const job of batch) job.reject(error);
        })
        .finally(() => {
          statements -= 1;
          line.done(batch);
          pump();
        });
    }
    if (isIdle()) for (const resolve of idlers.splice(0)) resolve();
  }

  function isIdle(): boolean {
    return statements === 0 && line.count() === 0;
  }

  /** The conversation was changed by another process: once more, before what came later. */
  function again(job: Job): void {
    job.attempts += 1;
    if (job.attempts < maxAttempts) line.putBack(job);
    else job.reject(new Error("the conversation changes too fast for this event to be taken"));
  }

  async function takeBatch(batch: readonly Job[]): Promise<void> {
    const contested = batch.filter(({ attempts }) => attempts >= patience);
    const others = batch.filter(({ attempts }) => attempts < patience);
    const together = takeAll(pool, others).then((written) => {
      for (const each of written) settle(each);
    });
    // One by one: each holds a connection, and may need another.
    for (const job of contested) await takeLocked(job).catch(job.reject);
    await together;
  }

  /** Answers the turns that were written; the other jobs are done, or wait once more. */
  async function takeAll(database: Pool | PoolClient, jobs: readonly Job[]): Promise<readonly Planned[]> {
    if (jobs.length === 0) return [];
    const [found, here] = await Promise.all([find(database, jobs), around()]);
    const planned = await Promise.all(jobs.map((job) => plan(job, found.get(job.conversation), here)));
    return write(
      database,
      planned.flatMap((each) => each ?? []),
    );
  }

  async function takeLocked(job: Job): Promise<void> {
    const client = await pool.connect();
    let isBroken = true;
    try {
      await client.query("begin");
      await client.query("select from conversations where id = $1 for update", [job.conversation]);
      const written = await takeAll(client, [job]);
      await client.query("commit");
      isBroken = false;
      for (const each of written) settle(each);
    } finally {
      client.release(isBroken);
    }
  }

  /** What is kept is taken to be true: if it is not, the statement says so. */
  async function find(database: Pool | PoolClient, batch: readonly Job[]): Promise<ReadonlyMap<string, Known>> {
    const found = new Map<string, Known>();
    const unknown: Job[] = [];
    for (const job of batch) {
      // A new one is taken to be new, likewise.
      const stored = kept.get(job.conversation) ?? (job.attempts === 0 ? job.happening.opens : undefined);
      if (stored) found.set(job.conversation, { stored, taken: false, pending: true, isKept: true });
      else unknown.push(job);
    }
    if (unknown.length === 0) return found;
    const asked = unknown.map(({ conversation, happening }) => ({
      conversation,
      event: happening.id,
      consumes: happening.consumes,
    }));
    for (const [id, each] of await findConversations(database, asked)) found.set(id, { ...each, isKept: false });
    for (const { conversation, happening } of unknown) {
      if (found.has(conversation) || !happening.opens) continue;
      found.set(conversation, { stored: happening.opens, taken: false, pending: true, isKept: false });
    }
    return found;
  }

  /** Null: the job is done already. */
  async function plan(job: Job, found: Known | undefined, here: Around): Promise<Planned | null> {
    try {
      if (!found) throw new NoConversation(job.conversation);
      const { stored } = found;
      if (found.taken || !found.pending) {
        job.resolve({ taken: false, seq: stored.seq, language: stored.state.language });
        return null;
      }
      const { event, refuses } = job.happening;
      const now = Date.now();
      const pinned = await pinnedFor(stored, event, now, live);
      const refusal = refuses?.(stateMet(stored, event, pinned.program, now), pinned.program);
      if (refusal && found.isKept) {
        kept.delete(job.conversation);
        again(job);
        return null;
      }
      if (refusal) throw refusal;
      return { ...planTurn(stored, pinned, job.happening, now, here), job, before: stored };
    } catch (error) {
      job.reject(error);
      return null;
    }
  }

  async function write(database: Pool | PoolClient, planned: readonly Planned[]): Promise<readonly Planned[]> {
    if (planned.length === 0) return [];
    let done: ReadonlySet<string>;
    try {
      done = await writeTurns(
        database,
        planned.map(({ turn }) => turn),
      );
    } catch (error) {
      for (const { job } of planned) kept.delete(job.conversation);
      if (planned.length === 1 || !isRefused(error)) {
        for (const { job } of planned) job.reject(error);
        return [];
      }
      // One that cannot be written must not take the others with it.
      const written: Planned[] = [];
      for (const each of planned) written.push(...(await write(database, [each])));
      return written;
    }
    metrics.statement(planned.length, planned.length - done.size);
    for (const { job, turn } of planned) {
      if (done.has(turn.conversation)) continue;
      kept.delete(job.conversation);
      again(job);
    }
    return planned.filter(({ turn }) => done.has(turn.conversation));
  }

  function settle(planned: Planned): void {
    const { turn, job, before } = planned;
    kept.delete(turn.conversation);
    kept.set(turn.conversation, storedAfter(before, turn));
    if (kept.size > maxKept) {
      const [oldest] = kept.keys();
      if (oldest !== undefined) kept.delete(oldest);
    }
    const { lines, seq, speaker, typing, state } = turn;
    job.resolve({ taken: true, seq, language: state.language });
    const isWithPeople = state.status === "agents";
    audience.tell(turn.conversation, { lines, seq, speaker, typing, isWithPeople, isQueued: isQueued(state) });
    metrics.turn(job.happening.event.kind, (performance.now() - job.came) / 1000);
    const { span } = job.happening;
    if (!span) return tell(planned);
    span.set(turnAttributes(planned, before.channel));
    span.within(() => tell(planned));
  }

  function tell({ turn, logs, events }: Planned): void {
    for (const each of logs) log(turn.conversation, each);
    written(turn, events);
  }

  return {
    take(conversation, happening) {
      // What the platform itself has to say was taken on long before.
      if (line.count() >= maxWaiting && happening.consumes === null) return Promise.reject(new Busy());
      return new Promise((resolve, reject) => {
        line.add({ conversation, happening, came: performance.now(), attempts: 0, resolve, reject });
        pump();
      });
    },
    moved(conversations) {
      for (const conversation of conversations) kept.delete(conversation);
    },
    movedAll: () => kept.clear(),
    waiting: line.count,
    idle: () => (isIdle() ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve))),
  };
}
