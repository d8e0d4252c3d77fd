/** Every place of a workflow that names something outside it. */

import { stepsOf } from "#content/graph.ts";
import type { Path } from "#content/node.ts";
import type { Declaration, Workflow } from "#content/workflow.ts";

export interface Reference {
  readonly kind: "groups" | "connections" | "articles" | "workflows" | "answers";
  readonly id: string;
  /** From the workflow's root. */
  readonly path: Path;
  readonly step?: string;
}

/** The references of `workflow`, in document order. */
export function references(workflow: Workflow): readonly Reference[] {
  const found: Reference[] = [];
  for (const part of ["inputs", "outputs", "vars"] as const) {
    for (const [name, declaration] of Object.entries(workflow[part] ?? {})) {
      const answer = answerNamed(declaration);
      if (answer) found.push({ kind: "answers", id: answer.id, path: [part, name, ...answer.path] });
    }
  }
  for (const { step, path } of stepsOf(workflow)) {
    const add = (kind: Reference["kind"], id: string, ...at: Path) =>
      found.push({ kind, id, path: [...path, ...at], step: step.id });
    if (step.kind === "handoff") add("groups", step.handoff, "handoff");
    if (step.kind === "call") add("connections", step.call, "call");
    if (step.kind === "run") add("workflows", step.run, "run");
    if (step.kind === "articles" && "ids" in step.articles) {
      for (const [index, id] of step.articles.ids.entries()) add("articles", id, "articles", "ids", index);
    }
  }
  return found;
}

/** `shop-api.order`, as a declaration or under its `type`. */
function answerNamed(declaration: Declaration): { id: string; path: Path } | null {
  if (typeof declaration === "string") return declaration.includes(".") ? { id: declaration, path: [] } : null;
  const type = declaration.type;
  return typeof type === "string" && type.includes(".") ? { id: type, path: ["type"] } : null;
}
