/** Whoever is in a loop can come to an end, or to people. */

import type { Check } from "#checks/check.ts";
import { circlesOf } from "#checks/cycles.ts";
import { isInDoubt } from "#checks/doubt.ts";
import { arrows, type Flow, flowOf } from "#checks/flow.ts";
import { idPlace } from "#checks/places.ts";
import { type Runs, runsOf } from "#checks/runs.ts";
import { silentFlow } from "#checks/silence.ts";
import type { OwnedWorkflow } from "#checks/workflows.ts";
import type { Content } from "#content/content.ts";
import { type Edge, leadsBack, stepAt, stepsById } from "#content/graph.ts";
import type { Workflow } from "#content/workflow.ts";
import type { Finding } from "#findings/finding.ts";

export const noWayOut: Check = {
  name: "no-way-out",
  severity: "warning",
  summary: "a loop with no path to an end or to people",
  run: (content) => {
    const runs = runsOf(content);
    const people = peopleIn(runs, flowOf(content));
    return runs.workflows.flatMap((owned) => {
      const circle = circleWithoutEnd(content, owned, people);
      return circle ? [finding(owned, circle)] : [];
    });
  },
};

/** Whether a workflow can hand over to people, by itself or by one that it runs. */
function peopleIn(runs: Runs, flow: Flow): (owned: OwnedWorkflow) => boolean {
  const known = new Map<Workflow, boolean>();
  const hasPeople = (owned: OwnedWorkflow): boolean => {
    const before = known.get(owned.workflow);
    if (before !== undefined) return before;
    known.set(owned.workflow, false);
    const found = [...flow.reached(owned).keys()].some((id) => {
      const step = stepsById(owned.workflow).get(id)?.step;
      if (step?.kind === "handoff") return true;
      if (step?.kind !== "run") return false;
      const target = runs.target(owned, step.run);
      return !target || hasPeople(target);
    });
    known.set(owned.workflow, found);
    return found;
  };
  return hasPeople;
}

/** A circle that is asked something, from which no path leads to an end or to people. */
function circleWithoutEnd(
  content: Content,
  owned: OwnedWorkflow,
  people: (owned: OwnedWorkflow) => boolean,
): readonly Edge[] | undefined {
  if (!leadsBack(owned.workflow)) return undefined;
  const flow = flowOf(content);
  const steps = stepsById(owned.workflow);
  const reached = flow.reached(owned);
  const before = new Map<string, string[]>();
  const free = new Set<string>();
  for (const id of reached.keys()) {
    const step = steps.get(id)?.step;
    const target = step?.kind === "run" ? runsOf(content).target(owned, step.run) : undefined;
    if (!step || step.kind === "handoff" || target === null || (target && people(target))) free.add(id);
    for (const edge of flow.edges(owned, id)) {
      const next = stepAt(edge);
      if (next === null) free.add(id);
      else if (before.has(next)) before.get(next)?.push(id);
      else before.set(next, [id]);
    }
  }
  for (const id of free) for (const each of before.get(id) ?? []) free.add(each);
  const stuck = [...reached.keys()].filter((id) => !free.has(id));
  if (stuck.length === 0) return undefined;
  const circles = circlesOf(stuck, (id) => flow.edges(owned, id), stepAt);
  // A circle that asks nothing is a `loop-without-input`.
  const silent = silentFlow(content);
  return circles.find(
    (circle) =>
      circle.some((edge) => !silent.edges(owned, edge.from).includes(edge)) &&
      !circle.some(({ from }) => isInDoubt(owned, from)),
  );
}

function finding(owned: OwnedWorkflow, circle: readonly Edge[]): Finding {
  const ids = circle.map(({ from }) => from);
  const first = ids[0] ?? "";
  return {
    check: "no-way-out",
    severity: "warning",
    message: `the loop ${arrows([...ids, first])} has no path to an end or to people`,
    at: idPlace(owned, first),
    step: first,
    why: "a customer who is in it could only leave the conversation",
    help: "lead one of its exits to an end, or to a step that hands over to people",
  };
}
