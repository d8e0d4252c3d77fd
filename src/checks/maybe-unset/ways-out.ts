/** The ways out of a step, each with what it leaves behind: every variable of a workflow is asked about at every step. */

import { setWhenLeft, shownBy } from "#checks/after-step.ts";
import type { Flow } from "#checks/flow.ts";
import { type PlacedUse, usesByStep } from "#checks/uses.ts";
import type { OwnedWorkflow } from "#checks/workflows.ts";
import type { StepExit } from "#content/exits.ts";
import { type Edge, type PlacedStep, stepsById } from "#content/graph.ts";
import { nearest } from "#content/nearest.ts";
import type { Step, Workflow } from "#content/workflow.ts";

export interface Way {
  readonly edge: Edge;
  /** The variables that have a value behind it. */
  readonly sets: readonly string[];
  /** Facts, as `expr/uses.ts` has them. */
  readonly shows: ReadonlySet<string>;
}

/** What a step reads, and the ways out of it. */
export interface Passed {
  readonly step: Step;
  readonly uses: readonly PlacedUse[];
  readonly ways: readonly Way[];
}

/** A step by its id; undefined where there is none. */
export type Passing = (id: string) => Passed | undefined;

const noUses: readonly PlacedUse[] = [];

/** The steps with the ways that can be taken in `flow`, each made when it is first passed. */
export function passingThrough(flow: Flow, owned: OwnedWorkflow): Passing {
  const uses = usesByStep(owned.workflow);
  const steps = stepsById(owned.workflow);
  const known = new Map<string, Passed>();
  return (id) => {
    const before = known.get(id);
    const placed = before ? undefined : steps.get(id);
    if (!placed) return before;
    const passed = { step: placed.step, uses: uses.get(id) ?? noUses, ways: waysFrom(flow, owned, placed) };
    known.set(id, passed);
    return passed;
  };
}

function waysFrom(flow: Flow, owned: OwnedWorkflow, { step, exits }: PlacedStep): readonly Way[] {
  const ways: Way[] = [];
  const hasEmpty = exits.some(isEmpty);
  for (const edge of flow.edges(owned, step.id)) {
    // A list without steps has its own finding: nobody knows where it was going to lead.
    if (hasEmpty && exits.some((exit) => isEmpty(exit) && exit.name === edge.exit)) continue;
    ways.push({ edge, sets: setBy(owned, step, edge), shows: shownBy(step, edge) });
  }
  return ways;
}

function isEmpty({ exit }: StepExit): boolean {
  return typeof exit !== "string" && exit.length === 0;
}

/** A name that is not declared is `unknown-variable`, and the one that it comes nearest to is meant. */
export function setBy({ workflow }: OwnedWorkflow, step: Step, { exit }: Edge): readonly string[] {
  const { inputs, vars, outputs } = workflow;
  const names = setWhenLeft(step, exit);
  if (names.length === 0) return names;
  const isDeclared = (name: string): boolean => isIn(vars, name) || isIn(inputs, name) || isIn(outputs, name);
  if (names.every(isDeclared)) return names;
  const declared = Object.keys({ ...inputs, ...vars, ...outputs });
  return names.flatMap((name) => (isDeclared(name) ? [name] : (nearest(name, declared) ?? [])));
}

function isIn(declarations: Workflow["vars"], name: string): boolean {
  return declarations !== undefined && Object.hasOwn(declarations, name);
}
