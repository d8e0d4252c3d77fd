/** Every step can be reached from the first one. */

import type { Check } from "#checks/check.ts";
import { isInDoubt } from "#checks/doubt.ts";
import { flowOf } from "#checks/flow.ts";
import { idPlace } from "#checks/places.ts";
import { runsOf } from "#checks/runs.ts";
import type { OwnedWorkflow } from "#checks/workflows.ts";
import type { Content } from "#content/content.ts";
import { type Edge, edgesOf, type PlacedStep, stepAt, stepsById, stepsOf } from "#content/graph.ts";
import { nearest } from "#content/nearest.ts";
import type { Finding } from "#findings/finding.ts";

export const unreachableStep: Check = {
  name: "unreachable-step",
  severity: "error",
  summary: "a step that no path from the first step leads to",
  run: (content) => runsOf(content).workflows.flatMap((owned) => unreachable(content, owned)),
};

function unreachable(content: Content, owned: OwnedWorkflow): readonly Finding[] {
  // What conversations come to can be reached; only where something is left is it asked what was meant.
  const met = flowOf(content).reached(owned);
  if (stepsOf(owned.workflow).every(({ step }) => met.has(step.id))) return [];
  const edges = edgesOf(owned.workflow).filter((edge) => mayHappen(content, owned, edge));
  const reached = reachedBy(owned, edges);
  const lost = stepsOf(owned.workflow).filter(({ step }) => !reached.has(step.id));
  if (lost.length === 0 || stepsOf(owned.workflow).some(({ step }) => isInDoubt(owned, step.id))) return [];
  // Only the first step of an unreachable stretch is at fault: mending it mends those behind it.
  const followers = new Set(
    edges.filter((edge) => !reached.has(edge.from) && stepAt(edge) !== edge.from).map((edge) => stepAt(edge)),
  );
  const first = lost.filter(({ step }) => !followers.has(step.id));
  const byPath = new Map(stepsOf(owned.workflow).map((placed) => [placed.path.join("\n"), placed]));
  return (first.length > 0 ? first : lost.slice(0, 1)).map((placed) => finding(owned, placed, byPath));
}

/**
 * A `run` is not left by `next` where every outcome of the workflow that it runs has an exit. An exit for an outcome
 * that never comes is `unknown-reference`, and what stands behind it is not at fault.
 */
function mayHappen(content: Content, owned: OwnedWorkflow, edge: Edge): boolean {
  const isRun = stepsById(owned.workflow).get(edge.from)?.step.kind === "run";
  return !isRun || edge.exit !== "next" || flowOf(content).edges(owned, edge.from).includes(edge);
}

/** What a target was meant to be is looked for this many times a workflow: past that, it is no slip. */
const maxGuesses = 50;

function reachedBy({ workflow }: OwnedWorkflow, edges: readonly Edge[]): ReadonlySet<string> {
  const targets = new Map<string, string[]>();
  const steps = stepsById(workflow);
  let guesses = 0;
  const meant = (written: string) => (++guesses > maxGuesses ? undefined : nearest(written, steps.keys()));
  for (const edge of edges) {
    const written = stepAt(edge);
    // A target that does not exist has a finding of its own: the step that it comes nearest to is meant.
    const next = written === null || steps.has(written) ? written : meant(written);
    if (next === null || next === undefined) continue;
    const others = targets.get(edge.from);
    if (others) others.push(next);
    else targets.set(edge.from, [next]);
  }
  const reached = new Set(workflow.steps.slice(0, 1).map(({ id }) => id));
  for (const id of reached) for (const next of targets.get(id) ?? []) reached.add(next);
  return reached;
}

function finding(owned: OwnedWorkflow, { step, path }: PlacedStep, byPath: ReadonlyMap<string, PlacedStep>): Finding {
  const before = stepBefore(byPath, path);
  return {
    check: "unreachable-step",
    severity: "error",
    message: `no path leads to the step "${step.id}"`,
    at: idPlace(owned, step.id),
    step: step.id,
    ...(before && {
      related: [{ at: idPlace(owned, before.step.id), message: `"${before.step.id}" always goes elsewhere` }],
    }),
    why: "no customer would ever see it",
    help: "lead an exit to it, or delete it",
  };
}

/** The step that stands before another one in its list. */
function stepBefore(byPath: ReadonlyMap<string, PlacedStep>, path: PlacedStep["path"]): PlacedStep | undefined {
  const index = path.at(-1);
  if (typeof index !== "number" || index === 0) return undefined;
  return byPath.get([...path.slice(0, -1), index - 1].join("\n"));
}
