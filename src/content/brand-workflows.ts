/** Which of its brand's workflows an assistant runs: plan, checks and console must not disagree. */

import type { AssistantItem, BrandItem } from "#content/content.ts";
import { stepsOf } from "#content/graph.ts";
import type { Workflow } from "#content/workflow.ts";

/**
 * Those that a setting names, that one of its workflows runs, or that their own phrases can start; in the order of
 * their ids. Broken ones are passed over.
 */
export function brandWorkflowsOf(item: AssistantItem, brand: BrandItem | undefined): readonly Workflow[] {
  const assistant = item.value;
  if (!assistant || !brand || brand.workflows.size === 0) return [];
  const taken = new Map<string, Workflow>();
  const wanted = [assistant.welcome, assistant.fallback, ...(assistant.anytime ?? [])];
  for (const { value } of brand.workflows.values()) if (value?.start) wanted.push(value.workflow);
  for (const { value } of item.workflows.values()) if (value) wanted.push(...runs(value));
  while (wanted.length > 0) {
    const id = wanted.pop();
    const workflow = id === undefined ? undefined : brand.workflows.get(id)?.value;
    if (!workflow || taken.has(workflow.workflow)) continue;
    taken.set(workflow.workflow, workflow);
    wanted.push(...runs(workflow));
  }
  return [...taken.values()].sort((a, b) => (a.workflow < b.workflow ? -1 : 1));
}

function runs(workflow: Workflow): readonly string[] {
  return stepsOf(workflow).flatMap(({ step }) => (step.kind === "run" ? [step.run] : []));
}
