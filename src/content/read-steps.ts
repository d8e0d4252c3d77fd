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
  return steps.flatMap((step, index) => readStep(step, [...path, index]));
}

function readStep(value: unknown, path: Path): readonly Misfit[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return [{ path, at: "value", message: "this is not a step", help: 'a step is a map: { id: hello, say: "…" }' }];
  }
  const step = value as Record<string, unknown>;
  const found = Object.keys(step).filter((key) => key !== "end" && verbNames.has(key));
  const verb = found[0] ?? (Object.hasOwn(step, "end") ? "end" : undefined);
  if (verb === undefined) return [withoutVerb(step, path)];
  if (found.length > 1) {
    const second = found[1] ?? "";
    return [
      {
        path: [...path, second],
        at: "key",
        message: `this step has ${found.length} verbs, ${found.map((name) => `"${name}"`).join(" and ")}`,
        why: "nobody could say which of them comes first",
        help:
          second === "goto" ? 'write "then" to jump after a step' : "make two steps of it, each with an id of its own",
      },
      ...nestedSteps(Object.assign(step, { kind: verb }), path),
    ];
  }
  let schema = schemas.get(verb);
  if (!schema) {
    schema = stepSchema(verb);
    schemas.set(verb, schema);
  }
  const problems = misfits(schema, step).map((misfit) => ({ ...misfit, path: [...path, ...misfit.path] }));
  const own = [...problems, ...exclusions(verb, step, path)];
  if (step.id === "end") {
    own.push({
      path: [...path, "id"],
      at: "value",
      message: 'no step may have the id "end"',
      why: 'as a target, "end" ends the workflow',
      help: "give it another id",
    });
  }
  const keys = Object.keys(step);
  if (keys.includes("id") && keys[0] !== "id" && typeof step.id === "string") {
    own.push({
      path: [...path, "id"],
      at: "key",
      message: `a step's "id" comes first`,
      help: `move "id: ${step.id}" to the step's first line`,
    });
  }
  step.kind = verb;
  return [...own, ...nestedSteps(step, path)];
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

function nestedSteps(step: Record<string, unknown>, path: Path): readonly Misfit[] {
  let exits: ReturnType<typeof exitsOf>;
  try {
    exits = exitsOf(step as unknown as Step);
  } catch {
    // A step of the wrong shape has no exits to follow; its own misfits are reported already.
    return [];
  }
  return exits.flatMap(({ path: exitPath, exit }) =>
    Array.isArray(exit) ? readSteps(exit, [...path, ...exitPath]) : [],
  );
}
