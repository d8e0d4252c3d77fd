/** `handoff`: people take the conversation, or a record is left for them. */

import { milliseconds } from "#content/duration.ts";
import type { HandoffStep } from "#content/workflow.ts";
import type { Effect } from "#runtime/effect.ts";
import { isSensitive, mask } from "#runtime/sensitive.ts";
import { resultOf, TextFailed, tagText, textIn } from "#runtime/texts.ts";
import { follow, type Here, type Move, nextId, onward, send } from "#runtime/turn.ts";

type HandoffEffect = Extract<Effect, { kind: "handoff" }>;

export function runHandoff(here: Here<HandoffStep>): Move {
  const { step, turn } = here;
  const mode = step.mode ?? "live";
  const nobody = mode === "live" && turn.world.agentsOnline(step.handoff) === 0;
  if (nobody && step.no_agent !== undefined) return follow(here, step.no_agent, "no_agent");
  const fields: Record<string, unknown> = {};
  for (const [name, source] of Object.entries(step.fields ?? {})) {
    const value = resultOf(here, source);
    if (!value.ok) throw new TextFailed(`fields ${name}: ${value.message}`);
    fields[name] = isSensitive(source, here.workflow.sensitive) ? mask : value.value;
  }
  const text = step.text && textIn(here, step.text);
  const tags = (step.tags ?? []).map((tag) => tagText(here, tag));
  if (text) send(here, { type: "text", text });
  turn.effects.push({ kind: "handoff", group: step.handoff, mode, tags, fields, ...knownTo(here) });
  // Whatever failed before: people know of it now, and need not be offered once more.
  turn.state.failed = false;
  if (mode === "offline") return onward(here);
  if (step.timeout === undefined || step.no_agent === undefined) return { kind: "wait", waiting: { kind: "agents" } };
  const timer = nextId(turn, "t");
  turn.effects.push({ kind: "timer", timer, afterMs: milliseconds(step.timeout), purpose: "handoff" });
  return { kind: "wait", waiting: { kind: "agents", timer } };
}

/** What people are told of the conversation besides its lines: the variables of all that runs, the innermost's first. */
function knownTo({ turn, workflow }: Here): Pick<HandoffEffect, "variables" | "user"> {
  const variables = turn.state.frames.map(({ workflow: id, values }) =>
    masked(values, (name) => turn.compiled.workflows.get(id)?.sensitive.has(name) ?? true),
  );
  return {
    variables: Object.assign({}, ...variables),
    user: masked(turn.state.user, (name) => workflow.sensitive.has(`user.${name}`)),
  };
}

function masked(
  values: Readonly<Record<string, unknown>>,
  hides: (name: string) => boolean,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, hides(name) ? mask : value]));
}

/** Nobody came before the timeout, or nobody is there any more. */
export function nobodyCame(here: Here<HandoffStep>): Move {
  here.turn.effects.push({ kind: "withdraw", group: here.step.handoff });
  return follow(here, here.step.no_agent, "no_agent");
}
