/** Every step can be reached from the first one. */

import type { Check } from "#checks/check.ts";
import { workflowsOf } from "#checks/workflows.ts";
import { edgesOf, stepsOf } from "#content/graph.ts";
import { placeOf } from "#content/place.ts";
import type { Workflow } from "#content/workflow.ts";
import type { Finding } from "#findings/finding.ts";

export const unreachableStep: Check = {
  name: "unreachable-step",
  severity: "error",
  summary: "a step that no path from the first step leads to",
  run: (content) =>
    workflowsOf(content).flatMap(({ item, workflow }) => {
      const reached = reachable(workflow);
      // Only the first step of an unreachable stretch is at fault: mending it mends those behind it.
      const followers = new Set(
        edgesOf(workflow)
          .filter(({ from, to }) => !reached.has(from) && to !== from)
          .map(({ to }) => to),
      );
      const lost = stepsOf(workflow).filter(({ step }) => !reached.has(step.id));
      const first = lost.filter(({ step }) => !followers.has(step.id));
      return (first.length > 0 ? first : lost.slice(0, 1)).map(({ step, path }): Finding => {
        const before = stepBefore(workflow, step.id);
        return {
          check: "unreachable-step",
          severity: "error",
          message: `no path leads to the step "${step.id}"`,
          at: placeOf(item.file, item.root, [...path, "id"]),
          step: step.id,
          ...(before && {
            related: [
              {
                at: placeOf(item.file, item.root, [...before.path, "id"]),
                message: `"${before.step.id}" always goes elsewhere`,
              },
            ],
          }),
          why: "no customer would ever see it",
          help: "lead an exit to it, or delete it",
        };
      });
    }),
};

/** The ids of the steps that can be reached. */
function reachable(workflow: Workflow): ReadonlySet<string> {
  const targets = new Map<string, string[]>();
  for (const { from, to } of edgesOf(workflow)) {
    if (to !== null) targets.set(from, [...(targets.get(from) ?? []), to]);
  }
  const reached = new Set<string>();
  const waiting = workflow.steps[0] ? [workflow.steps[0].id] : [];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    waiting.push(...(targets.get(id) ?? []));
  }
  return reached;
}

/** The step that stands before another one in its list. */
function stepBefore(workflow: Workflow, id: string) {
  const steps = stepsOf(workflow);
  const here = steps.find(({ step }) => step.id === id);
  const index = here?.path.at(-1);
  if (!here || typeof index !== "number" || index === 0) return undefined;
  const path = JSON.stringify([...here.path.slice(0, -1), index - 1]);
  return steps.find((each) => JSON.stringify(each.path) === path);
}
