/** What workflows name: groups, connections and their answers, articles, other workflows, and names inside expressions. */

import { flowOf } from "#checks/flow.ts";
import { runsOf } from "#checks/runs.ts";
import { type Known, ofBrand, type Reference, workflowsFor } from "#checks/unknown-reference/known.ts";
import { defaultResponses, type OwnedWorkflow, workflowsOf } from "#checks/workflows.ts";
import type { BrandItem, Content, Item } from "#content/content.ts";
import { spanOf } from "#content/expression-place.ts";
import { expressionsOf } from "#content/expressions.ts";
import { type PlacedStep, stepsOf } from "#content/graph.ts";
import type { Path } from "#content/node.ts";
import { placeOf, placeOfKey } from "#content/place.ts";
import type { Declaration } from "#content/workflow.ts";
import { callsOf } from "#expr/reads.ts";
import type { Sources } from "#findings/finding.ts";

/** The references of every workflow. */
export function workflowReferences(content: Content, sources: Sources): readonly Reference[] {
  // The workflows of an assistant all know the same ones.
  const workflows = new Map<unknown, Known>();
  const found: Reference[] = [];
  for (const owned of workflowsOf(content)) {
    const owner = owned.assistant ?? owned.brand;
    let known = workflows.get(owner);
    if (!known) workflows.set(owner, (known = workflowsFor(owned.brand, owned.assistant)));
    addDeclarations(owned, found);
    addSteps(owned, known, found);
    addOutcomes(owned, content, found);
    addExpressions(owned, sources, found);
  }
  for (const owned of defaultResponses(content)) addExpressions(owned, sources, found);
  return found;
}

const parts = ["inputs", "outputs", "vars"] as const;

/** `shop-api.order`: the connection, then the shape among its answers. */
function addDeclarations({ item, workflow, brand }: OwnedWorkflow, into: Reference[]): void {
  if (!brand) return;
  for (const part of parts) {
    for (const [name, declaration] of Object.entries(workflow[part] ?? {})) {
      if (typeof declaration === "string" && !declaration.includes(".")) continue;
      for (const { text, path } of answersNamed(declaration, [part, name])) {
        into.push(...answer(brand, item, text, path));
      }
    }
  }
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

function addSteps(owned: OwnedWorkflow, workflows: Known, into: Reference[]): void {
  const { workflow, brand } = owned;
  for (const placed of stepsOf(workflow)) {
    const { step } = placed;
    if (step.kind === "run") addNamed(owned, placed, "workflow", step.run, workflows, ["run"], into);
    // A brand that does not exist has its finding where it is named.
    if (!brand) continue;
    if (step.kind === "handoff") {
      addNamed(owned, placed, "group", step.handoff, ofBrand(brand, "group"), ["handoff"], into);
    }
    if (step.kind === "call") {
      addNamed(owned, placed, "connection", step.call, ofBrand(brand, "connection"), ["call"], into);
    }
    if (step.kind === "articles" && "ids" in step.articles) {
      for (const [index, id] of step.articles.ids.entries()) {
        addNamed(owned, placed, "article", id, ofBrand(brand, "article"), ["articles", "ids", index], into);
      }
    }
  }
}

/** Most names lead somewhere: only the place of one that does not is looked up. */
function addNamed(
  { item }: OwnedWorkflow,
  { step, path }: PlacedStep,
  noun: string,
  id: string,
  known: Known,
  at: Path,
  into: Reference[],
): void {
  if (known.ids.has(id)) return;
  into.push({ id, noun, at: placeOf(item.file, item.root, [...path, ...at]), step: step.id, known });
}

/** `outcomes` of a `run`: words that the other workflow may end with. */
function addOutcomes(owned: OwnedWorkflow, content: Content, into: Reference[]): void {
  const { item } = owned;
  for (const { step, placed, target } of runsOf(content).from(owned)) {
    const endings = target && step.outcomes ? flowOf(content).endings(target) : null;
    if (!target || !endings) continue;
    for (const id of Object.keys(step.outcomes ?? {})) {
      if (id === "else" || endings.has(id)) continue;
      const ids = new Map([...endings].flatMap((outcome) => (outcome === null ? [] : [[outcome, null] as const])));
      into.push({
        id,
        noun: "outcome",
        within: `of the workflow "${step.run}"`,
        at: placeOfKey(item.file, item.root, [...placed.path, "outcomes", id]),
        step: step.id,
        known: { ids, add: `end a step of ${target.item.file} with it` },
      });
    }
  }
}

const functions: Readonly<Record<string, "schedule" | "group">> = {
  open: "schedule",
  next_open: "schedule",
  agents_online: "group",
};

/** `open("desk")`: the name between the quotes. */
function addExpressions(owned: OwnedWorkflow, sources: Sources, into: Reference[]): void {
  const { brand, workflow } = owned;
  if (!brand) return;
  for (const placed of expressionsOf(workflow)) {
    const { source, step } = placed;
    if (typeof source !== "string" || !/open|agents_online/.test(source)) continue;
    for (const { name, receiver, args } of callsOf(source)) {
      const noun = receiver === null ? functions[name] : undefined;
      const [first] = args;
      if (noun === undefined || first?.op !== "value" || typeof first.args !== "string") continue;
      const at = spanOf(owned, placed, sources, { start: first.start + 1, end: first.end - 1 });
      into.push({ id: first.args, noun, at, ...(step !== null && { step }), known: ofBrand(brand, noun) });
    }
  }
}
