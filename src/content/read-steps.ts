/** Steps: which verb each one is, and whether it fits that verb. */

import { exitsOf } from "#content/exits.ts";
import { nearest } from "#content/nearest.ts";
import type { Path } from "#content/node.ts";
import type { Schema } from "#content/schemas/common.ts";
import { type Misfit, unknownKey } from "#content/schemas/messages.ts";
import { misfits } from "#content/schemas/validate.ts";
import { stepKeys, stepSchema, verbs } from "#content/schemas/workflow.ts";
import { exclusions } from "#content/step-rules.ts";
import type { Step } from "#content/workflow.ts";

const schemas = new Map<string, Schema>();
const verbNames: ReadonlySet<string> = new Set(verbs);

/** Names of verbs that are kept for later. */
const reserved = new Set(["rate"]);

/**
 * Gives every step of `steps` its `kind`, in place, and answers what does not fit. Only where nothing does are the
 * values truly `Step`s.
 */
export function readSteps(steps: readonly unknown[], path: Path): readonly Misfit[] {
  const found: Misfit[] = [];
  addSteps(steps, path, found);
  return found;
}

function addSteps(steps: readonly unknown[], path: Path, into: Misfit[]): void {
  for (let index = 0; index < steps.length; index += 1) addStep(steps[index], [...path, index], into);
}

function addStep(value: unknown, path: Path, into: Misfit[]): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    into.push({ path, at: "value", message: "this is not a step", help: 'a step is a map: { id: hello, say: "…" }' });
    return;
  }
  const step = value as Record<string, unknown>;
  const verb = verbOf(step);
  if (verb === undefined) {
    into.push(withoutVerb(step, path));
    return;
  }
  const others = otherVerbs(step, verb);
  if (others !== null) {
    into.push(withVerbs([verb, ...others], path));
    step.kind = verb;
    addNestedSteps(step, path, into);
    return;
  }
  let schema = schemas.get(verb);
  if (!schema) {
    schema = stepSchema(verb);
    schemas.set(verb, schema);
  }
  for (const misfit of misfits(schema, step)) into.push({ ...misfit, path: [...path, ...misfit.path] });
  for (const misfit of exclusions(verb, step, path)) into.push(misfit);
  if (step.id === "end") {
    into.push({
      path: [...path, "id"],
      at: "value",
      message: 'no step may have the id "end"',
      why: 'as a target, "end" ends the workflow',
      help: "give it another id",
    });
  }
  if (typeof step.id === "string" && firstKey(step) !== "id") {
    into.push({
      path: [...path, "id"],
      at: "key",
      message: `a step's "id" comes first`,
      help: `move "id: ${step.id}" to the step's first line`,
    });
  }
  step.kind = verb;
  addNestedSteps(step, path, into);
}

/** The first verb that a step names; `end` stands beside others, too. */
function verbOf(step: Readonly<Record<string, unknown>>): string | undefined {
  for (const key in step) if (key !== "end" && verbNames.has(key)) return key;
  return Object.hasOwn(step, "end") ? "end" : undefined;
}

/** Those it names beside the first; null for none. */
function otherVerbs(step: Readonly<Record<string, unknown>>, verb: string): readonly string[] | null {
  let others: string[] | null = null;
  for (const key in step) {
    if (key !== "end" && key !== verb && verbNames.has(key)) (others ??= []).push(key);
  }
  return others;
}

/** After a misspelt key has been mended in place. */
function firstKey(step: object): string | undefined {
  for (const key in step) return key;
  return undefined;
}

function withVerbs(verbs: readonly string[], path: Path): Misfit {
  const second = verbs[1] ?? "";
  return {
    path: [...path, second],
    at: "key",
    message: `this step has ${verbs.length} verbs, ${verbs.map((name) => `"${name}"`).join(" and ")}`,
    why: "nobody could say which of them comes first",
    help: second === "goto" ? 'write "then" to jump after a step' : "make two steps of it, each with an id of its own",
  };
}

function withoutVerb(step: Record<string, unknown>, path: Path): Misfit {
  const unknown = Object.keys(step).find((key) => !stepKeys.has(key)) ?? Object.keys(step).find((key) => key !== "id");
  if (unknown !== undefined && reserved.has(unknown)) {
    return {
      path: [...path, unknown],
      at: "key",
      message: `the verb "${unknown}" is reserved for later`,
      help: "do without it for now",
    };
  }
  const guess = unknown === undefined ? undefined : nearest(unknown, verbs);
  if (unknown !== undefined && guess !== undefined) {
    return {
      path: [...path, unknown],
      at: "key",
      message: unknownKey(unknown, verbs).message,
      help: `did you mean "${guess}"?`,
    };
  }
  return {
    path: [...path, "id"],
    at: "value",
    message: "this step has no verb",
    why: "it would do nothing",
    help: `a step does one of ${verbs.join(", ")}`,
  };
}

/** The keys below which a step may hold lists of steps. */
const holders: ReadonlySet<string> = new Set(
  "retry silence options carousel other none resolved errors then else cases outcomes no_agent".split(" "),
);

function holdsSteps(step: Readonly<Record<string, unknown>>): boolean {
  for (const key in step) {
    if (typeof step[key] === "object" && holders.has(key)) return true;
  }
  return false;
}

function addNestedSteps(step: Readonly<Record<string, unknown>>, path: Path, into: Misfit[]): void {
  if (!holdsSteps(step)) return;
  let exits: ReturnType<typeof exitsOf>;
  try {
    exits = exitsOf(step as unknown as Step);
  } catch {
    // A step of the wrong shape has no exits to follow; its own misfits are reported already.
    return;
  }
  for (const { path: exitPath, exit } of exits) {
    if (Array.isArray(exit)) addSteps(exit, [...path, ...exitPath], into);
  }
}
