/**
 * A variable of a workflow, its inputs and outputs among them: every place that fills or reads it, the workflows
 * that give or take it, and what tests say of it.
 */

import type { Content, Item } from "#content/content.ts";
import { spanOf } from "#content/expression-place.ts";
import { expressionsOf } from "#content/expressions.ts";
import { stepsOf } from "#content/graph.ts";
import { nodeAt } from "#content/place.ts";
import { type Edit, replacePart, replaceWord } from "#content/rename/edit.ts";
import type { Refusal, Renaming } from "#content/rename/renaming.ts";
import {
  type KnownSite,
  partsIn,
  runnersOf,
  type TestPlace,
  testsReaching,
  type WorkflowPlace,
} from "#content/rename/scope.ts";
import { localeKeys } from "#content/rename/step.ts";
import type { Part } from "#content/roles.ts";
import type { Workflow } from "#content/workflow.ts";
import { readsOf } from "#expr/reads.ts";
import type { Sources } from "#findings/finding.ts";

/** Names that are always in scope, and those that an expression's place brings with it. */
const reserved = new Set([
  "user",
  "brand",
  "channel",
  "conversation",
  "last_message",
  "value",
  "status",
  "body",
  "headers",
]);

export function renameVariable(
  { content, sources }: KnownSite,
  place: WorkflowPlace,
  old: string,
  to: string,
): Renaming | Refusal {
  const { item, workflow } = place;
  const declared = { ...workflow.vars, ...workflow.inputs, ...workflow.outputs };
  if (!Object.hasOwn(declared, old)) {
    return {
      refused: `the workflow "${item.id}" has no variable "${old}"`,
      help: `its variables are ${Object.keys(declared).join(", ") || "none"}`,
    };
  }
  const taken =
    reserved.has(to) || Object.hasOwn(declared, to) || expressionsOf(workflow).some(({ names }) => names.includes(to));
  if (taken) {
    return { refused: `"${to}" means something in the workflow "${item.id}" already`, help: "choose another name" };
  }
  const own = partsIn(item)
    .filter(({ role, node }) => role === "variable" && node.value === old)
    .map(({ node }) => replaceWord(item, node, to, sources));
  const tests = testsReaching(content, place);
  return {
    edits: [
      ...own,
      ...reads(place, old, to, sources),
      ...localeKeys(content, place, sources, (key) => formKey(workflow, key, old, to)),
      ...callers(content, place).flatMap((caller) => given(caller, workflow, old, to, sources)),
      ...tests.flatMap((test) => inTest(test, workflow, old, to, sources)),
    ],
    moves: [],
    notes: [],
  };
}

function reads(
  { item, workflow, assistant }: WorkflowPlace,
  old: string,
  to: string,
  sources: Sources,
): readonly Edit[] {
  return expressionsOf(workflow).flatMap((placed) =>
    placed.names.includes(old)
      ? []
      : readsOf(placed.source)
          .filter(({ path }) => path[0] === old)
          .map((read): Edit => {
            const range = { start: read.start, end: read.start + old.length };
            const { file, start, end } = spanOf({ item, assistant }, placed, sources, range);
            return { file, start, end, text: to };
          }),
  );
}

/** `details.form.email.label`: a field's text is named by its variable. */
function formKey(workflow: Workflow, key: string, old: string, to: string) {
  for (const { step } of stepsOf(workflow)) {
    const before = `${step.id}.form.`;
    if (step.kind === "form" && key.startsWith(`${before}${old}.`)) {
      return { start: before.length, end: before.length + old.length, word: to };
    }
  }
  return null;
}

/** The workflows that may run this one. */
function callers(content: Content, place: WorkflowPlace): readonly Item<Workflow>[] {
  return [
    ...(place.brand?.workflows.values() ?? []),
    ...runnersOf(content, place).flatMap(({ workflows }) => [...workflows.values()]),
  ];
}

/** `run … with` names the inputs, and `save` the outputs, of the workflow that is run. */
function given(caller: Item<Workflow>, { workflow: id, ...own }: Workflow, old: string, to: string, sources: Sources) {
  if (!caller.value) return [];
  return stepsOf(caller.value).flatMap(({ step, path }): readonly Edit[] => {
    if (step.kind !== "run" || step.run !== id) return [];
    const inputs = nodeAt(caller.root, [...path, "with"]);
    const outputs = nodeAt(caller.root, [...path, "save"]);
    return [
      ...(inputs?.kind === "map" && own.inputs && Object.hasOwn(own.inputs, old)
        ? inputs.entries.filter(({ key }) => key.value === old).map(({ key }) => replaceWord(caller, key, to, sources))
        : []),
      ...(outputs?.kind === "map"
        ? outputs.entries.flatMap(({ value }) =>
            value.kind === "scalar" && value.value === old ? [replaceWord(caller, value, to, sources)] : [],
          )
        : []),
    ];
  });
}

/** What is expected of the outermost workflow's variables, given to its inputs, or filled into its forms. */
function inTest(test: TestPlace, workflow: Workflow, old: string, to: string, sources: Sources): readonly Edit[] {
  const isOutermost = test.workflow === workflow.workflow || test.workflow === null;
  const others = test.reach.filter((each) => each !== workflow);
  const isAlone = others.every(({ vars, inputs, outputs }) => !Object.hasOwn({ ...vars, ...inputs, ...outputs }, old));
  const isMeant = (part: Part): boolean => {
    const under = part.path.at(-2);
    if (part.role !== "variable" || part.at !== "key" || String(part.node.value).split(".")[0] !== old) return false;
    if (under === "fill") return isAlone || test.workflow === workflow.workflow;
    return (under === "vars" || under === "with") && isOutermost && (isAlone || test.workflow !== null);
  };
  return partsIn(test.item)
    .filter(isMeant)
    .map(({ node }) => replacePart(test.item, node, { start: 0, end: old.length }, to, sources));
}
