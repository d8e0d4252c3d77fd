/** Which of a customer's answers nobody may read: the one that a sensitive question waits for. */

import { waitingStep } from "#runtime/advance.ts";
import type { Event } from "#runtime/event.ts";
import type { Program } from "#runtime/program.ts";
import { mask } from "#runtime/sensitive.ts";
import type { State } from "#runtime/state.ts";
import { beginTurn, type Turn } from "#runtime/turn.ts";
import { missingOf } from "#runtime/verbs/form.ts";

/** An event as it may be shown and kept: what is for nobody else's eyes is masked. `before` is the state it meets. */
export function withoutSensitive(program: Program, before: State, event: Event): Event {
  if (!before.waiting) return event;
  const names = hiddenNames(beginTurn(program, before, { now: 0, agentsOnline: () => 0 }));
  if (names.size === 0) return event;
  switch (event.kind) {
    case "text":
      return names.has(anyAnswer) ? { ...event, text: mask } : event;
    case "file":
      return names.has(anyAnswer) ? { ...event, file: { ...event.file, name: mask, url: "" } } : event;
    case "fill": {
      const values = Object.entries(event.values).map(([name, value]) => [name, names.has(name) ? mask : value]);
      return { ...event, values: Object.fromEntries(values) };
    }
    default:
      return event;
  }
}

/** Whether what the customer writes now is for nobody else's eyes. */
export function hidesText(turn: Turn): boolean {
  return hiddenNames(turn).has(anyAnswer);
}

/** Stands for the answer that is typed, whatever it is for. */
const anyAnswer = "";

function hiddenNames(turn: Turn): ReadonlySet<string> {
  const { waiting } = turn.state;
  const here = waiting && waitingStep(turn);
  if (!here) return new Set();
  const { step, workflow } = here;
  if (step.kind === "ask") return new Set(workflow.sensitive.has(step.ask) ? [anyAnswer] : []);
  if (step.kind !== "form") return new Set();
  const names = step.form.map(({ var: name }) => name).filter((name) => workflow.sensitive.has(name));
  const [next] = missingOf(step, waiting.kind === "form" ? waiting.values : {});
  return new Set(next && workflow.sensitive.has(next.var) ? [...names, anyAnswer] : names);
}
