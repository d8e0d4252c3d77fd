/**
 * What one evaluation may cost. The library runs an expression to its end, however long that takes; here each node of
 * the tree counts what it does, so that nested loops and texts that double end in an error and never in a server that
 * stands still.
 */

import { childrenOf, madeBy } from "#expr/nodes.ts";
import type { Node } from "#expr/parse.ts";

/** Nodes evaluated and letters handled: some tenths of a second at worst, and far more than an honest expression takes. */
const maxCost = 1_000_000;
/** Letters of a text that an operator or a function takes or makes. */
const maxLetters = 30_000;
/** Values inside a value, counted as often as they stand there: what is made of it (JSON, a text) is that large. */
const maxWeight = 500_000;
const maxDepth = 100;
const errorCost = 200;

export class TooCostly extends Error {}

/** The one evaluation under way: evaluation is synchronous. */
let spent = 0;
let weights = new WeakMap<object, number>();

/** Does `work` with a fresh account. */
export function limited<T>(work: () => T): T {
  const [before, known] = [spent, weights];
  [spent, weights] = [0, new WeakMap()];
  try {
    return work();
  } finally {
    [spent, weights] = [before, known];
  }
}

export function spend(cost: number): void {
  spent += cost;
  if (spent > maxCost) throw new TooCostly("this expression would take too long: it goes through too many values");
}

/** How many values a value holds; letters count an eighth. Throws where it is too large or too deep. */
export function weigh(value: unknown, depth = 0): number {
  if (typeof value === "string") return 1 + value.length / 8;
  if (typeof value !== "object" || value === null) return 1;
  const known = weights.get(value);
  if (known !== undefined) return known;
  if (depth > maxDepth) throw new TooCostly(`lists and maps are nested over ${maxDepth} levels deep`);
  let weight = 1;
  const inner = value instanceof Map ? value.values() : Array.isArray(value) ? value : Object.values(value);
  for (const item of inner) {
    weight += weigh(item, depth + 1);
    if (weight > maxWeight) throw new TooCostly("this expression makes or takes too large a value");
  }
  weights.set(value, weight);
  return weight;
}

function pay(value: unknown): void {
  if (typeof value !== "string") return spend(weigh(value));
  if (value.length > maxLetters) {
    throw new TooCostly(`a text of ${value.length} letters is too long to work with (${maxLetters} at most)`);
  }
  spend(value.length);
}

type Evaluate = (this: unknown, evaluator: unknown, ast: unknown, context: unknown) => unknown;

const counting = new WeakSet<Node>();

/**
 * Makes every node of a tree count, once. The library calls `evaluate` of each node, and replaces that method by a
 * quicker one the first time: what it puts there is kept, and called from the one that counts.
 */
export function limit(ast: Node): void {
  if (counting.has(ast)) return;
  counting.add(ast);
  limitNode(ast);
}

function limitNode(node: Node): void {
  count(node, makes(node));
  const takes = takesWhole(node);
  const made = madeBy(node) !== null && node.op === "rcall" ? node.args[1] : null;
  for (const inner of childrenOf(node)) {
    limitNode(inner);
    if (takes && inner !== made) count(inner, true);
  }
}

function count(node: Node, isHeavy: boolean): void {
  const target = node as unknown as { evaluate: Evaluate };
  let evaluate = target.evaluate;
  const counted: Evaluate = function (this: unknown, evaluator, ast, context) {
    spend(1);
    try {
      const value = evaluate.call(target, evaluator, ast, context);
      if (isHeavy) pay(value);
      return value;
    } catch (error) {
      // `exists` and its kind go on after an error, and each one takes a while to word.
      if (!(error instanceof TooCostly)) spend(errorCost);
      throw error;
    }
  };
  Object.defineProperty(target, "evaluate", {
    get: () => counted,
    set: (next: Evaluate) => {
      evaluate = next;
    },
    configurable: true,
  });
}

/** Nodes that make texts, lists and maps. */
function makes({ op }: Node): boolean {
  return op === "+" || op === "list" || op === "map" || op === "call" || op === "rcall";
}

/** Nodes that go through the whole of what they are given. */
function takesWhole({ op }: Node): boolean {
  return makes({ op } as Node) || op === "==" || op === "!=" || op === "in" || op === "<" || op === ">";
}
