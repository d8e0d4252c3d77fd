/** Expressions whose value is known before anything runs. */

import { evaluate } from "#expr/evaluate.ts";
import { type Node, parseExpression } from "#expr/parse.ts";
import { callsOf, readsOf } from "#expr/reads.ts";
import type { Surroundings } from "#expr/surroundings.ts";

/** What a constant is evaluated in: nothing of it is asked for. */
const nowhere: Surroundings = { now: 0, language: "en", timeZone: "UTC", schedules: {}, agentsOnline: () => 0 };

const varying = new Set(["now", "open", "next_open", "agents_online", "format", "money"]);

const constants = new Map<string, { readonly value: unknown } | null>();

/** The value that an expression always has; null where it depends on something, or fails. */
export function constantOf(source: string | number | boolean): { readonly value: unknown } | null {
  if (typeof source !== "string") return { value: source };
  const known = constants.get(source);
  if (known !== undefined) return known;
  const { ast } = parseExpression(source);
  const constant = ast && knownValue(ast, source);
  if (constants.size > 20_000) constants.clear();
  constants.set(source, constant);
  return constant;
}

function knownValue(node: Node, source: string): { readonly value: unknown } | null {
  const text = source.slice(node.start, node.end);
  switch (node.op) {
    case "||":
    case "&&": {
      const deciding = node.op === "||";
      const sides = node.args.map((side) => knownValue(side, source));
      if (sides.some((side) => side?.value === deciding)) return { value: deciding };
      return sides.every((side) => side?.value === !deciding) ? { value: !deciding } : null;
    }
    case "!_": {
      const inner = knownValue(node.args, source);
      return typeof inner?.value === "boolean" ? { value: !inner.value } : null;
    }
    case "?:": {
      const [condition, left, right] = node.args;
      const chosen = knownValue(condition, source);
      if (!chosen) return null;
      return knownValue(chosen.value === true ? left : right, source);
    }
    case "==":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=": {
      const [left, right] = node.args.map(({ start, end }) => source.slice(start, end).replace(/\s+/g, ""));
      if (left === right && !/["']/.test(left ?? "")) return { value: /=/.test(node.op) && node.op !== "!=" };
      break;
    }
    default:
      break;
  }
  if (readsOf(text).length > 0 || callsOf(text).some(({ name }) => varying.has(name) || name === "matches"))
    return null;
  const result = evaluate(text, { values: {}, types: {} }, nowhere);
  return result.ok ? { value: result.value } : null;
}
