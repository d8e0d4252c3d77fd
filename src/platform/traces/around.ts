/** What is done around the platform's parts where traces are wanted. Where they are not, each part stays what it is. */

import { type Send, sendOutward } from "#platform/conversations/outward.ts";
import type { Turns } from "#platform/conversations/turns.ts";
import type { WorkerOptions } from "#platform/conversations/worker.ts";
import type { Outbox } from "#platform/store/outbox.ts";
import { tracedSend } from "#platform/traces/outward.ts";
import type { Attributes, Traces } from "#platform/traces/traces.ts";
import { tracedTurns } from "#platform/traces/turns.ts";
import { tracedWork } from "#platform/traces/work.ts";

export interface Around {
  readonly send: Send;
  turns(turns: Turns): Turns;
  work(outbox: Outbox): (perform: WorkerOptions["perform"]) => WorkerOptions["perform"];
  /** Says something of the span in which it is called. */
  note(attributes: Attributes): void;
}

const untraced: Around = {
  send: sendOutward,
  turns: (turns) => turns,
  work: () => (perform) => perform,
  note: () => undefined,
};

export function aroundWith(traces: Traces | null): Around {
  if (!traces) return untraced;
  return {
    send: tracedSend(sendOutward, traces),
    turns: (turns) => tracedTurns(turns, traces),
    work: (outbox) => (perform) => tracedWork(perform, outbox, traces),
    note: (attributes) => traces.active()?.set(attributes),
  };
}
