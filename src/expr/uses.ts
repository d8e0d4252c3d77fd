/**
 * How an expression uses the names that it reads: what is known where it reads them, whether it can do without a value,
 * whether what they hold is in its result; and what follows when a condition holds, or does not.
 */

import { childrenOf, isNamespace, madeBy, pathOf } from "#expr/nodes.ts";
import { type Node, parseExpression } from "#expr/parse.ts";
import type { Read } from "#expr/reads.ts";

export interface Use extends Read {
  /** What holds wherever this read takes place: facts, as `Consequences` has them. */
  readonly known: ReadonlySet<string>;
  /** `has(order.eta)`, `order != null`: whether there is a value is what is asked. */
  readonly asks: boolean;
  /** What the name holds is in the result, or a part of it: not only compared, counted or decided upon. */
  readonly flows: boolean;
}

/** Facts that hold when a condition is true, and when it is false. */
export interface Consequences {
  readonly whenTrue: ReadonlySet<string>;
  readonly whenFalse: ReadonlySet<string>;
}

/** The fact that a name, or a field, has a value. */
export function isSet(path: string): string {
  return path;
}

/** The fact that a name, or a field, is true. */
export function isTrue(path: string): string {
  return `${path} is true`;
}

const nothing: ReadonlySet<string> = new Set();
const noUses: readonly Use[] = [];
const uses = new Map<string, readonly Use[]>();
const consequences = new Map<string, Consequences>();
const maxCached = 20_000;

/** The uses of the names that `source` reads, in the order they are written. */
export function usesOf(source: string | number | boolean): readonly Use[] {
  if (typeof source !== "string") return noUses;
  const known = uses.get(source);
  if (known) return known;
  const { ast } = parseExpression(source);
  const found: Use[] = [];
  if (ast) collect(ast, { known: nothing, flows: true, own: nothing }, found);
  if (uses.size >= maxCached) uses.clear();
  uses.set(source, found);
  return found;
}

/** What follows from `source` as a condition. */
export function consequencesOf(source: string | number | boolean): Consequences {
  const text = String(source);
  const known = consequences.get(text);
  if (known) return known;
  const { ast } = parseExpression(text);
  const { whenTrue, whenFalse } = ast ? follow(ast) : { whenTrue: nothing, whenFalse: nothing };
  const result = { whenTrue: whenTrue ?? nothing, whenFalse: whenFalse ?? nothing };
  if (consequences.size >= maxCached) consequences.clear();
  consequences.set(text, result);
  return result;
}

/** Facts, or that a condition cannot come out so: everything would follow. */
type Facts = ReadonlySet<string> | null;
const impossible: Facts = null;

interface Outcomes {
  readonly whenTrue: Facts;
  readonly whenFalse: Facts;
}

/** The facts of a node, as a condition. */
function follow(node: Node): Outcomes {
  switch (node.op) {
    case "!_": {
      const { whenTrue, whenFalse } = follow(node.args);
      return { whenTrue: whenFalse, whenFalse: whenTrue };
    }
    case "&&": {
      const [left, right] = node.args.map(follow) as [Outcomes, Outcomes];
      return {
        whenTrue: both(left.whenTrue, right.whenTrue),
        whenFalse: shared(left.whenFalse, both(left.whenTrue, right.whenFalse)),
      };
    }
    case "||": {
      const [left, right] = node.args.map(follow) as [Outcomes, Outcomes];
      return {
        whenTrue: shared(left.whenTrue, both(left.whenFalse, right.whenTrue)),
        whenFalse: both(left.whenFalse, right.whenFalse),
      };
    }
    case "?:": {
      const [test, yes, no] = node.args.map(follow) as [Outcomes, Outcomes, Outcomes];
      return {
        whenTrue: shared(both(test.whenTrue, yes.whenTrue), both(test.whenFalse, no.whenTrue)),
        whenFalse: shared(both(test.whenTrue, yes.whenFalse), both(test.whenFalse, no.whenFalse)),
      };
    }
    case "==":
      return compared(node.args);
    case "!=": {
      const { whenTrue, whenFalse } = compared(node.args);
      return { whenTrue: whenFalse, whenFalse: whenTrue };
    }
    case "value":
      return {
        whenTrue: node.args === false ? impossible : nothing,
        whenFalse: node.args === true ? impossible : nothing,
      };
    case "call": {
      const [name, args] = node.args;
      const path = name === "has" && args[0] ? pathOf(args[0]) : null;
      return { whenTrue: path ? setBy(path) : nothing, whenFalse: nothing };
    }
    default: {
      const path = pathOf(node);
      if (!path) return { whenTrue: nothing, whenFalse: nothing };
      return { whenTrue: both(setBy(path), new Set([isTrue(path.join("."))])), whenFalse: setBy(path) };
    }
  }
}

/** `a == b`, where one of the two is a name. */
function compared([left, right]: readonly [Node, Node]): Outcomes {
  const path = pathOf(left) ?? pathOf(right);
  const other = pathOf(left) ? right : left;
  if (!path) return { whenTrue: nothing, whenFalse: nothing };
  if (other.op === "value" && other.args === null) return { whenTrue: nothing, whenFalse: setBy(path) };
  if (other.op === "value" && typeof other.args === "boolean") {
    const { whenTrue, whenFalse } = follow(pathOf(left) ? left : right);
    return other.args ? { whenTrue, whenFalse } : { whenTrue: whenFalse, whenFalse: whenTrue };
  }
  return { whenTrue: setBy(path), whenFalse: nothing };
}

/** A field that has a value is in something that has one. */
function setBy(path: readonly string[]): ReadonlySet<string> {
  return new Set(path.map((_, index) => isSet(path.slice(0, index + 1).join("."))));
}

function both(a: Facts, b: Facts): Facts {
  if (a === null || b === null) return impossible;
  return a.size === 0 ? b : b.size === 0 ? a : new Set([...a, ...b]);
}

/** What holds whichever of the two is the case. */
function shared(a: Facts, b: Facts): Facts {
  if (a === null || b === null) return a ?? b;
  return new Set([...a].filter((fact) => b.has(fact)));
}

interface Context {
  readonly known: ReadonlySet<string>;
  readonly flows: boolean;
  /** Names that the expression makes itself. */
  readonly own: ReadonlySet<string>;
}

function collect(node: Node, context: Context, into: Use[]): void {
  const path = pathOf(node);
  if (path) {
    if (context.own.has(path[0]) || isNamespace(path[0])) return;
    into.push({ path, start: node.start, end: node.end, ...without(context), asks: false });
    return;
  }
  const decided: Context = { ...context, flows: false };
  const under = (facts: Facts, base: Context = context): Context => ({
    ...base,
    known: both(context.known, facts) ?? context.known,
  });
  switch (node.op) {
    case "&&":
    case "||": {
      const [left, right] = node.args;
      const { whenTrue, whenFalse } = follow(left);
      collect(left, decided, into);
      collect(right, under(node.op === "&&" ? whenTrue : whenFalse, decided), into);
      return;
    }
    case "?:": {
      const [test, yes, no] = node.args;
      const { whenTrue, whenFalse } = follow(test);
      collect(test, decided, into);
      collect(yes, under(whenTrue), into);
      collect(no, under(whenFalse), into);
      return;
    }
    case "==":
    case "!=": {
      const isNull = node.args.some((each) => each.op === "value" && each.args === null);
      for (const each of node.args) {
        const asked = isNull ? pathOf(each) : null;
        if (asked && !context.own.has(asked[0])) {
          into.push({ path: asked, start: each.start, end: each.end, ...without(decided), asks: true });
        } else collect(each, decided, into);
      }
      return;
    }
    case "<":
    case "<=":
    case ">":
    case ">=":
    case "in":
    case "!_":
      for (const each of childrenOf(node)) collect(each, decided, into);
      return;
    case "[]":
    case "[?]":
      collect(node.args[0], context, into);
      collect(node.args[1], decided, into);
      return;
    case "call": {
      const [name, args] = node.args;
      for (const each of args) {
        const asked = name === "has" ? pathOf(each) : null;
        if (asked && !context.own.has(asked[0])) {
          into.push({ path: asked, start: each.start, end: each.end, ...without(decided), asks: true });
        } else collect(each, weighing.has(name) ? decided : context, into);
      }
      return;
    }
    case "rcall": {
      const [name, receiver, args] = node.args;
      const made = madeBy(node);
      const result = weighing.has(name) ? decided : context;
      collect(receiver, result, into);
      const inner: Context = { ...result, own: made === null ? context.own : new Set([...context.own, made]) };
      for (const [index, each] of args.entries()) {
        if (made !== null && index === 0) continue;
        collect(each, made === null || (name === "bind" && index === 1) ? result : inner, into);
      }
      return;
    }
    default:
      for (const each of childrenOf(node)) collect(each, context, into);
  }
}

/** Functions whose result says something about a value without holding any of it. */
const weighing = new Set([
  "has",
  "size",
  "like",
  "startsWith",
  "endsWith",
  "contains",
  "all",
  "exists",
  "exists_one",
  "hasValue",
  "type",
  "open",
  "next_open",
  "agents_online",
]);

function without({ known, flows }: Context): Pick<Use, "known" | "flows"> {
  return { known, flows };
}
