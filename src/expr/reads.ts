/** Which names an expression reads. */

import { childrenOf, isNamespace, madeBy, pathOf } from "#expr/nodes.ts";
import { type Node, parseExpression } from "#expr/parse.ts";

/** A name that is read, with the fields that follow it: `order.status` is `["order", "status"]`. */
export interface Read {
  readonly path: readonly [string, ...string[]];
  /** Offsets of the whole path, inside the expression. */
  readonly start: number;
  readonly end: number;
  /** Read only where `has()` says that it is there, or by `has()` itself: it may be without a value. */
  readonly guarded: boolean;
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
  if (ast) collect(ast, new Set(), nothing, reads);
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

const nothing: ReadonlySet<string> = new Set();

/** `own` are the names that the expression makes itself, `there` the paths that are known to have a value. */
function collect(node: Node, own: ReadonlySet<string>, there: ReadonlySet<string>, into: Read[]): void {
  const path = pathOf(node);
  if (path) {
    const isOwn = own.has(path[0]) || isNamespace(path[0]);
    if (!isOwn) into.push({ path, start: node.start, end: node.end, guarded: there.has(path[0]) });
    return;
  }
  const made = madeBy(node);
  if (made !== null && node.op === "rcall") {
    const [name, receiver, args] = node.args;
    const inner = new Set([...own, made]);
    collect(receiver, own, there, into);
    for (const [index, arg] of args.entries()) {
      if (index > 0) collect(arg, name === "bind" && index === 1 ? own : inner, there, into);
    }
    return;
  }
  switch (node.op) {
    case "&&":
    case "||": {
      const [left, right] = node.args;
      collect(left, own, there, into);
      collect(right, own, also(there, left, node.op === "&&"), into);
      return;
    }
    case "?:": {
      const [condition, yes, no] = node.args;
      collect(condition, own, there, into);
      collect(yes, own, also(there, condition, true), into);
      collect(no, own, also(there, condition, false), into);
      return;
    }
    default: {
      const asked = askedBy(node);
      const inner = asked ? new Set([...there, asked[0]]) : there;
      for (const child of childrenOf(node)) collect(child, own, inner, into);
    }
  }
}

function also(there: ReadonlySet<string>, condition: Node, holds: boolean): ReadonlySet<string> {
  const more = namesThere(condition, holds);
  return more.length === 0 ? there : new Set([...there, ...more]);
}

/** The variables that have a value whenever `source` is `holds`: what its `has()` says. */
export function thereWhen(source: string | number | boolean, holds: boolean): readonly string[] {
  const { ast } = typeof source === "string" ? parseExpression(source) : { ast: null };
  return ast ? namesThere(ast, holds) : [];
}

function namesThere(node: Node, holds: boolean): readonly string[] {
  const asked = askedBy(node);
  if (asked) return holds ? [asked[0]] : [];
  if (node.op === "!_") return namesThere(node.args, !holds);
  // "And" that holds says both of its sides, and so does "or" that does not.
  if ((node.op === "&&" && holds) || (node.op === "||" && !holds)) {
    return node.args.flatMap((side) => namesThere(side, holds));
  }
  return [];
}

/** What `has(order.eta)` asks for. */
function askedBy(node: Node): readonly [string, ...string[]] | null {
  if (node.op !== "call" || node.args[0] !== "has") return null;
  const [asked] = node.args[1];
  return asked ? pathOf(asked) : null;
}
