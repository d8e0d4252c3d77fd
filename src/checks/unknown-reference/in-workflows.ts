/** What workflows name: groups, connections and their answers, articles, other workflows, and names inside expressions. */

import { flowOf } from "#checks/flow.ts";
import { runsOf } from "#checks/runs.ts";
import { type Known, ofBrand, type Reference, workflowsFor } from "#checks/unknown-reference/known.ts";
import { defaultResponses, type OwnedWorkflow, workflowsOf } from "#checks/workflows.ts";
import type { BrandItem, Content, Item } from "#content/content.ts";
import { spanOf } from "#content/expression-place.ts";
import { expressionsOf } from "#content/expressions.ts";
import { stepsOf } from "#content/graph.ts";
import type { Path } from "#content/node.ts";
import { placeOf, placeOfKey } from "#content/place.ts";
import type { Declaration } from "#content/workflow.ts";
import { callsOf } from "#expr/reads.ts";
import type { Sources } from "#findings/finding.ts";

/** The references of every workflow. */
export function workflowReferences(content: Content, sources: Sources): readonly Reference[] {
  // The workflows of an assistant all know the same ones.
  const workflows = new Map<unknown, Known>();
  const inResponses = defaultResponses(content).flatMap((owned) => inExpressions(owned, sources));
  const inWorkflows = workflowsOf(content).flatMap((owned) => {
    const owner = owned.assistant ?? owned.brand;
    const known = workflows.get(owner) ?? workflowsFor(owned.brand, owned.assistant);
    workflows.set(owner, known);
    return [
      ...inDeclarations(owned),
      ...inSteps(owned, known),
      ...inOutcomes(owned, content),
      ...inExpressions(owned, sources),
    ];
  });
  return [...inWorkflows, ...inResponses];
}

/** `shop-api.order`: the connection, then the shape among its answers. */
function inDeclarations({ item, workflow, brand }: OwnedWorkflow): readonly Reference[] {
  if (!brand) return [];
  return (["inputs", "outputs", "vars"] as const).flatMap((part) =>
    Object.entries(workflow[part] ?? {}).flatMap(([name, declaration]) =>
      answersNamed(declaration, [part, name]).flatMap(({ text, path }) => answer(brand, item, text, path)),
    ),
  );
}

function answersNamed(declaration: Declaration, path: Path): readonly { text: string; path: Path }[] {
  if (typeof declaration === "string") return declaration.includes(".") ? [{ text: declaration, path }] : [];
  return Object.entries(declaration).flatMap(([key, inner]) =>
    typeof inner === "boolean" ? [] : answersNamed(inner as Declaration, [...path, key]),
  );
}

function answer(brand: BrandItem, item: Item<unknown>, text: string, path: Path): readonly Reference[] {
  const [name = "", shape = ""] = text.split(".");
  const connection = brand.connections.get(name);
  if (!connection) {
    const at = placeOf(item.file, item.root, path);
    return [{ id: name, noun: "connection", at, known: ofBrand(brand, "connection") }];
  }
  const answers = connection.value?.answers ?? {};
  if (!connection.value || Object.hasOwn(answers, shape)) return [];
  const at = placeOf(item.file, item.root, path);
  const ids = new Map(Object.keys(answers).map((each) => [each, null]));
  return [{ id: shape, noun: "answer", at, known: { ids, add: `add "%" to the answers of ${connection.file}` } }];
}

function inSteps({ item, workflow, brand }: OwnedWorkflow, workflows: Known): readonly Reference[] {
  const found: Reference[] = [];
  for (const { step, path } of stepsOf(workflow)) {
    // Most names lead somewhere: only the place of one that does not is looked up.
    const add = (noun: string, id: string, known: Known, ...at: Path) =>
      known.ids.has(id) ||
      found.push({ id, noun, at: placeOf(item.file, item.root, [...path, ...at]), step: step.id, known });
    if (step.kind === "run") add("workflow", step.run, workflows, "run");
    // A brand that does not exist has its finding where it is named.
    if (!brand) continue;
    if (step.kind === "handoff") add("group", step.handoff, ofBrand(brand, "group"), "handoff");
    if (step.kind === "call") add("connection", step.call, ofBrand(brand, "connection"), "call");
    if (step.kind === "articles" && "ids" in step.articles) {
      for (const [index, id] of step.articles.ids.entries()) {
        add("article", id, ofBrand(brand, "article"), "articles", "ids", index);
      }
    }
  }
  return found;
}

/** `outcomes` of a `run`: words that the other workflow may end with. */
function inOutcomes(owned: OwnedWorkflow, content: Content): readonly Reference[] {
  return runsOf(content)
    .from(owned)
    .flatMap(({ step, placed: { path }, target }) => {
      const endings = target && step.outcomes ? flowOf(content).endings(target) : null;
      if (!target || !endings) return [];
      // Only the place of an outcome that never comes is looked up.
      const strange = Object.keys(step.outcomes ?? {}).filter((id) => id !== "else" && !endings.has(id));
      if (strange.length === 0) return [];
      const ids = new Map([...endings].flatMap((outcome) => (outcome === null ? [] : [[outcome, null] as const])));
      return strange.map((id) => ({
        id,
        noun: "outcome",
        within: `of the workflow "${step.run}"`,
        at: placeOfKey(owned.item.file, owned.item.root, [...path, "outcomes", id]),
        step: step.id,
        known: { ids, add: `end a step of ${target.item.file} with it` },
      }));
    });
}

const functions: Readonly<Record<string, "schedule" | "group">> = {
  open: "schedule",
  next_open: "schedule",
  agents_online: "group",
};

/** `open("desk")`: the name between the quotes. */
function inExpressions(owned: OwnedWorkflow, sources: Sources): readonly Reference[] {
  const { brand, workflow } = owned;
  if (!brand) return [];
  return expressionsOf(workflow).flatMap((placed) => {
    if (typeof placed.source !== "string" || !/open|agents_online/.test(placed.source)) return [];
    return callsOf(placed.source).flatMap(({ name, receiver, args }): readonly Reference[] => {
      const noun = receiver === null ? functions[name] : undefined;
      const [first] = args;
      if (noun === undefined || first?.op !== "value" || typeof first.args !== "string") return [];
      const at = spanOf(owned, placed, sources, { start: first.start + 1, end: first.end - 1 });
      return [
        { id: first.args, noun, at, ...(placed.step !== null && { step: placed.step }), known: ofBrand(brand, noun) },
      ];
    });
  });
}
