/** The ways out of a step, each with what it leaves behind: every variable of a workflow is asked about at every step. */

import { setWhenLeft, shownBy } from "#checks/after-step.ts";
import type { Flow } from "#checks/flow.ts";
import type { OwnedWorkflow } from "#checks/workflows.ts";
import { type Edge, stepsById } from "#content/graph.ts";
import { nearest } from "#content/nearest.ts";
import type { Step, Workflow } from "#content/workflow.ts";

export interface Way {
  readonly edge: Edge;
  /** The variables that have a value behind it. */
  readonly sets: readonly string[];
  /** Facts, as `expr/uses.ts` has them. */
  readonly shows: ReadonlySet<string>;
}

export type WaysOut = (step: Step) => readonly Way[];

/** The ways that can be taken in `flow`, made once a step. */
export function waysOut(flow: Flow, owned: OwnedWorkflow): WaysOut {
  const known = new Map<string, readonly Way[]>();
  return (step) => {
    let ways = known.get(step.id);
    if (!ways) known.set(step.id, (ways = waysFrom(flow, owned, step)));
    return ways;
  };
}

function waysFrom(flow: Flow, owned: OwnedWorkflow, step: Step): readonly Way[] {
  // A list without steps has its own finding: nobody knows where it was going to lead.
  const empty = stepsById(owned.workflow)
    .get(step.id)
    ?.exits.filter(({ exit }) => typeof exit !== "string" && exit.length === 0);
  const ways: Way[] = [];
  for (const edge of flow.edges(owned, step.id)) {
    if (empty?.some(({ name }) => name === edge.exit)) continue;
    ways.push({ edge, sets: setBy(owned, step, edge), shows: shownBy(step, edge) });
  }
  return ways;
}

/** A name that is not declared is `unknown-variable`, and the one that it comes nearest to is meant. */
export function setBy({ workflow }: OwnedWorkflow, step: Step, { exit }: Edge): readonly string[] {
  const { inputs, vars, outputs } = workflow;
  const names = setWhenLeft(step, exit);
  const isDeclared = (name: string): boolean => isIn(vars, name) || isIn(inputs, name) || isIn(outputs, name);
  if (names.every(isDeclared)) return names;
  const declared = Object.keys({ ...inputs, ...vars, ...outputs });
  return names.flatMap((name) => (isDeclared(name) ? [name] : (nearest(name, declared) ?? [])));
}

function isIn(declarations: Workflow["vars"], name: string): boolean {
  return declarations !== undefined && Object.hasOwn(declarations, name);
}
