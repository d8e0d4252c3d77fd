/** Every use of a name in a workflow's expressions, step by step. */

import { shownInside } from "#checks/after-step.ts";
import { stepsById } from "#checks/places.ts";
import { expressionsOf, type PlacedExpression } from "#content/expressions.ts";
import type { Path } from "#content/node.ts";
import type { Workflow } from "#content/workflow.ts";
import { type Use, usesOf } from "#expr/uses.ts";

export interface PlacedUse extends Use {
  readonly expression: PlacedExpression;
  /** From the step to the value that holds the expression. */
  readonly key: Path;
}

const known = new WeakMap<Workflow, ReadonlyMap<string, readonly PlacedUse[]>>();

/** The uses in each step, in the order of its keys; names that only the step's own expressions know are left out. */
export function usesByStep(workflow: Workflow): ReadonlyMap<string, readonly PlacedUse[]> {
  const before = known.get(workflow);
  if (before) return before;
  const steps = stepsById(workflow);
  const uses = new Map<string, PlacedUse[]>();
  for (const expression of expressionsOf(workflow)) {
    if (expression.step === null) continue;
    const placed = steps.get(expression.step);
    if (!placed) continue;
    const key = expression.path.slice(placed.path.length);
    const inside = shownInside(placed.step, key);
    for (const use of usesOf(expression.source)) {
      if (expression.names.includes(use.path[0])) continue;
      const here = uses.get(expression.step) ?? [];
      if (here.length === 0) uses.set(expression.step, here);
      here.push({ ...use, known: inside.size > 0 ? new Set([...use.known, ...inside]) : use.known, expression, key });
    }
  }
  known.set(workflow, uses);
  return uses;
}
