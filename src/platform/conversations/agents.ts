/** What people do with the conversations that are theirs. Each deed is a turn of the conversation, like a customer's. */

import type { Pool } from "pg";
import type { FileLinks } from "#platform/conversations/file-links.ts";
import { agentOf } from "#platform/conversations/people.ts";
import type { Taken, Turns } from "#platform/conversations/turns.ts";
import { channelOf, viewOf } from "#platform/store/conversations.ts";
import { handoffsOf, listHandoffs, notesOf, type Wanted } from "#platform/store/handoffs.ts";
import type { Agent, State } from "#runtime/state.ts";
import type { ActRequest, ConversationRecord, HandoffRecord, SayRequest } from "#wire/agents.ts";

/** Why a deed is refused. */
export class NotTheirs extends Error {
  readonly code: "claimed" | "not-here";
  readonly agent: Agent | null;
  constructor(agent: Agent | null) {
    super(
      agent
        ? `${agent.name} has this conversation`
        : "nobody has claimed this conversation, or it is not with people any more",
    );
    this.name = "NotTheirs";
    this.code = agent ? "claimed" : "not-here";
    this.agent = agent;
  }
}

export interface Agents {
  claim(conversation: string, request: ActRequest): Promise<Taken>;
  say(conversation: string, request: SayRequest): Promise<Taken>;
  release(conversation: string, request: ActRequest): Promise<Taken>;
  handBack(conversation: string, request: ActRequest): Promise<Taken>;
  close(conversation: string, request: ActRequest): Promise<Taken>;
  /** A part of the hand-offs, and where the next part begins; null: there is none. */
  handoffs(wanted: Wanted): Promise<{ readonly handoffs: readonly HandoffRecord[]; readonly next: string | null }>;
  /** Null: there is no such conversation. */
  record(conversation: string, after: number): Promise<ConversationRecord | null>;
}

export function agentsOf(pool: Pool, turns: Turns, links: FileLinks): Agents {
  /** With people, and nobody else has it. */
  const free =
    ({ id }: Agent) =>
    (state: State): Error | null => {
      if (state.waiting?.kind !== "agents") return new NotTheirs(null);
      const has = agentOf(state);
      return has === null || has.id === id ? null : new NotTheirs(has);
    };
  /** This agent has it. */
  const theirs =
    ({ id }: Agent) =>
    (state: State): Error | null => {
      const has = agentOf(state);
      return has?.id === id ? null : new NotTheirs(has);
    };

  return {
    claim: (conversation, { id, agent }) =>
      turns.take(conversation, { event: { kind: "agent", ...agent }, id, consumes: null, refuses: free(agent) }),
    say: (conversation, { id, agent, text }) =>
      turns.take(conversation, { event: { kind: "agent", ...agent, text }, id, consumes: null, refuses: free(agent) }),
    release: (conversation, { id, agent }) =>
      turns.take(conversation, { event: { kind: "agent-left" }, id, consumes: null, refuses: theirs(agent) }),
    handBack: (conversation, { id, agent }) =>
      turns.take(conversation, { event: { kind: "agent-done" }, id, consumes: null, refuses: theirs(agent) }),
    close: (conversation, { id, agent }) =>
      turns.take(conversation, { event: { kind: "agent-closed" }, id, consumes: null, refuses: theirs(agent) }),
    async handoffs(wanted) {
      const { handoffs, next } = await listHandoffs(pool, wanted);
      return { handoffs: handoffs.map((each) => links.renewedIn(each.conversation, each)), next };
    },
    async record(conversation, after) {
      const [view, channel, handoffs, notes] = await Promise.all([
        viewOf(pool, conversation, after),
        channelOf(pool, conversation),
        handoffsOf(pool, conversation),
        notesOf(pool, conversation),
      ]);
      if (!view || channel === null) return null;
      const { status, language, seq, lines } = view;
      return {
        conversation,
        channel,
        status,
        language,
        seq,
        handoffs: [...links.renewedIn(conversation, handoffs)],
        messages: [...links.renewed(conversation, lines)],
        notes,
      };
    },
  };
}
