/** Steps: which verb each one is, and whether it fits that verb. */

import { exitsOf } from "#content/graph.ts";
import { nearest } from "#content/nearest.ts";
import type { Path } from "#content/node.ts";
import type { Schema } from "#content/schemas/common.ts";
import { type Misfit, misfits, unknownKey } from "#content/schemas/validate.ts";
import { stepKeys, stepSchema, verbs } from "#content/schemas/workflow.ts";
import type { Step } from "#content/workflow.ts";

const schemas = new Map<string, Schema>();

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
  const found = verbs.filter((verb) => Object.hasOwn(step, verb) && !(verb === "end"));
  const verb = found[0] ?? (Object.hasOwn(step, "end") ? "end" : undefined);
  if (verb === undefined) return [withoutVerb(step, path)];
  const isCarouselText = verb !== "goto" && found.length === 2 && found.includes("goto");
  if (found.length > 1) {
    const second = found[1] ?? "";
    return [
      {
        path: [...path, second],
        at: "key",
        message: `this step has ${found.length} verbs, ${found.map((name) => `"${name}"`).join(" and ")}`,
        help: isCarouselText ? 'write "then" to jump after a step' : "make two steps of it, each with an id of its own",
      },
    ];
  }
  let schema = schemas.get(verb);
  if (!schema) {
    schema = stepSchema(verb);
    schemas.set(verb, schema);
  }
  const problems = misfits(schema, step).map((misfit) => ({ ...misfit, path: [...path, ...misfit.path] }));
  const own = [...problems, ...beyondSchema(verb, step, path)];
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

/** What JSON Schema says clumsily: keys that exclude or need one another. */
function beyondSchema(verb: string, step: Record<string, unknown>, path: Path): Misfit[] {
  const both = (a: string, b: string, help: string): Misfit[] =>
    step[a] !== undefined && step[b] !== undefined
      ? [{ path: [...path, b], at: "key", message: `"${a}" and "${b}" cannot stand in one step`, help }]
      : [];
  if (verb === "call") {
    const methods = ["get", "post", "put", "patch", "delete"].filter((method) => step[method] !== undefined);
    if (methods.length === 0) {
      return [
        {
          path: [...path, "call"],
          at: "key",
          message: "this call does not say what it asks",
          help: 'add a method and a path, such as get: "/orders/{{ order_id }}"',
        },
      ];
    }
    if (methods.length > 1) return both(methods[0] ?? "", methods[1] ?? "", "make two steps of it");
  }
  if (verb === "articles" && isMap(step.articles) && !("ids" in step.articles) && !("query" in step.articles)) {
    return [
      {
        path: [...path, "articles"],
        at: "key",
        message: "this step names no articles",
        help: "add ids: […] or query: …",
      },
    ];
  }
  if (verb === "if" && typeof step.end === "string") {
    return [
      {
        path: [...path, "end"],
        at: "key",
        message: '"end" cannot stand beside "if"',
        help: "put an end step into the arm it belongs to",
      },
    ];
  }
  if (verb !== "if" && verb !== "end" && Array.isArray(step.then)) {
    return [
      {
        path: [...path, "then"],
        at: "key",
        message: `"then" of a "${verb}" step is a step's id or "end", not a list`,
        help: "write the steps after this one",
      },
    ];
  }
  return both("then", "end", "keep one of the two: where to go, or how to end");
}

function withoutVerb(step: Record<string, unknown>, path: Path): Misfit {
  const unknown = Object.keys(step).find((key) => !stepKeys.has(key)) ?? Object.keys(step).find((key) => key !== "id");
  if (unknown !== undefined && reserved.has(unknown)) {
    return { path: [...path, unknown], at: "key", message: `the verb "${unknown}" is reserved for later` };
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
  return { path, at: "value", message: "this step has no verb", help: `a step does one of ${verbs.join(", ")}` };
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

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
