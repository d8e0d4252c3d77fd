/** What the interpreter asks for: performed by the platform, or by the fake world of a rehearsal. Plain JSON. */

import type { Method } from "#content/workflow.ts";
import type { Message } from "#runtime/message.ts";

export type Effect =
  | { readonly kind: "message"; readonly workflow: string; readonly step: string; readonly message: Message }
  /** An API call; its result comes back as a `called` event with the same id. No secret in it. */
  | {
      readonly kind: "call";
      readonly call: string;
      readonly workflow: string;
      readonly step: string;
      readonly connection: string;
      readonly method: Method;
      /** Path below the connection's `base_url`, escaped, without the query. */
      readonly path: string;
      readonly query: Readonly<Record<string, string>>;
      readonly headers: Readonly<Record<string, string>>;
      readonly body?: unknown;
      readonly timeoutMs: number;
      /** Tries in all; 1: no retry. */
      readonly tries: number;
      readonly backoffMs: number;
      readonly idempotencyKey?: string;
    }
  /** Comes back as a `timer` event with the same id, unless a `cancel` came first. */
  | {
      readonly kind: "timer";
      readonly timer: string;
      readonly afterMs: number;
      readonly purpose: "wait" | "silence" | "handoff";
    }
  | { readonly kind: "cancel"; readonly timer: string }
  | {
      readonly kind: "handoff";
      readonly group: string;
      readonly mode: "live" | "offline";
      readonly tags: readonly string[];
      readonly fields: Readonly<Record<string, unknown>>;
      /** The workflow's variables as they are then, and what is known of the customer; sensitive ones are masked. */
      readonly variables: Readonly<Record<string, unknown>>;
      readonly user: Readonly<Record<string, unknown>>;
    }
  /** The workflow that the conversation was in ended. */
  | { readonly kind: "ended"; readonly workflow: string; readonly outcome: string | null }
  /** Nobody came in time: the conversation leaves the group's queue. */
  | { readonly kind: "withdraw"; readonly group: string }
  /** For operators: what went wrong inside a workflow, without customers' words. */
  | {
      readonly kind: "log";
      readonly level: "info" | "warning" | "error";
      readonly code: string;
      readonly message: string;
      readonly workflow?: string;
      readonly step?: string;
    };
