/** What is made of a value: the variables that hold it, or a part of it, in the workflow itself and in those it runs. */

import { type Runs, runsOf } from "#checks/runs.ts";
import type { OwnedWorkflow } from "#checks/workflows.ts";
import type { Content } from "#content/content.ts";
import { spanOf } from "#content/expression-place.ts";
import { expressionsOf, type PlacedExpression } from "#content/expressions.ts";
import { placeOf } from "#content/place.ts";
import type { Workflow } from "#content/workflow.ts";
import { type Use, usesOf } from "#expr/uses.ts";
import type { RelatedPlace, Sources } from "#findings/finding.ts";

/** Where a value comes from: a name's, or a detail of the customer's. */
export interface Origin {
  /** As it is read: `iban`, `user.email`. */
  readonly name: string;
  /** How it came into the variable that is read; empty where it is read itself. */
  readonly by: readonly RelatedPlace[];
}

/** A read whose value, or a part of it, is in the expression's result. */
export interface Flowing {
  readonly owned: OwnedWorkflow;
  readonly expression: PlacedExpression;
  readonly use: Use;
  readonly origin: Origin;
}

/** Whether what a use reads is what is looked for: its name, or null. */
export type IsSource = (owned: OwnedWorkflow, use: Use) => string | null;

/** Every read of the values that `isSource` names, or of what was made of them, where it flows into a result. */
export function flowing(content: Content, sources: Sources, isSource: IsSource): readonly Flowing[] {
  const runs = runsOf(content);
  const derived = new Map<Workflow, Map<string, Origin>>();
  const found = flowingBy(isSource, derived);
  // Where nothing flows at first, and nothing is given back, nothing is made of it either.
  if (runs.workflows.every((owned) => found(owned).length === 0 && !savesOutputs(runs, owned))) return [];
  const callers = callersIn(runs);
  const waiting = new Set(runs.workflows);
  for (const owned of waiting) {
    // A workflow that is put back into the set comes last.
    waiting.delete(owned);
    for (const [changed, name, origin] of passedOn(runs, sources, owned, isSource, derived, found)) {
      const names = derived.get(changed.workflow) ?? new Map<string, Origin>();
      if (names.has(name)) continue;
      derived.set(changed.workflow, names.set(name, origin));
      waiting.add(changed);
      for (const caller of callers.get(changed.workflow) ?? []) waiting.add(caller);
    }
  }
  return runs.workflows.flatMap(found);
}

/** What flows in a workflow is looked for again only when more of its names hold the value. */
function flowingBy(isSource: IsSource, derived: Derived): (owned: OwnedWorkflow) => readonly Flowing[] {
  const known = new Map<OwnedWorkflow, { readonly names: number; readonly found: readonly Flowing[] }>();
  return (owned) => {
    const names = derived.get(owned.workflow)?.size ?? 0;
    const before = known.get(owned);
    if (before?.names === names) return before.found;
    const found = flowingIn(owned, isSource, derived);
    known.set(owned, { names, found });
    return found;
  };
}

function savesOutputs(runs: Runs, owned: OwnedWorkflow): boolean {
  return runs.from(owned).some(({ step }) => step.save !== undefined);
}

function callersIn(runs: Runs): ReadonlyMap<Workflow, ReadonlySet<OwnedWorkflow>> {
  const callers = new Map<Workflow, Set<OwnedWorkflow>>();
  for (const owned of runs.workflows) {
    for (const { target } of runs.from(owned)) {
      if (target) callers.set(target.workflow, (callers.get(target.workflow) ?? new Set()).add(owned));
    }
  }
  return callers;
}

type Derived = ReadonlyMap<Workflow, ReadonlyMap<string, Origin>>;

/** The variables that a workflow's steps make of the values: its own, and the inputs of those it runs. */
function passedOn(
  runs: Runs,
  sources: Sources,
  owned: OwnedWorkflow,
  isSource: IsSource,
  derived: Derived,
  found: (owned: OwnedWorkflow) => readonly Flowing[],
): readonly (readonly [OwnedWorkflow, string, Origin])[] {
  const { item } = owned;
  const made = found(owned).flatMap(({ expression, use, origin }) => {
    const { purpose, target, step } = expression;
    if (target === null || (purpose !== "set" && purpose !== "save" && purpose !== "with")) return [];
    const run = purpose === "with" ? runs.from(owned).find((each) => each.step.id === step) : undefined;
    const into = purpose === "with" ? run?.target : owned;
    if (!into || (into === owned && use.path[0] === target)) return [];
    const at = spanOf(owned, expression, sources, use);
    const place = { at, message: `"${target}" is made of "${use.path.join(".")}" here` };
    return [[into, target, { name: origin.name, by: [...origin.by, place] }] as const];
  });
  const saved = runs.from(owned).flatMap(({ step, placed, target }) =>
    Object.entries(step.save ?? {}).flatMap(([name, output]) => {
      const origin = target && (derived.get(target.workflow)?.get(output) ?? ownOrigin(target, output, isSource));
      if (!origin) return [];
      const at = placeOf(item.file, item.root, [...placed.path, "save", name]);
      const place = { at, message: `"${name}" is what "${step.run}" gives back here` };
      return [[owned, name, { name: origin.name, by: [...origin.by, place] }] as const];
    }),
  );
  return [...made, ...saved];
}

function ownOrigin(owned: OwnedWorkflow, name: string, isSource: IsSource): Origin | null {
  const [use] = usesOf(name);
  const source = use && isSource(owned, use);
  return source ? { name: source, by: [] } : null;
}

function flowingIn(owned: OwnedWorkflow, isSource: IsSource, derived: Derived): readonly Flowing[] {
  const expressions = expressionsOf(owned.workflow);
  const names = derived.get(owned.workflow);
  const originOf = (use: Use): Origin | undefined => {
    const source = isSource(owned, use);
    return source === null ? names?.get(use.path[0]) : { name: source, by: [] };
  };
  /** By step: where the items of a list from data come from, where the list holds the value. */
  const items = new Map<string | null, Origin>();
  for (const { purpose, source, step } of expressions) {
    if (purpose !== "each") continue;
    const origin = usesOf(source).flatMap((use) => (use.flows ? (originOf(use) ?? []) : []))[0];
    if (origin) items.set(step, origin);
  }
  const found: Flowing[] = [];
  for (const expression of expressions) {
    for (const use of usesOf(expression.source)) {
      if (!use.flows) continue;
      const isItem = expression.names.includes(use.path[0]);
      const origin = isItem ? items.get(expression.step) : originOf(use);
      if (origin) found.push({ owned, expression, use, origin });
    }
  }
  return found;
}
