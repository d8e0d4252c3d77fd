/**
 * Turns of several conversations, one each, written by one statement: for each, its state, its messages, the event's
 * id, what is to be done and what is done no more are written together, or, where its version is no longer what it was
 * when the turn began, nothing is. A new conversation is written with its first turn.
 */

import type { Pool, PoolClient } from "pg";
import type { Revision } from "#platform/store/conversations.ts";
import { turnStatement } from "#platform/store/turn-statement.ts";
import type { Agent, State } from "#runtime/state.ts";
import type { ConversationMessage } from "#wire/message.ts";

export interface OutboxEntry {
  readonly id: string;
  readonly kind: "call" | "timer";
  /** Milliseconds since 1970. */
  readonly due: number;
  readonly work: unknown;
}

export interface HandoffEntry {
  readonly id: string;
  /** The brand's id: groups are a brand's. */
  readonly brand: string;
  readonly group: string;
  readonly mode: "live" | "offline";
  readonly details: unknown;
}

/** Where a hand-off stands. `waiting` and `claimed` are open; a record (`offline`) is `done` when somebody has seen to it. */
export type HandoffState = "waiting" | "claimed" | "returned" | "closed" | "withdrawn" | "done";

/** What happened to the live hand-off that is open. */
export interface HandoffChange {
  readonly state: Exclude<HandoffState, "done">;
  readonly agent: Agent | null;
}

/** An event for the company's own programs: delivered to each webhook. */
export interface DeliveryEntry {
  readonly id: string;
  readonly hook: string;
  readonly work: unknown;
}

/** Where a new conversation is, and whose: the brand's id. */
export interface Opens {
  readonly channel: string;
  readonly brand: string;
}

/** A turn, ready to be written. */
export interface Turn {
  readonly conversation: string;
  /** What was read; one more is written. */
  readonly version: number;
  readonly event: string | null;
  readonly consumes: string | null;
  readonly state: State;
  /** Null: it stays on the one that it had. */
  readonly revision: Revision | null;
  readonly seq: number;
  readonly speaker: string;
  readonly typing: boolean;
  /** When the customer last said something, in milliseconds since 1970. */
  readonly said: number;
  /** When the turn was taken, in milliseconds since 1970. */
  readonly at: number;
  /** The conversation is new, and begins with this turn; null: it is there already. */
  readonly opens: Opens | null;
  readonly lines: readonly ConversationMessage[];
  readonly queued: readonly OutboxEntry[];
  /** Ids of outbox rows that are needed no more; the consumed one among them. */
  readonly dropped: readonly string[];
  readonly handoffs: readonly HandoffEntry[];
  /** Null: nothing happened to the live hand-off that was open when the turn began. */
  readonly handoff: HandoffChange | null;
  readonly deliveries: readonly DeliveryEntry[];
}

/** Writes turns of different conversations; answers the conversations whose turns were written. */
export async function writeTurns(database: Pool | PoolClient, turns: readonly Turn[]): Promise<ReadonlySet<string>> {
  const { rows } = await database.query<{ conversation: string }>(turnStatement(turns));
  return new Set(rows.map(({ conversation }) => conversation));
}
