/** A span for each turn, from the event's arrival until it is written, with what it ran and what came of that. */

import type { PlannedTurn } from "#platform/conversations/plan-turn.ts";
import { isPreview } from "#platform/conversations/previews.ts";
import type { Turns } from "#platform/conversations/turns.ts";
import { type Attributes, inSpan, type Traces } from "#platform/traces/traces.ts";

export function tracedTurns(turns: Turns, traces: Traces): Turns {
  return {
    ...turns,
    take: (conversation, happening) =>
      inSpan(
        traces,
        {
          name: `turn ${happening.event.kind}`,
          kind: "internal",
          attributes: { "parley.conversation.id": conversation, "parley.event": happening.event.kind },
        },
        async (span) => {
          const taken = await turns.take(conversation, { ...happening, span });
          span.set({ "parley.taken": taken.taken });
          return taken;
        },
      ),
  };
}

/** What a turn's span says once it is written. Who knows a preview's channel gets in: it is not told. */
export function turnAttributes({ turn, program, effects }: PlannedTurn, channel: string): Attributes {
  const ended = effects.findLast((effect) => effect.kind === "ended");
  const frame = turn.state.frames.at(-1);
  return {
    "parley.channel.id": isPreview(channel) ? "preview" : channel,
    "parley.brand.id": program.brand.id,
    "parley.assistant.id": program.assistant?.id,
    "parley.workflow.id": frame?.workflow ?? ended?.workflow,
    "parley.step.id": frame?.step,
    "parley.status": turn.state.status,
    "parley.outcome": ended?.outcome ?? undefined,
  };
}
