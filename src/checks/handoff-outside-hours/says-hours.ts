/** Whether a customer who is led to a step is told a schedule's hours on the way from there. */

import type { Runs } from "#checks/runs.ts";
import type { OwnedWorkflow } from "#checks/workflows.ts";
import { edgesOf, stepAt, stepsOf } from "#content/graph.ts";
import type { Step, Workflow } from "#content/workflow.ts";

/** Whether a step from `first` on, up to the next choice, mentions `open("…")` or `next_open("…")` of the schedule. */
export function saysHours(
  owned: OwnedWorkflow,
  first: string,
  schedule: string,
  runs: Runs,
  visited: Set<Workflow> = new Set(),
): boolean {
  visited.add(owned.workflow);
  const steps = new Map(stepsOf(owned.workflow).map(({ step }) => [step.id, step]));
  const targets = new Map<string, string[]>();
  for (const edge of edgesOf(owned.workflow)) {
    const to = stepAt(edge);
    if (to !== null) targets.set(edge.from, [...(targets.get(edge.from) ?? []), to]);
  }
  const seen = new Set<string>();
  const waiting = [first];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const step = steps.get(id);
    if (!step || seen.has(id)) continue;
    seen.add(id);
    if (mentioned(step).includes(schedule)) return true;
    const inner = step.kind === "run" ? runs.target(owned, step.run) : null;
    const begin = inner?.workflow.steps[0]?.id;
    if (inner && begin !== undefined && !visited.has(inner.workflow)) {
      if (saysHours(inner, begin, schedule, runs, visited)) return true;
    }
    // Behind a choice the customer is elsewhere, and may never come by the hours.
    if (step.kind === "choose" || step.kind === "carousel" || step.kind === "resolved") continue;
    waiting.push(...(targets.get(id) ?? []));
  }
  return false;
}

/** The schedules whose hours a step asks or says; the steps nested in it are steps of their own. */
function mentioned(step: Step): readonly string[] {
  const own = JSON.stringify(step, (_key, value) => (isSteps(value) ? undefined : value));
  return [...own.matchAll(/\b(?:next_)?open\s*\(\s*\\?["']([^"'\\]+)/g)].map(([, name]) => name ?? "");
}

function isSteps(value: unknown): boolean {
  return Array.isArray(value) && typeof value[0] === "object" && value[0] !== null && "kind" in value[0];
}
