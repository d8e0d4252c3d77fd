/** A variable has a value wherever it is read, whichever way the conversation came. */

import type { Check, CheckOptions } from "#checks/check.ts";
import { isInDoubt } from "#checks/doubt.ts";
import { arrows, flowOf, pathTo } from "#checks/flow.ts";
import { type Passing, passingThrough, setBy } from "#checks/maybe-unset/ways-out.ts";
import { edgePlace, idPlace } from "#checks/places.ts";
import { keyOf, type PlacedUse } from "#checks/uses.ts";
import { type OwnedWorkflow, workflowsOf } from "#checks/workflows.ts";
import { spanOf } from "#content/expression-place.ts";
import { type Edge, edgesOf, stepAt, stepsById } from "#content/graph.ts";
import { placeOfKey } from "#content/place.ts";
import type { Step } from "#content/workflow.ts";
import { isSet } from "#expr/uses.ts";
import type { Finding, RelatedPlace } from "#findings/finding.ts";

export const maybeUnset: Check = {
  name: "maybe-unset",
  severity: "error",
  summary: "a variable that has no value on some path to where it is read",
  run: (content, options) => {
    const findings: Finding[] = [];
    for (const owned of workflowsOf(content)) {
      const { vars = {}, outputs = {} } = owned.workflow;
      const passing = passingThrough(flowOf(content), owned);
      for (const name of Object.keys(vars)) readsUnset(options, owned, name, passing, findings);
      for (const name of Object.keys(outputs)) {
        if (!Object.hasOwn(vars, name)) readsUnset(options, owned, name, passing, findings);
      }
    }
    return findings;
  },
};

/** The first reads of a variable on the paths on which nothing has set it. */
function readsUnset(
  { sources }: CheckOptions,
  owned: OwnedWorkflow,
  name: string,
  passing: Passing,
  into: Finding[],
): void {
  const isOutput = Object.hasOwn(owned.workflow.outputs ?? {}, name);
  /** The steps that are reached while the variable has no value. */
  const reached = new Map<string, Edge | null>();
  let ending: Edge | null = null;
  const first = owned.workflow.steps[0]?.id;
  if (first !== undefined) reached.set(first, null);
  for (const id of reached.keys()) {
    const here = passing(id);
    if (!here) continue;
    const { step, uses } = here;
    const read = firstUnset(step, uses, name);
    if (read && !pathTo(reached, id).some((each) => isInDoubt(owned, each))) {
      into.push({
        check: "maybe-unset",
        severity: "error",
        message: `"${name}" may have no value here: ${pathWithout(reached, id)}`,
        at: spanOf(owned, read.expression, sources, read),
        step: id,
        related: whereNot(owned, reached, id, name),
        why: "the step would fail, and the fallback run in its place",
        help: `set it on that path, or lead there only where it has one: if: ${name} != null`,
      });
    }
    // Where the step is sure to fail, nothing follows it.
    if (read && isReadAtOnce(step, read)) continue;
    for (const { edge, sets, shows } of here.ways) {
      if (sets.includes(name) || shows.has(isSet(name))) continue;
      if (edge.exit === "next" && step.kind === "call" && isReadToSave(uses, name)) continue;
      const next = stepAt(edge);
      if (next === null) ending ??= edge;
      else if (!reached.has(next)) reached.set(next, edge);
    }
  }
  if (isOutput && ending && !pathTo(reached, ending.from).some((each) => isInDoubt(owned, each)))
    into.push(outputUnset(owned, reached, ending, name));
}

function firstUnset(step: Step, uses: readonly PlacedUse[], name: string): PlacedUse | undefined {
  for (const use of uses) if (use.path[0] === name && isUnsetAt(step, use, name)) return use;
  return undefined;
}

/** Whether a use reads the variable before its own step has set it, and without being sure of it. */
function isUnsetAt(step: Step, use: PlacedUse, name: string): boolean {
  if (use.asks || use.known.has(isSet(name))) return false;
  if (step.kind !== "set") return true;
  // `set` sets one variable after another.
  const names = Object.keys(step.set);
  return names.indexOf(String(keyOf(use)[1])) <= names.indexOf(name) || !names.includes(name);
}

/** What is read before anything else can happen; not what only a bad answer or a good one leads to. */
function isReadAtOnce(step: Step, use: PlacedUse): boolean {
  const { expression, known } = use;
  if (expression.purpose === "accept" || expression.purpose === "save" || known.size > 0) return false;
  const key = keyOf(use);
  return !(key[0] === "retry" || (step.kind === "form" && key[0] === "form"));
}

function isReadToSave(uses: readonly PlacedUse[], name: string): boolean {
  return uses.some(
    ({ expression, path, asks, known }) =>
      expression.purpose === "save" && path[0] === name && !asks && known.size === 0,
  );
}

function pathWithout(reached: ReadonlyMap<string, Edge | null>, id: string): string {
  const path = pathTo(reached, id);
  return path.length === 1
    ? "the workflow begins with this step, and nothing has set it"
    : `the path ${arrows(path)} does not set it`;
}

/** Where the path passes a step that sets the variable, and leaves it by another exit. Else, where it is declared. */
function whereNot(
  owned: OwnedWorkflow,
  reached: ReadonlyMap<string, Edge | null>,
  id: string,
  name: string,
): readonly RelatedPlace[] {
  const { item, workflow } = owned;
  const steps = stepsById(workflow);
  const passed: RelatedPlace[] = [];
  for (let edge = reached.get(id); edge; edge = reached.get(edge.from)) {
    const { from, exit } = edge;
    const step = steps.get(from)?.step;
    if (!step) continue;
    const sets = edgesOf(workflow).some((each) => each.from === from && setBy(owned, step, each).includes(name));
    if (!sets) continue;
    const isWritten = exit !== "next";
    passed.unshift({
      at: isWritten ? edgePlace(owned, edge) : idPlace(owned, from),
      message: `"${from}" is left by "${exit}" here, without a value for "${name}"`,
    });
  }
  if (passed.length > 0) return passed;
  const part = Object.hasOwn(workflow.vars ?? {}, name) ? "vars" : "outputs";
  return [{ at: placeOfKey(item.file, item.root, [part, name]), message: "declared here, without a value" }];
}

function outputUnset(
  owned: OwnedWorkflow,
  reached: ReadonlyMap<string, Edge | null>,
  ending: Edge,
  name: string,
): Finding {
  const { item, workflow } = owned;
  return {
    check: "maybe-unset",
    severity: "error",
    message: `the output "${name}" may have no value in the end: the path ${arrows([...pathTo(reached, ending.from), "end"])} does not set it`,
    at: placeOfKey(item.file, item.root, ["outputs", name]),
    step: ending.from,
    related: [
      { at: idPlace(owned, ending.from), message: "the workflow ends after this step" },
      ...whereNot(owned, reached, ending.from, name).filter(({ message }) => !message.startsWith("declared")),
    ],
    why: `what runs "${workflow.workflow}" would go on without it`,
    help: "set it on that path as well",
  };
}
