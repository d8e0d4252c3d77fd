/** How a workflow begins, other than by being run. */

import type { OwnedWorkflow } from "#checks/workflows.ts";
import type { AssistantItem, Content } from "#content/content.ts";
import type { Path } from "#content/node.ts";
import type { Workflow } from "#content/workflow.ts";

export interface Start {
  readonly by: "phrases" | "welcome" | "fallback" | "anytime";
  /** The assistant that names it; null: its own phrases. */
  readonly assistant: AssistantItem | null;
  /** From the assistant's root, or from the workflow's own. */
  readonly path: Path;
}

const none: readonly Start[] = [];
const known = new WeakMap<Content, ReadonlyMap<Workflow, readonly Start[]>>();

export function startsOf(content: Content, { workflow }: OwnedWorkflow): readonly Start[] {
  let starts = known.get(content);
  if (!starts) known.set(content, (starts = allStarts(content)));
  return starts.get(workflow) ?? none;
}

function allStarts(content: Content): ReadonlyMap<Workflow, readonly Start[]> {
  const starts = new Map<Workflow, Start[]>();
  const add = (workflow: Workflow | null | undefined, start: Start): void => {
    if (!workflow) return;
    const others = starts.get(workflow);
    if (others) others.push(start);
    else starts.set(workflow, [start]);
  };
  const own = (workflow: Workflow | null): void => {
    if (workflow?.start) add(workflow, { by: "phrases", assistant: null, path: ["start"] });
  };
  for (const brand of content.brands.values()) for (const { value } of brand.workflows.values()) own(value);
  for (const item of content.assistants.values()) {
    for (const { value } of item.workflows.values()) own(value);
    const assistant = item.value;
    if (!assistant) continue;
    const find = (id: string) =>
      (item.workflows.get(id) ?? content.brands.get(assistant.brand)?.workflows.get(id))?.value;
    for (const by of ["welcome", "fallback"] as const) {
      const id = assistant[by];
      if (id !== undefined) add(find(id), { by, assistant: item, path: [by] });
    }
    for (const [index, id] of (assistant.anytime ?? []).entries()) {
      add(find(id), { by: "anytime", assistant: item, path: ["anytime", index] });
    }
  }
  return starts;
}
