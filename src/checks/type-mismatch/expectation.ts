/** What the place of an expression takes. */

import { inputsOf } from "#checks/type-mismatch/run-targets.ts";
import type { TypedExpression, TypedWorkflow } from "#checks/typed-expressions.ts";
import type { PlacedExpression } from "#content/expressions.ts";
import { stepsById } from "#content/graph.ts";
import { nearest } from "#content/nearest.ts";
import { fits, nameOf, type Type } from "#expr/type.ts";
import { isDay } from "#expr/values.ts";

interface Mismatch {
  readonly message: string;
  readonly help?: string;
}

/** Why the value of an expression does not fit its place; null where it does. */
export function expectation({ placed, type }: TypedExpression, workflow: TypedWorkflow): Mismatch | null {
  // A text is a text, whatever stands in it.
  if (placed.kind === "template") return null;
  switch (placed.purpose) {
    case "condition":
    case "accept":
      if (free(type) || type.kind === "bool") return null;
      return {
        message: `${shown(placed.source, type)}, and a condition is true or false`,
        help: "compare it with something",
      };
    case "each":
      if (free(type) || type.kind === "list") return null;
      return { message: `${shown(placed.source, type)}, and "each" goes through a list` };
    case "switch":
      if (free(type) || /^(?:string|int|number|double|bool)$/.test(type.kind)) return null;
      return { message: `${shown(placed.source, type)}, and the cases of a switch are texts and numbers` };
    case "id":
    case "idempotency_key":
    case "search":
      if (!/^(?:list|map|shape)$/.test(type.kind)) return null;
      return { message: `${shown(placed.source, type)}, and this is a text` };
    case "set":
    case "save": {
      const declared = workflow.variables.get(placed.target ?? "");
      return declared ? kept(type, declared, `the variable "${placed.target}"`, placed.source) : null;
    }
    case "with": {
      const run = stepsById(workflow.owned.workflow).get(placed.step ?? "")?.step;
      const declared = run?.kind === "run" ? inputsOf(workflow, run.run).get(placed.target ?? "") : undefined;
      return declared ? kept(type, declared, `the input "${placed.target}"`, placed.source) : null;
    }
    default:
      return null;
  }
}

function shown(source: PlacedExpression["source"], type: Type): string {
  return `"${String(source).replace(/\s+/g, " ").slice(0, 60)}" is ${nameOf(type)}`;
}

function free({ kind }: Type): boolean {
  return kind === "any" || kind === "optional" || kind === "null";
}

function kept(type: Type, declared: Type, where: string, source: string | number | boolean): Mismatch | null {
  if (fits(type, declared)) return fieldAtFault(type, declared, where);
  if (type.kind === "string" && isWritten(source, declared)) return null;
  const help = isDay(String(source).trim())
    ? `a day stands in quotes: '"${source}"'`
    : declared.kind === "string" && /^(?:int|number|double|date|time|bool)$/.test(type.kind)
      ? "make a text of it with string(…)"
      : type.kind === "string" && /^(?:int|number)$/.test(declared.kind)
        ? "make a number of it with int(…) or double(…)"
        : type.kind === "time" && declared.kind === "date"
          ? 'make a day of it with .format("yyyy-MM-dd")'
          : undefined;
  return {
    message: `${shown(source, type)}, and ${where} is ${nameOf(declared)}`,
    ...(help !== undefined && { help }),
  };
}

/** The first field of a map that does not fit the shape it is kept in. */
function fieldAtFault(type: Type, declared: Type, where: string): Mismatch | null {
  if (declared.kind !== "shape" || type === declared) return null;
  const given = type.kind === "shape" ? type.fields : type.kind === "map" ? type.written : undefined;
  for (const [name, inner] of given ?? []) {
    const wanted = declared.fields.get(name);
    // What an API gives may have more than is kept of it.
    if (!wanted && type.kind === "shape") continue;
    if (!wanted) {
      const known = [...declared.fields.keys()];
      const guess = nearest(name, known);
      return {
        message: `${where} has no field "${name}"`,
        help: guess === undefined ? `there are ${known.join(", ")}` : `did you mean "${guess}"?`,
      };
    }
    const isDated = inner.kind === "string" && (wanted.kind === "date" || wanted.kind === "time");
    if (isDated || fits(inner, wanted)) continue;
    return { message: `"${name}" is ${nameOf(inner)} here, and ${nameOf(wanted)} in ${where}` };
  }
  return null;
}

/** A day or a moment that is written out, `"2026-03-05"`, or as `now().format("yyyy-MM-dd")` always writes it. */
function isWritten(source: string | number | boolean, declared: Type): boolean {
  if (declared.kind === "date" && /^[^?+]*\.format\((["'])yyyy-MM-dd\1\)$/.test(String(source).trim())) return true;
  const literal = /^(?:"([^"\\]*)"|'([^'\\]*)')$/.exec(String(source).trim());
  const text = literal?.[1] ?? literal?.[2];
  if (text === undefined) return false;
  if (declared.kind === "date") return /^\d{4}-\d{2}-\d{2}$/.test(text);
  return declared.kind === "time" && /^\d{4}-\d{2}-\d{2}T/.test(text) && !Number.isNaN(Date.parse(text));
}
