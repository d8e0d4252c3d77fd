/** How an assistant's workflows begin, and run one another. */

import { brandWorkflowsOf } from "#content/brand-workflows.ts";
import type { AssistantItem, BrandItem } from "#content/content.ts";
import { type Diagram, type DiagramEdge, type DiagramNode, shortened } from "#content/diagram/mermaid.ts";
import { stepsOf } from "#content/graph.ts";
import type { Workflow } from "#content/workflow.ts";

const letters = 48;

/** Workflows that cannot be read are left out: they have their findings. */
export function assistantDiagram(item: AssistantItem, brand: BrandItem | undefined): Diagram {
  const assistant = item.value;
  const language = assistant?.languages[0] ?? "en";
  const own = [...item.workflows.values()].flatMap(({ value }) => (value ? [value] : []));
  const shared = new Set<Workflow>(brandWorkflowsOf(item, brand));
  const workflows = [...own, ...shared].sort((a, b) => (a.workflow < b.workflow ? -1 : 1));
  const known = new Set(workflows.map(({ workflow }) => workflow));
  const nodes: DiagramNode[] = workflows.map((workflow) => ({
    key: workflow.workflow,
    lines: [
      workflow.workflow,
      ...(workflow.title?.[language] === undefined ? [] : [shortened(workflow.title[language], letters)]),
      ...(workflow.status === "draft" ? ["(draft)"] : shared.has(workflow) ? ["(the brand’s)"] : []),
    ],
    shape: workflow.status === "draft" ? "dashed" : "double",
  }));
  const edges: DiagramEdge[] = [];
  const begin = (key: string, words: string, ids: readonly (readonly [id: string, label: string])[]): void => {
    const there = ids.filter(([id]) => known.has(id));
    if (there.length === 0) return;
    nodes.push({ key, lines: [words], shape: "stadium" });
    edges.push(...there.map(([to, label]) => ({ from: key, to, label })));
  };
  begin("begin welcome", "a conversation opens", assistant?.welcome === undefined ? [] : [[assistant.welcome, ""]]);
  begin(
    "begin phrases",
    "the customer writes",
    workflows.flatMap(({ workflow, start, status }) => {
      const phrase = status === "draft" ? undefined : start?.phrases[language]?.[0];
      return phrase === undefined ? [] : [[workflow, shortened(phrase, letters)] as const];
    }),
  );
  begin("begin fallback", "nothing else fits", assistant?.fallback === undefined ? [] : [[assistant.fallback, ""]]);
  for (const workflow of workflows) {
    for (const { step } of stepsOf(workflow)) {
      if (step.kind === "run" && known.has(step.run)) {
        edges.push({ from: workflow.workflow, to: step.run, label: step.id });
      }
    }
  }
  return { nodes, edges };
}
