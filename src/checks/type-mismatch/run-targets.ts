/** What the workflow that a step runs takes and gives back. */

import { type TypedWorkflow, typesOf } from "#checks/typed-expressions.ts";
import type { Workflow } from "#content/workflow.ts";
import type { Type } from "#expr/type.ts";

const nothing: ReadonlyMap<string, Type> = new Map();

/** The inputs of the workflow `name`. */
export function inputsOf(workflow: TypedWorkflow, name: string): ReadonlyMap<string, Type> {
  const target = targetOf(workflow, name);
  return declared(target?.inputs, workflow);
}

/** The outputs of the workflow `name`. */
export function outputsOf(workflow: TypedWorkflow, name: string): ReadonlyMap<string, Type> {
  const target = targetOf(workflow, name);
  return declared(target?.outputs, workflow);
}

function targetOf({ owned: { assistant, brand } }: TypedWorkflow, name: string): Workflow | null | undefined {
  return assistant?.workflows.get(name)?.value ?? brand?.workflows.get(name)?.value;
}

type Declarations = NonNullable<Workflow["inputs"]>;

const known = new WeakMap<Declarations, ReadonlyMap<string, Type>>();

/** Declarations are of a workflow of the same brand, whoever runs it. */
function declared(declarations: Declarations | undefined, { owned }: TypedWorkflow): ReadonlyMap<string, Type> {
  if (!declarations) return nothing;
  let types = known.get(declarations);
  if (!types) known.set(declarations, (types = typesOf(declarations, owned.brand)));
  return types;
}
