/** The types of what stands on both sides of an operator. */

import { type Checking, mismatch, quoted } from "#expr/checking.ts";
import type { BinaryOperator, Node } from "#expr/parse.ts";
import { any, bool, double, duration, int, isNumber, nameOf, number, string, type Type, time } from "#expr/type.ts";
import { isDay, momentOf } from "#expr/values.ts";

type Binary = Extract<Node, { readonly op: BinaryOperator | "[]" | "[?]" }>;

/** The type of `left op right`; where they do not go together, a problem is added. */
export function binaryType(node: Binary, left: Type, right: Type, checking: Checking): Type {
  switch (node.op) {
    case "==":
    case "!=":
      if (!equal(node, left, right)) sides(node, left, right, "they are never equal", checking);
      return bool;
    case "<":
    case "<=":
    case ">":
    case ">=":
      if (!ordered(node, left, right)) sides(node, left, right, `${node.op} does not compare them`, checking);
      return bool;
    case "in":
      inside(node, left, right, checking);
      return bool;
    default: {
      const type = arithmetic(node.op, left, right);
      if (type) return type;
      sides(node, left, right, `${node.op} does not go with them`, checking);
      return any;
    }
  }
}

function sides(node: Binary, left: Type, right: Type, why: string, checking: Checking): void {
  const [a, b] = node.args;
  const message = `${quoted(checking, a)} is ${nameOf(left)} and ${quoted(checking, b)} is ${nameOf(right)}: ${why}`;
  mismatch(checking, node, message, helpFor(node, left, right, checking));
}

function helpFor(node: Binary, left: Type, right: Type, { source }: Checking): string | undefined {
  const day = node.args.map(({ start, end }) => source.slice(start, end)).find(isDay);
  if (day !== undefined) return `a day stands in quotes: "${day}"`;
  const isTextAndNumber = (left.kind === "string" || right.kind === "string") && (isNumber(left) || isNumber(right));
  if (!isTextAndNumber) return undefined;
  return node.op === "+"
    ? "make a text of the number with string(…)"
    : "compare like with like: int(…) makes a number of a text";
}

function equal(node: Binary, left: Type, right: Type): boolean {
  const free = ({ kind }: Type) => kind === "any" || kind === "null" || kind === "optional";
  if (free(left) || free(right)) return true;
  const isMap = ({ kind }: Type) => kind === "map" || kind === "shape";
  return left.kind === right.kind || (isMap(left) && isMap(right)) || comparable(node, left, right);
}

function ordered(node: Binary, left: Type, right: Type): boolean {
  if (left.kind === "any" && right.kind === "any") return true;
  const orders = ({ kind }: Type) => /^(?:any|string|int|number|double|bool|date|time|duration)$/.test(kind);
  if (!orders(left) || !orders(right)) return false;
  return left.kind === "any" || right.kind === "any" || left.kind === right.kind || comparable(node, left, right);
}

/** Types that differ and compare all the same: numbers, a day with a moment, and both with a text such as `2026-03-05`. */
function comparable(node: Binary, left: Type, right: Type): boolean {
  if (isNumber(left) && isNumber(right)) return true;
  const kinds = [left.kind, right.kind];
  if (kinds.includes("date") && kinds.includes("time")) return true;
  if (!kinds.includes("string") || !(kinds.includes("date") || kinds.includes("time"))) return false;
  return node.args.some(
    ({ op, args }) => op === "value" && typeof args === "string" && (isDay(args) || momentOf(args)),
  );
}

function inside(node: Binary, left: Type, right: Type, checking: Checking): void {
  const [item, list] = node.args;
  switch (right.kind) {
    case "any":
    case "map":
    case "shape":
      return;
    case "list":
      if (!equal({ ...node, args: [item, item] }, left, right.item)) {
        mismatch(
          checking,
          node,
          `${quoted(checking, item)} is ${nameOf(left)}, and ${quoted(checking, list)} holds no such value`,
        );
      }
      return;
    case "string":
      mismatch(
        checking,
        list,
        `${quoted(checking, list)} is a string: "in" looks into lists and maps`,
        `write ${checking.source.slice(list.start, list.end)}.contains(…)`,
      );
      return;
    default:
      mismatch(checking, list, `${quoted(checking, list)} is ${nameOf(right)}: "in" looks into lists and maps`);
  }
}

/** Null: the two do not go together. */
function arithmetic(op: Binary["op"], left: Type, right: Type): Type | null {
  if (left.kind === "any" || right.kind === "any") return withAny(op, left.kind === "any" ? right : left);
  if (isNumber(left) && isNumber(right)) {
    if (left.kind === "double" || right.kind === "double") return double;
    return left.kind === "int" && right.kind === "int" ? int : number;
  }
  const kinds = `${left.kind} ${op} ${right.kind}`;
  switch (kinds) {
    case "string + string":
      return string;
    case "bytes + bytes":
    case "list + list":
      return left;
    case "time - time":
    case "duration + duration":
    case "duration - duration":
      return duration;
    case "time + duration":
    case "time - duration":
    case "duration + time":
      return time;
    default:
      return null;
  }
}

function withAny(op: Binary["op"], other: Type): Type | null {
  if (other.kind === "any" || isNumber(other)) return any;
  if (op === "+" && (other.kind === "string" || other.kind === "list" || other.kind === "bytes")) return other;
  return (op === "+" || op === "-") && (other.kind === "time" || other.kind === "duration") ? any : null;
}
