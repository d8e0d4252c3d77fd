/** Every place of a workflow that keeps a value in a variable, or in a detail of the customer. */

import { stepsOf } from "#content/graph.ts";
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
  return stepsOf(workflow).flatMap(({ step, path }) => {
    const found: Assigned[] = [];
    const value = (name: string | null | undefined, ...at: Path): void => {
      if (typeof name === "string") found.push({ step: step.id, name, path: [...path, ...at], at: "value" });
    };
    const keys = (map: Readonly<Record<string, unknown>> | undefined, key: string): void => {
      for (const name of Object.keys(map ?? {})) {
        found.push({ step: step.id, name, path: [...path, key, name], at: "key" });
      }
    };
    switch (step.kind) {
      case "ask":
        value(step.ask, "ask");
        break;
      case "form":
        for (const [index, field] of step.form.entries()) value(field.var, "form", index, "var");
        break;
      case "choose":
        value(step.choose, "choose");
        break;
      case "carousel":
        value(step.save?.card, "save", "card");
        value(step.save?.option, "save", "option");
        break;
      case "call":
      case "run":
        keys(step.save, "save");
        break;
      case "set":
        keys(step.set, "set");
        break;
      default:
        break;
    }
    return found;
  });
}
