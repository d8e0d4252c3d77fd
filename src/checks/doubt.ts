/** Steps of which it is not sure what their author meant: what would follow from them is not worth a finding. */

import type { OwnedWorkflow } from "#checks/workflows.ts";
import { stepsById, stepsOf } from "#content/graph.ts";
import type { Schema } from "#content/schemas/common.ts";
import { misfits } from "#content/schemas/validate.ts";
import { stepSchema } from "#content/schemas/workflow.ts";
import { exclusions } from "#content/step-rules.ts";
import type { Workflow } from "#content/workflow.ts";

const schemas = new Map<string, Schema>();
const doubts = new WeakMap<Workflow, Map<string, boolean>>();

/** Whether a step has a fault of its own: a key that it should not have, or an id that is another's too. */
export function isInDoubt({ workflow }: OwnedWorkflow, id: string): boolean {
  let known = doubts.get(workflow);
  if (!known) doubts.set(workflow, (known = new Map()));
  let isFaulty = known.get(id);
  if (isFaulty === undefined) known.set(id, (isFaulty = hasFault(workflow, id)));
  return isFaulty;
}

function hasFault(workflow: Workflow, id: string): boolean {
  const step = stepsById(workflow).get(id)?.step;
  if (!step || stepsOf(workflow).filter((each) => each.step.id === id).length > 1) return true;
  const { kind, ...keys } = step;
  const schema = schemas.get(kind) ?? stepSchema(kind);
  schemas.set(kind, schema);
  return misfits(schema, keys).length > 0 || exclusions(kind, keys, []).length > 0;
}
