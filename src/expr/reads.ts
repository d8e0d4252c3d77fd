/** Which names an expression reads. */

import { type Node, parseExpression } from "#expr/parse.ts";

/** A name that is read, with the fields that follow it: `order.status` is `["order", "status"]`. */
export interface Read {
  readonly path: readonly [string, ...string[]];
  /** Offsets of the whole path, inside the expression. */
  readonly start: number;
  readonly end: number;
}

const none: readonly Read[] = [];
const cache = new Map<string, readonly Read[]>();

/**
 * What `source` reads, in the order it is written. Names that the expression makes itself (`list.map(x, …)`) are not
 * among them; of an expression that is no CEL nothing is known.
 */
export function readsOf(source: string | number | boolean): readonly Read[] {
  if (typeof source !== "string") return none;
  const known = cache.get(source);
  if (known) return known;
  const { ast } = parseExpression(source);
  const reads: Read[] = [];
  if (ast) collect(ast, new Set(), reads);
  if (cache.size > 20_000) cache.clear();
  cache.set(source, reads);
  return reads;
}

/** A function or method that is called. */
export interface Call {
  readonly name: string;
  /** `text.like("…")`: what stands before the dot. */
  readonly receiver: Node | null;
  readonly args: readonly Node[];
  readonly node: Node;
}

const noCalls: readonly Call[] = [];
const calls = new Map<string, readonly Call[]>();

/** Every call in `source`, outer ones first. */
export function callsOf(source: string | number | boolean): readonly Call[] {
  if (typeof source !== "string" || !source.includes("(")) return noCalls;
  const known = calls.get(source);
  if (known) return known;
  const { ast } = parseExpression(source);
  const found: Call[] = [];
  if (ast) collectCalls(ast, found);
  if (calls.size > 20_000) calls.clear();
  calls.set(source, found);
  return found;
}

function collectCalls(node: Node, into: Call[]): void {
  if (node.op === "call") into.push({ name: node.args[0], receiver: null, args: node.args[1], node });
  if (node.op === "rcall") into.push({ name: node.args[0], receiver: node.args[1], args: node.args[2], node });
  for (const inner of childrenOf(node)) collectCalls(inner, into);
}

/** The nodes directly below a node, in the order they are written. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.op) {
    case "value":
    case "id":
      return [];
    case ".":
    case ".?":
      return [node.args[0]];
    case "call":
      return node.args[1];
    case "rcall":
      return [node.args[1], ...node.args[2]];
    case "map":
      return node.args.flat();
    case "!_":
    case "-_":
      return [node.args];
    default:
      return node.args;
  }
}

function collect(node: Node, own: ReadonlySet<string>, into: Read[]): void {
  const path = pathOf(node);
  if (path) {
    if (!own.has(path[0]) && !isNamespace(path[0])) into.push({ path, start: node.start, end: node.end });
    return;
  }
  const made = madeBy(node);
  if (made === null || node.op !== "rcall") {
    for (const inner of childrenOf(node)) collect(inner, own, into);
    return;
  }
  const [name, receiver, args] = node.args;
  const inner = new Set([...own, made]);
  collect(receiver, own, into);
  for (const [index, arg] of args.entries()) {
    if (index > 0) collect(arg, name === "bind" && index === 1 ? own : inner, into);
  }
}

/** `order.status` as its names; null where a node is something else. */
export function pathOf(node: Node): readonly [string, ...string[]] | null {
  if (node.op === "id") return [node.args];
  if (node.op !== "." && node.op !== ".?") return null;
  const [left, field] = node.args;
  const path = pathOf(left);
  return path && [...path, field];
}

const macros = new Set(["all", "exists", "exists_one", "map", "filter"]);

/** The name that a macro gives to each item of a list, or to a value (`cel.bind`); null where it is no macro. */
export function madeBy(node: Node): string | null {
  if (node.op !== "rcall") return null;
  const [name, receiver, args] = node.args;
  const isBind = name === "bind" && receiver.op === "id" && receiver.args === "cel" && args.length === 3;
  const isMacro = macros.has(name) && (args.length === 2 || (name === "map" && args.length === 3));
  const first = args[0];
  return (isBind || isMacro) && first?.op === "id" ? first.args : null;
}

/** Names of the library's own functions, such as `cel.bind` and `optional.of`. */
export function isNamespace(name: string): boolean {
  return name === "cel" || name === "optional" || name === "google";
}
