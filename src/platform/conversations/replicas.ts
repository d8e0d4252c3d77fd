/**
 * What platforms on one database tell one another: which conversations changed, and that another release is live.
 * A word may be lost (a connection breaks): readers look for themselves from time to time.
 */

import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import pg, { type Pool, type PoolConfig } from "pg";
import type { AgentHint } from "#wire/agents.ts";

export interface Replicas {
  /** A conversation changed here. */
  changed(conversation: string): void;
  /** Another release is live. */
  released(): Promise<void>;
  /** Something happened that people's screens show. */
  people(hint: AgentHint): void;
  /** Somebody came or went. */
  presence(): void;
  /** There are other webhooks. */
  webhooks(): void;
  stop(): Promise<void>;
}

export interface Hearing {
  /** Conversations changed elsewhere. */
  changed(conversations: readonly string[]): void;
  released(): void;
  people(hint: AgentHint): void;
  presence(): void;
  webhooks(): void;
  /** The connection was away: anything may have happened. */
  missed(): void;
  failed(error: unknown): void;
}

const channel = "parley";
/** PostgreSQL takes 8000 bytes at once. */
const wordsAtOnce = 200;
/** A word to the others costs a transaction: this long after one, what happens waits for the next and shares it. */
const collectMs = 20;
/** How often the connection that only listens is asked whether anybody is at its other end. */
const beatMs = 5000;

/** Begins to listen, on one connection that is made anew when it breaks. */
export async function startReplicas(pool: Pool, connection: PoolConfig, hearing: Hearing): Promise<Replicas> {
  const self = randomUUID();
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let saidAt = Number.NEGATIVE_INFINITY;
  let stopped = false;
  let client: pg.Client | null = null;

  /** A word may be lost, so nobody waits until it is on the disk: turns' own writes would have to wait behind it. */
  const say = async (words: readonly string[]): Promise<void> => {
    await pool.query({
      name: "say",
      text: "select set_config('synchronous_commit', 'off', true), pg_notify($1, $2)",
      values: [channel, [self, ...words].join(" ")],
    });
  };

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    saidAt = performance.now();
    const all = [...changed];
    changed.clear();
    for (let from = 0; from < all.length; from += wordsAtOnce) {
      await say(["changed", ...all.slice(from, from + wordsAtOnce)]).catch(hearing.failed);
    }
  }

  function heard(payload: string): void {
    const [from, kind, ...words] = payload.split(" ");
    if (from === self) return;
    switch (kind) {
      case "released":
        return hearing.released();
      case "presence":
        return hearing.presence();
      case "webhooks":
        return hearing.webhooks();
      case "people": {
        const [type = "message", conversation = "", brand = "", group = ""] = words;
        return hearing.people({ type: type as AgentHint["type"], conversation, brand, group });
      }
      case "changed":
        return hearing.changed(words);
      // A newer version, beside this one during a rolling restart, may say more.
      default:
        return;
    }
  }

  async function listen(): Promise<void> {
    const next = new pg.Client(connection);
    next.on("notification", ({ payload }) => heard(payload ?? ""));
    next.on("error", hearing.failed);
    next.on("end", () => {
      if (client === next && !stopped) void listenAgain();
    });
    try {
      await next.connect();
      await next.query(`listen ${channel}`);
    } catch (error) {
      // A standby, for one, lets nobody listen.
      void next.end().catch(() => undefined);
      throw error;
    }
    client = next;
  }

  let isAsked = false;
  const beat = setInterval(() => {
    const asked = client;
    if (isAsked || !asked) return;
    isAsked = true;
    asked
      .query("select 1")
      // A connection that does not answer is broken: then another is made.
      .catch(() => asked.end().catch(() => undefined))
      .finally(() => {
        isAsked = false;
      });
  }, beatMs).unref();

  async function listenAgain(): Promise<void> {
    for (let pause = 100; !stopped; pause = Math.min(pause * 2, 5000)) {
      await sleep(pause);
      try {
        await listen();
        return hearing.missed();
      } catch (error) {
        hearing.failed(error);
      }
    }
  }

  await listen();
  return {
    changed(conversation) {
      changed.add(conversation);
      // At once, if it may be, with all that the same statement wrote: whoever hears late works out turns in vain.
      if (!stopped) timer ??= setTimeout(flush, Math.max(0, saidAt + collectMs - performance.now()));
    },
    released: () => say(["released"]),
    people: ({ type, conversation, brand, group }) =>
      void say(["people", type, conversation, brand, group]).catch(hearing.failed),
    presence: () => void say(["presence"]).catch(hearing.failed),
    webhooks: () => void say(["webhooks"]).catch(hearing.failed),
    async stop() {
      stopped = true;
      clearInterval(beat);
      await flush();
      await client?.end().catch(() => undefined);
    },
  };
}
