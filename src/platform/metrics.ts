/** What an operator watches, in Prometheus's form. Names and numbers alone: no customer, no words, no secrets. */

import type { Pool } from "pg";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Scanned } from "#platform/conversations/scan-file.ts";
import type { CallResult, Event } from "#runtime/event.ts";

export interface Metrics {
  turn(kind: Event["kind"], seconds: number): void;
  /** Turns that one statement was to write, and those of them that another process was quicker with. */
  statement(turns: number, conflicts: number): void;
  call(result: CallResult, seconds: number): void;
  delivery(hook: string, outcome: "taken" | "refused" | "given up"): void;
  /** What the scanner said of a file. */
  scan(outcome: Scanned, seconds: number): void;
  /** Something that a workflow did went wrong, by the log's code. */
  trouble(code: string): void;
  request(method: string, route: string, status: number, seconds: number): void;
  /** In Prometheus's text form; what is in the database is counted now. */
  text(): Promise<string>;
  readonly contentType: string;
}

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function metricsOf(pool: Pool, waitingTurns: () => number): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const turns = new Histogram({
    name: "parley_turn_seconds",
    help: "From an event's arrival until its turn is written, by the event's kind",
    labelNames: ["event"],
    buckets: seconds,
    registers,
  });
  const batches = new Histogram({
    name: "parley_statement_turns",
    help: "Turns written by one statement",
    buckets: [1, 2, 5, 10, 20, 50, 100],
    registers,
  });
  const conflicts = new Counter({
    name: "parley_turn_conflicts_total",
    help: "Turns that another platform was quicker with, worked out anew",
    registers,
  });
  const calls = new Histogram({
    name: "parley_call_seconds",
    help: "Calls to other systems with their repeats, by how they ended",
    labelNames: ["result"],
    buckets: seconds,
    registers,
  });
  const deliveries = new Counter({
    name: "parley_webhook_deliveries_total",
    help: "Events sent to webhooks, by how it went",
    labelNames: ["webhook", "outcome"],
    registers,
  });
  const scans = new Histogram({
    name: "parley_file_scan_seconds",
    help: "Files that the scanner was asked about, by what came of it",
    labelNames: ["outcome"],
    buckets: seconds,
    registers,
  });
  const troubles = new Counter({
    name: "parley_workflow_troubles_total",
    help: "What went wrong inside workflows, by the log's code",
    labelNames: ["code"],
    registers,
  });
  const requests = new Histogram({
    name: "parley_http_seconds",
    help: "Requests, by route and status",
    labelNames: ["method", "route", "status"],
    buckets: seconds,
    registers,
  });
  new Gauge({
    name: "parley_turns_waiting",
    help: "Events that wait in this process for their turn",
    registers,
    collect() {
      this.set(waitingTurns());
    },
  });
  const overdue = new Gauge({
    name: "parley_outbox_overdue",
    help: "Work in the database that is due and nobody has done, of all platforms together",
    labelNames: ["outbox"],
    registers,
    async collect() {
      for (const outbox of ["outbox", "deliveries"]) {
        const { rows } = await pool.query<{ due: number; oldest: number }>(
          `select count(*)::int as due, coalesce(extract(epoch from now() - min(due)), 0)::float8 as oldest
           from ${outbox} where due <= now()`,
        );
        overdue.set({ outbox }, rows[0]?.due ?? 0);
        oldest.set({ outbox }, rows[0]?.oldest ?? 0);
      }
    },
  });
  const oldest = new Gauge({
    name: "parley_outbox_oldest_seconds",
    help: "For how long the oldest of that has been due",
    labelNames: ["outbox"],
    registers,
  });
  new Gauge({
    name: "parley_handoffs_open",
    help: "Hand-offs in queues, with agents, and records nobody has seen to",
    labelNames: ["brand", "group", "mode", "state"],
    registers,
    async collect() {
      const { rows } = await pool.query<{ brand: string; group: string; mode: string; state: string; open: number }>(
        `select brand, "group", mode, state, count(*)::int as open from handoffs
         where state in ('waiting', 'claimed') group by brand, "group", mode, state`,
      );
      this.reset();
      for (const { open, ...labels } of rows) this.set(labels, open);
    },
  });

  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    turn: (event, taken) => turns.observe({ event }, taken),
    statement(count, lost) {
      batches.observe(count);
      if (lost > 0) conflicts.inc(lost);
    },
    call: (result, taken) => calls.observe({ result: nameOf(result) }, taken),
    delivery: (webhook, outcome) => deliveries.inc({ webhook, outcome }),
    scan: (outcome, taken) => scans.observe({ outcome }, taken),
    trouble: (code) => troubles.inc({ code }),
    request: (method, route, status, taken) => requests.observe({ method, route, status: String(status) }, taken),
  };
}

/** How a call ended, in one of few words. */
export function nameOf(result: CallResult): string {
  return result.kind === "answer" ? `${Math.floor(result.status / 100)}xx` : result.kind;
}
