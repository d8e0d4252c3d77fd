/** Every use of a name in a workflow's expressions, step by step. */

import { shownInside } from "#checks/after-step.ts";
import { expressionsOf, type PlacedExpression } from "#content/expressions.ts";
import { stepsById } from "#content/graph.ts";
import type { Path } from "#content/node.ts";
import type { Workflow } from "#content/workflow.ts";
import { type Use, usesOf } from "#expr/uses.ts";

export interface PlacedUse extends Use {
  readonly expression: PlacedExpression;
  /** How many keys lead to the step. */
  readonly depth: number;
}

/** From the step to the value that holds the expression. */
export function keyOf({ expression, depth }: PlacedUse): Path {
  return expression.path.slice(depth);
}

const nothing: ReadonlySet<string> = new Set();
const known = new WeakMap<Workflow, ReadonlyMap<string, readonly PlacedUse[]>>();

/** The uses in each step, in the order of its keys; names that only the step's own expressions know are left out. */
export function usesByStep(workflow: Workflow): ReadonlyMap<string, readonly PlacedUse[]> {
  const before = known.get(workflow);
  if (before) return before;
  const steps = stepsById(workflow);
  const found = new Map<string, PlacedUse[]>();
  for (const expression of expressionsOf(workflow)) {
    const uses = usesOf(expression.source);
    const placed = expression.step === null || uses.length === 0 ? undefined : steps.get(expression.step);
    if (!placed) continue;
    const depth = placed.path.length;
    const inside = placed.step.kind === "choose" ? shownInside(placed.step, expression.path.slice(depth)) : nothing;
    let here = found.get(placed.step.id);
    for (const { path, start, end, known: shown, asks, flows } of uses) {
      if (expression.names.includes(path[0])) continue;
      const known = inside.size > 0 ? new Set([...shown, ...inside]) : shown;
      if (!here) found.set(placed.step.id, (here = []));
      here.push({ path, start, end, known, asks, flows, expression, depth });
    }
  }
  known.set(workflow, found);
  return found;
}
