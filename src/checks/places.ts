/** Where findings about steps and the edges between them stand. */

import type { OwnedWorkflow } from "#checks/workflows.ts";
import { type Edge, stepAt, stepsById } from "#content/graph.ts";
import type { Path } from "#content/node.ts";
import { placeOf } from "#content/place.ts";
import type { Workflow } from "#content/workflow.ts";
import type { Span } from "#findings/finding.ts";

/** The place of a step's id. */
export function idPlace({ item, workflow }: OwnedWorkflow, id: string): Span {
  return placeOf(item.file, item.root, [...(stepsById(workflow).get(id)?.path ?? []), "id"]);
}

/** The place of the word that makes an edge lead where it leads; of what follows by document order, the step's id. */
export function edgePlace({ item, workflow }: OwnedWorkflow, edge: Edge): Span {
  return placeOf(item.file, item.root, wordOf(workflow, edge));
}

function wordOf(workflow: Workflow, edge: Edge): Path {
  const steps = stepsById(workflow);
  const from = steps.get(edge.from);
  const target = stepAt(edge) ?? "end";
  // A nested list rejoins where the step around it jumps.
  for (let here = from; here; here = here.parent ? steps.get(here.parent.step.id) : undefined) {
    const names = here === from ? [edge.exit, "then"] : ["then"];
    const written = here.exits.find(({ name, exit }) => names.includes(name) && exit === target);
    if (written && (here === from || here.step.kind !== "if")) return [...here.path, ...written.path];
  }
  return [...(from?.path ?? []), "id"];
}
