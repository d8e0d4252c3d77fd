/** What the workflow that a step runs takes and gives back. */

import { type TypedWorkflow, typesOf } from "#checks/typed-expressions.ts";
import type { Workflow } from "#content/workflow.ts";
import type { Type } from "#expr/type.ts";

const nothing: ReadonlyMap<string, Type> = new Map();

/** The inputs of the workflow `name`. */
export function inputsOf(workflow: TypedWorkflow, name: string): ReadonlyMap<string, Type> {
  const target = targetOf(workflow, name);
  return target?.inputs ? typesOf(target.inputs, workflow.owned.brand) : nothing;
}

/** The outputs of the workflow `name`. */
export function outputsOf(workflow: TypedWorkflow, name: string): ReadonlyMap<string, Type> {
  const target = targetOf(workflow, name);
  return target?.outputs ? typesOf(target.outputs, workflow.owned.brand) : nothing;
}

function targetOf({ owned: { assistant, brand } }: TypedWorkflow, name: string): Workflow | null | undefined {
  return assistant?.workflows.get(name)?.value ?? brand?.workflows.get(name)?.value;
}
