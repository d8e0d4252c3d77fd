/** What a name may be referred to from: an assistant's own files, or those of all of a brand's assistants. */

import { brandWorkflowsOf } from "#content/brand-workflows.ts";
import type { AssistantItem, BrandItem, Content, Item } from "#content/content.ts";
import type { Owner } from "#content/expression-place.ts";
import { stepsOf } from "#content/graph.ts";
import { kindOf } from "#content/layout.ts";
import type { Node } from "#content/node.ts";
import { nodeAt } from "#content/place.ts";
import { type Part, partsOf } from "#content/roles.ts";
import type { Workflow } from "#content/workflow.ts";
import type { Sources } from "#findings/finding.ts";

/** What renaming looks at: a site without errors, and what was heard when its tests ran. */
export interface KnownSite {
  readonly content: Content;
  readonly sources: Sources;
  readonly heard: Heard;
}

/** Which workflow's steps a test came by: several may have steps of the same id. */
export interface Heard {
  /** The step that an item of a talk is about: the one that spoke, or the one that was answered. Null: nobody knows. */
  speaker(file: string, test: number, item: number): { readonly workflow: string; readonly step: string } | null;
  /** Whether a test came by the step. */
  came(file: string, test: number, workflow: string, step: string): boolean;
}

/** A workflow, whose it is, and who may run it. */
export interface WorkflowPlace {
  readonly item: Item<Workflow>;
  readonly workflow: Workflow;
  /** Null: the brand's own. */
  readonly assistant: AssistantItem | null;
  readonly brand: BrandItem | null;
}

export function assistantsOf(content: Content, brand: string): readonly AssistantItem[] {
  return [...content.assistants.values()].filter(({ value }) => value?.brand === brand);
}

/** The assistants that the workflow is one of: its own, or all of its brand's. */
export function runnersOf(content: Content, { assistant, brand }: WorkflowPlace): readonly AssistantItem[] {
  return assistant ? [assistant] : brand ? assistantsOf(content, brand.id) : [];
}

/** Every workflow with the files its expressions stand in. */
export function ownersOf(content: Content, brand: string): readonly Owner[] {
  return [
    ...[...(content.brands.get(brand)?.workflows.values() ?? [])].map((item) => ({ item, assistant: null })),
    ...assistantsOf(content, brand).flatMap((assistant) =>
      [...assistant.workflows.values()].map((item) => ({ item, assistant })),
    ),
  ];
}

/** The words of a file that play a part. */
export function partsIn(item: Item<unknown>): readonly Part[] {
  const kind = kindOf(item.file);
  return kind ? partsOf(kind.kind, item.root) : [];
}

/** A conversation test's file. */
export interface TestPlace {
  readonly item: Item<unknown>;
  /** The workflow it begins with; null: the assistant's welcome. */
  readonly workflow: string | null;
  /** The workflows that its steps may be of. */
  readonly reach: readonly Workflow[];
}

/** The tests of those assistants that may come by the workflow. */
export function testsReaching(content: Content, place: WorkflowPlace): readonly TestPlace[] {
  return runnersOf(content, place)
    .flatMap((assistant) => testsOf(content, assistant))
    .filter(({ reach }) => reach.includes(place.workflow));
}

function testsOf(content: Content, assistant: AssistantItem): readonly TestPlace[] {
  const brand = assistant.value ? content.brands.get(assistant.value.brand) : undefined;
  const workflows = new Map(
    [
      ...brandWorkflowsOf(assistant, brand),
      ...[...assistant.workflows.values()].flatMap(({ value }) => (value ? [value] : [])),
    ].map((workflow) => [workflow.workflow, workflow]),
  );
  return [...assistant.tests.values()].map((item) => {
    const first = wordAt(item.root, ["workflow"]);
    const settings = [assistant.value?.fallback, ...(assistant.value?.anytime ?? [])];
    const reach = first === null ? [...workflows.values()] : reachedFrom([first, ...settings], workflows);
    return { item, workflow: first, reach };
  });
}

/** Workflows and those that they run. */
function reachedFrom(
  ids: readonly (string | undefined)[],
  workflows: ReadonlyMap<string, Workflow>,
): readonly Workflow[] {
  const reached = new Set<Workflow>();
  const waiting = [...ids];
  while (waiting.length > 0) {
    const workflow = workflows.get(waiting.pop() ?? "");
    if (!workflow || reached.has(workflow)) continue;
    reached.add(workflow);
    for (const { step } of stepsOf(workflow)) if (step.kind === "run") waiting.push(step.run);
  }
  return [...reached];
}

export function wordAt(root: Node | null, path: readonly (string | number)[]): string | null {
  const node = nodeAt(root, path);
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : null;
}
