/** Every place of a workflow that keeps a value in a variable, or in a detail of the customer. */

import { type PlacedStep, stepsOf } from "#content/graph.ts";
import type { Path } from "#content/node.ts";
import type { Workflow } from "#content/workflow.ts";

export interface Assigned {
  readonly step: string;
  /** A variable's name, or `user.<field>`. */
  readonly name: string;
  /** From the workflow's root, to the value or the key that names it. */
  readonly path: Path;
  readonly at: "key" | "value";
}

/** The assignments of `workflow`, in document order. */
export function assignmentsOf(workflow: Workflow): readonly Assigned[] {
  const found: Assigned[] = [];
  for (const placed of stepsOf(workflow)) {
    const { step } = placed;
    switch (step.kind) {
      case "ask":
        addValue(found, placed, step.ask, ["ask"]);
        break;
      case "form":
        for (const [index, field] of step.form.entries()) addValue(found, placed, field.var, ["form", index, "var"]);
        break;
      case "choose":
        addValue(found, placed, step.choose, ["choose"]);
        break;
      case "carousel":
        addValue(found, placed, step.save?.card, ["save", "card"]);
        addValue(found, placed, step.save?.option, ["save", "option"]);
        break;
      case "call":
      case "run":
        addKeys(found, placed, step.save, "save");
        break;
      case "set":
        addKeys(found, placed, step.set, "set");
        break;
      default:
        break;
    }
  }
  return found;
}

function addValue(found: Assigned[], { step, path }: PlacedStep, name: string | null | undefined, at: Path): void {
  if (typeof name === "string") found.push({ step: step.id, name, path: [...path, ...at], at: "value" });
}

function addKeys(
  found: Assigned[],
  { step, path }: PlacedStep,
  map: Readonly<Record<string, unknown>> | undefined,
  key: string,
): void {
  if (!map) return;
  for (const name of Object.keys(map)) found.push({ step: step.id, name, path: [...path, key, name], at: "key" });
}
