/** `set`, `if`, `switch`, `goto`, `wait`, `run` and `end`: what a customer does not see. */

import { milliseconds } from "#content/duration.ts";
import { onwardFrom } from "#content/graph.ts";
import type { GotoStep, IfStep, RunStep, SetStep, SwitchStep, WaitStep } from "#content/workflow.ts";
import type { Frame } from "#runtime/state.ts";
import { keptValueOf, resultOf } from "#runtime/texts.ts";
import { assign, follow, type Here, type Move, nextId, onward } from "#runtime/turn.ts";

function failed(why: string): Move {
  return { kind: "fail", code: "expression", why };
}

export function runSet(here: Here<SetStep>): Move {
  for (const [name, assignment] of Object.entries(here.step.set)) {
    const result = keptValueOf(here, assignment);
    if (!result.ok) return failed(`set ${name}: ${result.message}`);
    assign(here.turn, { [name]: result.value });
  }
  return onward(here);
}

export function runIf(here: Here<IfStep>): Move {
  const result = resultOf(here, here.step.if);
  if (!result.ok) return failed(`if: ${result.message}`);
  return result.value === true ? follow(here, here.step.then, "then") : follow(here, here.step.else, "else");
}

export function runSwitch(here: Here<SwitchStep>): Move {
  const result = resultOf(here, here.step.switch);
  if (!result.ok) return failed(`switch: ${result.message}`);
  const key = String(result.value);
  return Object.hasOwn(here.step.cases, key)
    ? follow(here, here.step.cases[key], `cases.${key}`)
    : follow(here, here.step.else, "else");
}

export function runGoto(here: Here<GotoStep>): Move {
  return follow(here, here.step.goto, "goto");
}

export function runWait(here: Here<WaitStep>): Move {
  const timer = nextId(here.turn, "t");
  here.turn.effects.push({ kind: "timer", timer, afterMs: milliseconds(here.step.wait), purpose: "wait" });
  return { kind: "wait", waiting: { kind: "pause", timer } };
}

export function runRun(here: Here<RunStep>): Move {
  const { step, turn } = here;
  const inner = turn.compiled.workflows.get(step.run);
  const first = inner?.workflow.steps[0];
  if (!inner || !first)
    return { kind: "fail", code: "no-workflow", why: `the workflow "${step.run}" is not published` };
  const values: Record<string, unknown> = {};
  for (const [name, assignment] of Object.entries(step.with ?? {})) {
    const result = keptValueOf(here, assignment);
    if (!result.ok) return failed(`with ${name}: ${result.message}`);
    values[name] = result.value;
  }
  return { kind: "enter", frame: { workflow: step.run, step: first.id, values } };
}

/** A workflow that was run has ended: its outputs are kept, and its outcome decides what comes next. */
export function returnFrom(here: Here<RunStep>, inner: Frame, outcome: string | null): Move {
  const { step, turn, placed } = here;
  const saved = Object.entries(step.save ?? {}).map(([name, output]) => [name, inner.values[output] ?? null] as const);
  assign(turn, Object.fromEntries(saved));
  const { outcomes = {} } = step;
  // `else` is for whatever has no exit of its own, an end without an outcome among it.
  const exit = [...(outcome === null ? [] : [outcome]), "else"].find((each) => Object.hasOwn(outcomes, each));
  if (exit !== undefined) return follow(here, outcomes[exit], `outcomes.${exit}`);
  const next = onward(here);
  return onwardFrom(placed).kind === "past" ? { kind: "end", outcome } : next;
}
