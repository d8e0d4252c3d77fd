/** What a step has done when it is left: which variables it has set, and what its conditions have shown. */

import type { Edge } from "#content/graph.ts";
import type { Option, Step } from "#content/workflow.ts";
import { consequencesOf } from "#expr/uses.ts";

const none: readonly string[] = [];

/** The variables (and details of the customer, such as `user.email`) that a step has set when it is left by `exit`. */
export function setWhenLeft(step: Step, exit: string): readonly string[] {
  switch (step.kind) {
    case "ask":
      return exit === "next" ? [step.ask] : none;
    case "form":
      return exit === "next" ? step.form.map((field) => field.var) : none;
    case "choose":
      return step.choose !== null && exit.startsWith("options") ? [step.choose] : none;
    case "carousel":
      return exit === "next" || exit === "other" || exit === "silence.then"
        ? none
        : [step.save?.card, step.save?.option].filter((name) => name !== undefined);
    case "call":
      return exit === "next" && step.save ? Object.keys(step.save) : none;
    case "set":
      return Object.keys(step.set);
    case "run":
      // That the workflow has set its outputs is asked where it is written.
      return step.save ? Object.keys(step.save) : none;
    default:
      return none;
  }
}

const nothing: ReadonlySet<string> = new Set();

/** What holds when a step is left by an edge: facts, as `expr/uses.ts` has them. */
export function shownBy(step: Step, { exit }: Pick<Edge, "exit">): ReadonlySet<string> {
  if (step.kind === "if") {
    const { whenTrue, whenFalse } = consequencesOf(step.if);
    return exit === "then" ? whenTrue : whenFalse;
  }
  if (step.kind === "switch") {
    const { whenTrue, whenFalse } = consequencesOf(step.switch);
    if (exit === "cases.true") return whenTrue;
    if (exit === "cases.false") return whenFalse;
    if (exit !== "else") return nothing;
    const { cases } = step;
    return Object.hasOwn(cases, "true") ? whenFalse : Object.hasOwn(cases, "false") ? whenTrue : nothing;
  }
  if (step.kind === "choose" && !("each" in step.options) && step.options.some(isConditional)) {
    const option = step.options.find(({ id }) => exit === `options.${id}`);
    if (option?.if !== undefined) return consequencesOf(option.if).whenTrue;
  }
  return nothing;
}

function isConditional({ if: condition }: Option): boolean {
  return condition !== undefined;
}

/** What holds where an option's label is read: its own `if`. `key` is where the text stands in the step. */
export function shownInside(step: Step, key: readonly (string | number)[]): ReadonlySet<string> {
  const [list, index] = key;
  if (step.kind !== "choose" || "each" in step.options || list !== "options" || typeof index !== "number")
    return nothing;
  const condition = step.options[index]?.if;
  return condition === undefined || key[2] === "if" ? nothing : consequencesOf(condition).whenTrue;
}
