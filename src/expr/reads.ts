/** Which names an expression reads. */

import { childrenOf, isNamespace, madeBy, pathOf } from "#expr/nodes.ts";
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

/** `own` are the names that the expression makes itself. */
function collect(node: Node, own: ReadonlySet<string>, into: Read[]): void {
  const path = pathOf(node);
  if (path) {
    if (!own.has(path[0]) && !isNamespace(path[0])) into.push({ path, start: node.start, end: node.end });
    return;
  }
  const made = madeBy(node);
  if (made === null || node.op !== "rcall") {
    for (const child of childrenOf(node)) collect(child, own, into);
    return;
  }
  const [name, receiver, args] = node.args;
  const inner = new Set([...own, made]);
  collect(receiver, own, into);
  for (const [index, arg] of args.entries()) {
    if (index > 0) collect(arg, name === "bind" && index === 1 ? own : inner, into);
  }
}
