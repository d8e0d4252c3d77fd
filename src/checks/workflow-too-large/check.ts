/** A workflow can be understood as a whole. */

import type { Check } from "#checks/check.ts";
import { arrows } from "#checks/flow.ts";
import { idPlace } from "#checks/places.ts";
import { type OwnedWorkflow, workflowsOf } from "#checks/workflows.ts";
import { type PlacedStep, stepsById, stepsOf } from "#content/graph.ts";
import { placeOfKey } from "#content/place.ts";
import type { Finding } from "#findings/finding.ts";

const maxSteps = 100;
const maxDepth = 4;

export const workflowTooLarge: Check = {
  name: "workflow-too-large",
  severity: "warning",
  summary: `over ${maxSteps} steps in a workflow, or arms nested over ${maxDepth}`,
  run: (content) => workflowsOf(content).flatMap((owned) => [...tooMany(owned), ...tooDeep(owned)]),
};

function tooMany({ item, workflow }: OwnedWorkflow): readonly Finding[] {
  const { length } = stepsOf(workflow);
  if (length <= maxSteps) return [];
  return [
    {
      check: "workflow-too-large",
      severity: "warning",
      message: `the workflow "${workflow.workflow}" has ${length} steps, and ${maxSteps} are enough for anybody to follow`,
      at: placeOfKey(item.file, item.root, ["steps"]),
      why: "a reviewer could not see what a change in it does",
      help: 'move what belongs together into workflows of its own, and "run" them',
    },
  ];
}

/** The lists that are too deep, each at its first step. */
function tooDeep(owned: OwnedWorkflow): readonly Finding[] {
  // Each list adds its exit's keys to the path: few paths are long enough to count.
  const deep = stepsOf(owned.workflow).filter(({ path }) => path.length > 2 * (maxDepth + 1) && path.at(-1) === 0);
  if (deep.length === 0) return [];
  const steps = stepsById(owned.workflow);
  const around = (placed: PlacedStep): readonly string[] => {
    const ids: string[] = [];
    for (let { parent } = placed; parent; parent = steps.get(parent.step.id)?.parent ?? null)
      ids.unshift(parent.step.id);
    return ids;
  };
  return deep.flatMap((placed): Finding[] => {
    const ids = around(placed);
    if (ids.length !== maxDepth + 1) return [];
    return [
      {
        check: "workflow-too-large",
        severity: "warning",
        message: `the step "${placed.step.id}" is nested ${ids.length} deep: ${arrows([...ids, placed.step.id])}`,
        at: idPlace(owned, placed.step.id),
        step: placed.step.id,
        why: `arms inside arms over ${maxDepth} deep are hard to follow, and hard to change`,
        help: "write its steps at the top of the workflow and lead to them by id, or make a workflow of them",
      },
    ];
  });
}
