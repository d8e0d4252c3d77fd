/**
 * Tells the company's own programs what people do: each event to each webhook, signed (standardwebhooks.com: an id, a
 * moment, an HMAC), tried again with growing pauses until it is taken. It may arrive twice, and late: the id says what
 * is the same, `at` and the lines' numbers say what came first.
 */

import { createHmac } from "node:crypto";
import type { Pool } from "pg";
import type { FileLinks } from "#platform/conversations/file-links.ts";
import type { AllowsPrivate, Send } from "#platform/conversations/outward.ts";
import type { DeliveryWork } from "#platform/conversations/plan-turn.ts";
import { startWorker, type Worker, type WorkerOptions } from "#platform/conversations/worker.ts";
import { newestLines } from "#platform/store/conversations.ts";
import { handoffsOf } from "#platform/store/handoffs.ts";
import { type Claimed, dropWork, lanes, postpone } from "#platform/store/outbox.ts";
import { type Webhook, webhooks } from "#platform/store/webhooks.ts";
import type { AgentEvent } from "#wire/agents.ts";

export interface Webhooks {
  /** Names of those that hear of a turn that is written now. */
  names(): Promise<readonly string[]>;
  /** Null: there is no such webhook, whatever is kept at hand. */
  named(name: string): Promise<Webhook | null>;
  moved(): void;
}

const freshMs = 3000;

/** The webhooks, kept at hand. */
export function webhooksOf(pool: Pool): Webhooks {
  let known: Promise<readonly Webhook[]> | null = null;
  let readAt = 0;
  const all = (): Promise<readonly Webhook[]> => {
    const now = performance.now();
    if (known && now - readAt < freshMs) return known;
    readAt = now;
    const reading = webhooks(pool);
    known = reading;
    reading.catch(() => {
      if (known === reading) known = null;
    });
    return reading;
  };
  const find = async (wanted: string): Promise<Webhook | null> =>
    (await all()).find(({ name }) => name === wanted) ?? null;
  const moved = (): void => {
    known = null;
  };
  return {
    names: async () => (await all()).map(({ name }) => name),
    async named(name) {
      const here = await find(name);
      if (here) return here;
      // Another platform's turn may know of one that nobody has told this one yet.
      moved();
      return find(name);
    },
    moved,
  };
}

export interface DeliveryOptions {
  readonly pool: Pool;
  readonly links: FileLinks;
  readonly hooks: Pick<Webhooks, "named">;
  readonly allowsPrivate: AllowsPrivate;
  readonly send: Send;
  /** What is done around each delivery. */
  around(perform: WorkerOptions["perform"]): WorkerOptions["perform"];
  failed(error: unknown): void;
  /** How it went; `given up` after days. */
  told(hook: string, event: string, outcome: "taken" | "refused" | "given up"): void;
}

const deliveriesAtOnce = 60;
/** A program that does not answer leaves room for the others. */
const deliveriesOfOne = 20;
const answerMs = 10_000;
/** Some three days of trying, the longest pause six hours. */
const maxTries = 25;
const firstPauseMs = 1000;
const longestPauseMs = 6 * 3600 * 1000;

/** Delivers what turns left for the webhooks. */
export function startDeliveries(options: DeliveryOptions): Worker {
  const { pool, links, hooks, allowsPrivate, send, around, failed, told } = options;

  async function perform(row: Claimed, signal: AbortSignal): Promise<void> {
    const { trace: _notTheirs, ...event } = row.work as DeliveryWork;
    const hook = await hooks.named(row.kind);
    if (!hook) return dropWork(pool, "deliveries", row);
    const isDone = await isTaken(hook, event, signal);
    const isLast = row.before + 1 >= maxTries;
    told(hook.name, event.id, isDone ? "taken" : isLast ? "given up" : "refused");
    if (isDone || isLast) return dropWork(pool, "deliveries", row);
    const pause = signal.aborted ? 0 : Math.min(firstPauseMs * 2 ** row.before, longestPauseMs);
    await postpone(pool, "deliveries", row, pause * (0.75 + Math.random() / 2));
  }

  async function isTaken(hook: Webhook, event: AgentEvent, signal: AbortSignal): Promise<boolean> {
    const body = JSON.stringify(await withRecord(event));
    const moment = Math.floor(Date.now() / 1000);
    try {
      const request = {
        url: new URL(hook.url),
        method: "POST",
        headers: {
          "content-type": "application/json",
          "user-agent": "Parley",
          "webhook-id": event.id,
          "webhook-timestamp": String(moment),
          "webhook-signature": hook.secrets.map((secret) => signatureOf(secret, event.id, moment, body)).join(" "),
        },
        body,
        isRepeatable: true,
      };
      const { status } = await send(request, allowsPrivate, AbortSignal.any([signal, AbortSignal.timeout(answerMs)]));
      return status >= 200 && status < 300;
    } catch {
      return false;
    }
  }

  /** A hand-off comes with all that people need to know, and files with addresses that are good: as it is when it is sent. */
  async function withRecord(event: AgentEvent): Promise<unknown> {
    const { conversation, message } = event;
    if (message) return { ...event, message: links.renewed(conversation, [message])[0] };
    if (event.handoff === undefined) return event;
    const [handoffs, newest] = await Promise.all([handoffsOf(pool, conversation), newestLines(pool, conversation)]);
    const record = handoffs.find(({ handoff }) => handoff === event.handoff);
    const messages = links.renewed(conversation, newest?.lines ?? []);
    return {
      ...event,
      record: links.renewedIn(conversation, record ?? null),
      language: newest?.language ?? null,
      messages,
    };
  }

  return startWorker({
    pool,
    lane: lanes.deliveries,
    atOnce: deliveriesAtOnce,
    mostOfOne: deliveriesOfOne,
    perform: around(perform),
    failed,
  });
}

export function signatureOf(secret: string, id: string, moment: number, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  return `v1,${createHmac("sha256", key).update(`${id}.${moment}.${body}`).digest("base64")}`;
}
