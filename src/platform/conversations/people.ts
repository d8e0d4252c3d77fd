/** What a turn means for the people who take over: the hand-off that changes, and what their programs hear of. Pure. */

import type { HandoffChange, HandoffEntry } from "#platform/store/write-turns.ts";
import type { Event } from "#runtime/event.ts";
import { compile, type Program } from "#runtime/program.ts";
import type { Agent, State } from "#runtime/state.ts";
import type { AgentEvent } from "#wire/agents.ts";
import type { ConversationMessage } from "#wire/message.ts";

/** Who has taken the conversation; null: nobody has, or it is not with people. */
export function agentOf({ waiting }: State): Agent | null {
  return waiting?.kind === "agents" ? (waiting.agent ?? null) : null;
}

/** Whether the conversation is in a group's queue. */
export function isQueued({ waiting }: State): boolean {
  return waiting?.kind === "agents" && waiting.agent === undefined;
}

/** The group that has the conversation, or that it waits for. */
export function groupOf(program: Program, { frames, waiting }: State): string | null {
  const frame = frames.at(-1);
  if (waiting?.kind !== "agents" || !frame) return null;
  const step = compile(program).workflows.get(frame.workflow)?.steps.get(frame.step)?.step;
  return step?.kind === "handoff" ? step.handoff : null;
}

/** What happens to the live hand-off that was open before; null: nothing. `withdrawn`: nobody came for it. */
export function handoffChange(before: State, event: Event, after: State, withdrawn: boolean): HandoffChange | null {
  if (before.waiting?.kind !== "agents") return null;
  const agent = agentOf(before);
  if (withdrawn) return { state: "withdrawn", agent };
  switch (event.kind) {
    case "agent": {
      const now = agentOf(after);
      return now && now.id !== agent?.id ? { state: "claimed", agent: now } : null;
    }
    case "agent-left":
      return agent && { state: "waiting", agent: null };
    case "agent-done":
      return { state: "returned", agent };
    case "agent-closed":
      return { state: "closed", agent };
    default:
      return null;
  }
}

type Told = Omit<AgentEvent, "id" | "conversation" | "at">;

/** In the order in which they came about. */
export function agentEvents(
  program: Program,
  before: State,
  change: HandoffChange | null,
  lines: readonly ConversationMessage[],
  handoffs: readonly HandoffEntry[],
): readonly Told[] {
  const told: Told[] = [];
  const brand = program.brand.id;
  const group = groupOf(program, before);
  if (group !== null) {
    const place = { brand, group };
    if (change) {
      const type = change.state === "waiting" ? "handoff.released" : (`handoff.${change.state}` as const);
      told.push({ type, ...place, ...(change.agent && { agent: change.agent }) });
    }
    for (const message of lines) {
      if (message.from === "customer" || message.from === "agent") told.push({ type: "message", ...place, message });
    }
  }
  for (const { id, group, mode } of handoffs) {
    told.push({ type: mode === "live" ? "handoff.waiting" : "handoff.recorded", brand, group, handoff: id });
  }
  return told;
}
