/** What people's screens are told in this process: that something is to be read anew. No customer's words. */

import type { AgentHint } from "#wire/agents.ts";

export type AgentNews =
  | ({ readonly kind: "handoff" | "message" } & AgentHint)
  /** Somebody came or went. */
  | { readonly kind: "presence" }
  /** Words were missed: anything may have happened. */
  | { readonly kind: "again" };

export interface AgentNewsOf {
  /** Answers how to listen no more. */
  listen(listener: (news: AgentNews) => void): () => void;
  tell(news: AgentNews): void;
}

export function agentNews(): AgentNewsOf {
  const listeners = new Set<(news: AgentNews) => void>();
  return {
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell(news) {
      for (const listener of listeners) listener(news);
    },
  };
}

export function newsOf({ type, conversation, brand, group }: AgentHint): AgentNews {
  return { kind: type === "message" ? "message" : "handoff", type, conversation, brand, group };
}
