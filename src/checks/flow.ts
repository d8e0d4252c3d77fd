/**
 * Where conversations can go, through the workflows that a workflow runs: which of the edges of a step can be taken,
 * which steps are reached and by which path, and what a workflow ends with.
 */

import { runsOf } from "#checks/runs.ts";
import type { OwnedWorkflow } from "#checks/workflows.ts";
import type { Content } from "#content/content.ts";
import { type Edge, edgesByStep, stepAt, stepsById } from "#content/graph.ts";
import type { RunStep, Step, Workflow } from "#content/workflow.ts";

export interface Flow {
  /** The edges by which a step can be left. */
  edges(owned: OwnedWorkflow, step: string): readonly Edge[];
  /** The steps that are reached from the first, each with the edge of a shortest path; null for the first. */
  reached(owned: OwnedWorkflow): ReadonlyMap<string, Edge | null>;
  endings(owned: OwnedWorkflow): Endings;
}

/** What a workflow may end with, null among it: without an outcome. Null in place of all: nobody knows. */
export type Endings = ReadonlySet<string | null> | null;

/** Edges that a flow does not take, null for none; those of `run` steps are settled by the workflow that they run. */
export type IsClosed = ((step: Step, edge: Edge, workflow: Workflow) => boolean) | null;

interface Found {
  edges(step: string): readonly Edge[];
  readonly reached: ReadonlyMap<string, Edge | null>;
  readonly endings: Endings;
}

const flows = new WeakMap<Content, Flow>();

/** Everything that can happen. */
export function flowOf(content: Content): Flow {
  const known = flows.get(content);
  if (known) return known;
  const flow = inOrder(content, flowWithout(content, null, "goes on"));
  flows.set(content, flow);
  return flow;
}

/**
 * The flow, walked in the order of the files. Where workflows run one another in a circle, what is known of each
 * depends on where a walk began: it must not depend on which check was the first to ask.
 */
export function inOrder(content: Content, flow: Flow): Flow {
  for (const owned of runsOf(content).workflows) flow.reached(owned);
  return flow;
}

/**
 * What can happen without the edges that `isClosed` names. `unknown`: what a workflow that is missing or broken does,
 * or one that runs itself.
 */
export function flowWithout(content: Content, isClosed: IsClosed, unknown: "goes on" | "never ends"): Flow {
  const runs = runsOf(content);
  const found = new Map<Workflow, Found>();
  const underWay = new Set<Workflow>();

  const endingsOfRun = (owned: OwnedWorkflow, step: RunStep): Endings => {
    const target = runs.target(owned, step.run);
    if (target && !underWay.has(target.workflow)) return find(target).endings;
    return unknown === "goes on" ? null : new Set();
  };

  const find = (owned: OwnedWorkflow): Found => {
    const { workflow } = owned;
    const before = found.get(workflow);
    if (before) return before;
    underWay.add(workflow);
    const inner = new Map<string, Endings>();
    for (const { step } of runs.from(owned)) if (!inner.has(step.id)) inner.set(step.id, endingsOfRun(owned, step));
    const result = walk(workflow, isClosed, inner);
    underWay.delete(workflow);
    found.set(workflow, result);
    return result;
  };
  return {
    edges: (owned, step) => find(owned).edges(step),
    reached: (owned) => find(owned).reached,
    endings: (owned) => find(owned).endings,
  };
}

const noEdges: readonly Edge[] = [];

/** `inner`: what the workflows that are run may end with, by the step that runs them. */
function walk(workflow: Workflow, isClosed: IsClosed, inner: ReadonlyMap<string, Endings>): Found {
  const steps = stepsById(workflow);
  const written = edgesByStep(workflow);
  const open = new Map<string, readonly Edge[]>();
  // Where nothing is closed, there is nothing to choose.
  const isOpen = isClosed === null && inner.size === 0;
  const edges = (id: string): readonly Edge[] => {
    const all = written.get(id) ?? noEdges;
    if (isOpen) return all;
    const step = steps.get(id)?.step;
    if (!step || (isClosed === null && step.kind !== "run")) return all;
    const known = open.get(id);
    if (known) return known;
    const found: Edge[] = [];
    for (const edge of all) {
      if (step.kind === "run" ? mayLeave(step, edge, inner.get(id) ?? null) : !isClosed?.(step, edge, workflow))
        found.push(edge);
    }
    open.set(id, found);
    return found;
  };
  const reached = new Map<string, Edge | null>();
  const endings = new Set<string | null>();
  let isKnown = true;
  const first = workflow.steps[0]?.id;
  if (first !== undefined) reached.set(first, null);
  // The map grows while it is walked: a step is met once, by a shortest path.
  for (const id of reached.keys()) {
    for (const edge of edges(id)) {
      const next = stepAt(edge);
      if (next !== null) {
        if (!reached.has(next)) reached.set(next, edge);
        continue;
      }
      const step = isOpen ? undefined : steps.get(id)?.step;
      if (step?.kind === "run" && edge.exit === "next" && edge.outcome === undefined) {
        // A workflow whose last step is a `run` ends with that one's outcome.
        const passed = inner.get(id) ?? null;
        if (passed === null) isKnown = false;
        for (const outcome of passed ?? []) if (exitFor(step, outcome) === "next") endings.add(outcome);
      } else endings.add(edge.outcome ?? null);
    }
  }
  return { edges, reached, endings: isKnown ? endings : null };
}

function mayLeave(step: RunStep, { exit }: Edge, endings: Endings): boolean {
  if (endings === null) return true;
  for (const outcome of endings) if (exitFor(step, outcome) === exit) return true;
  return false;
}

/** The exit by which a `run` is left when its workflow has ended: `else` also takes an end without an outcome. */
export function exitFor({ outcomes }: RunStep, outcome: string | null): string {
  if (!outcomes) return "next";
  if (outcome !== null && Object.hasOwn(outcomes, outcome)) return `outcomes.${outcome}`;
  return Object.hasOwn(outcomes, "else") ? "outcomes.else" : "next";
}

/** The ids of the steps on the shortest path to a step, the first one and the step itself among them. */
export function pathTo(reached: ReadonlyMap<string, Edge | null>, id: string): readonly string[] {
  const path = [id];
  for (let edge = reached.get(id); edge; edge = reached.get(edge.from)) path.unshift(edge.from);
  return path;
}

/** `a → b → c`, as messages show a path. */
export function arrows(path: readonly string[]): string {
  return path.join(" → ");
}
