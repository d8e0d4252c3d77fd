/**
 * Keeps the queues honest: customers see their place move, nobody waits for a group that has gone home, and a
 * conversation whose agent has vanished goes back to the others.
 */

import type { Pool } from "pg";
import type { Audience } from "#platform/conversations/audience.ts";
import { agentOf, isQueued } from "#platform/conversations/people.ts";
import type { Presence } from "#platform/conversations/presence.ts";
import { NoConversation, type Turns } from "#platform/conversations/turns.ts";
import { queueOf, waitingLongerThan } from "#platform/store/handoffs.ts";
import { abandoned, forgetGone } from "#platform/store/presence.ts";
import type { State } from "#runtime/state.ts";

export interface Queues {
  /** Somebody joined or left a group's queue. */
  moved(brand: string, group: string): void;
  stop(): Promise<void>;
}

export interface QueuesOptions {
  readonly pool: Pool;
  readonly turns: Turns;
  readonly presence: Presence;
  readonly audience: Audience;
  /** How often the queues are looked at, and how long a group may be empty, and an agent gone. */
  readonly patience: { readonly lookMs: number; readonly emptySeconds: number; readonly goneSeconds: number };
  failed(error: unknown): void;
}

const collectMs = 50;

/** What is refused has changed meanwhile: nothing is to be done. */
class Otherwise extends Error {}

export function startQueues({ pool, turns, presence, audience, patience, failed }: QueuesOptions): Queues {
  const changed = new Map<string, readonly [string, string]>();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | null = null;

  async function tellPlaces(): Promise<void> {
    timer = undefined;
    const places = [...changed.values()];
    changed.clear();
    for (const [brand, group] of places) {
      // Told to each as it is: if each asked for their own, a long queue would keep the database busy with itself.
      for (const [before, conversation] of (await queueOf(pool, brand, group)).entries()) {
        audience.tell(conversation, { place: before + 1 });
      }
    }
  }

  /** A turn that happens only if the state still asks for it. */
  async function take(
    conversation: string,
    event: { readonly kind: "nobody" | "agent-left" },
    holds: (state: State) => boolean,
  ): Promise<void> {
    try {
      const refuses = (state: State): Error | null => (holds(state) ? null : new Otherwise());
      await turns.take(conversation, { event, id: null, consumes: null, refuses });
    } catch (error) {
      if (!(error instanceof Otherwise || error instanceof NoConversation)) throw error;
    }
  }

  async function look(): Promise<void> {
    await forgetGone(pool);
    for (const { conversation, agent } of await abandoned(pool, patience.goneSeconds)) {
      await take(conversation, { kind: "agent-left" }, (state) => agentOf(state)?.id === agent.id);
    }
    const waiting = await waitingLongerThan(pool, patience.emptySeconds);
    if (waiting.length === 0) return;
    await presence.fresh();
    for (const { conversation, brand, group } of waiting) {
      if (presence.online(brand, group).length > 0) continue;
      await take(conversation, { kind: "nobody" }, isQueued);
    }
  }

  const clock = setInterval(() => {
    looking ??= look()
      .catch(failed)
      .finally(() => {
        looking = null;
      });
  }, patience.lookMs);
  return {
    moved(brand, group) {
      changed.set(`${brand}/${group}`, [brand, group]);
      timer ??= setTimeout(() => void tellPlaces().catch(failed), collectMs);
    },
    async stop() {
      clearInterval(clock);
      clearTimeout(timer);
      await looking;
    },
  };
}
