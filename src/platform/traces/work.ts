/** A span for each piece of work from an outbox, whichever platform's turn left it there. */

import type { WorkerOptions } from "#platform/conversations/worker.ts";
import type { Claimed, Outbox } from "#platform/store/outbox.ts";
import { inSpan, type Origin, type SpanStart, type Traces } from "#platform/traces/traces.ts";

type Perform = WorkerOptions["perform"];

export function tracedWork(perform: Perform, outbox: Outbox, traces: Traces): Perform {
  return (row, signal) => inSpan(traces, startOf(row, outbox), () => perform(row, signal));
}

function startOf(row: Claimed, outbox: Outbox): SpanStart {
  const { conversation, kind, before } = row;
  const work = row.work as {
    readonly trace?: string;
    readonly call?: { readonly connection: string };
    readonly type?: string;
  };
  const about = { "parley.conversation.id": conversation, "parley.attempt": before + 1 };
  // What is due at once is part of the turn; a timer, or what is tried again, may come days later.
  const isAtOnce = kind !== "timer" && before === 0;
  const origin: Origin = { kind: isAtOnce ? "part-of" : "after", traceparent: work.trace ?? null };
  if (outbox === "deliveries") {
    const attributes = { ...about, "parley.webhook.name": kind, "parley.webhook.event": work.type };
    return { name: `webhook ${kind}`, kind: "internal", origin, attributes };
  }
  const connection = work.call?.connection;
  const name = connection === undefined ? kind : `${kind} ${connection}`;
  return { name, kind: "internal", origin, attributes: { ...about, "parley.connection.id": connection } };
}
