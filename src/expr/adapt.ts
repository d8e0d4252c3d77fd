/**
 * Places where the library is stricter than authors expect. Whether something is there can be asked of a variable as of
 * a field, at any depth, by `has()` or by comparing with null; the arms of `? :` may be of different types, as variables'
 * always may; and a variable may be called what CEL calls a type.
 */

import { TooCostly } from "#expr/limits.ts";
import { childrenOf, pathOf } from "#expr/nodes.ts";
import type { Node } from "#expr/parse.ts";
import { unwrapped } from "#expr/values.ts";

interface Checker {
  check(node: unknown, context: unknown): unknown;
  getType(name: string): unknown;
  readonly dynType: unknown;
}

interface Evaluator {
  run(node: unknown, context: unknown): unknown;
}

/** The methods of the library's nodes that are replaced here. */
interface Methods {
  check(checker: Checker, node: unknown, context: unknown): unknown;
  evaluate(evaluator: Evaluator, node: unknown, context: unknown): unknown;
}

/** Where the library finds names. */
interface Context {
  getValue(name: string): unknown;
  getVariable(name: string): { readonly value: unknown } | undefined;
}

/** CEL's names of types. An author may call a variable so: then it is theirs. */
const typeNames: ReadonlySet<string> = new Set([
  ...["bool", "bytes", "double", "dyn", "int", "list", "map", "null_type", "string", "type", "uint"],
]);

/** Changes the nodes of a tree that was just parsed. */
export function adapt(node: Node): void {
  const methods = node as unknown as Methods;
  if (node.op === "call" && node.args[0] === "has") {
    const [asked] = node.args[1];
    if (asked && node.args[1].length === 1 && pathOf(asked)) {
      methods.check = (checker, _node, context) => {
        checker.check(asked, context);
        return checker.getType("bool");
      };
      methods.evaluate = (evaluator, _node, context) => isThere(asked, evaluator, context);
    }
  }
  if (node.op === "id" && typeNames.has(node.args)) {
    methods.check = (checker) => checker.dynType;
    methods.evaluate = (_evaluator, _node, context) => ownOrType(node.args, context as Context);
  }
  const compared = comparedWithNull(node);
  if (compared) {
    methods.check = (checker, _node, context) => {
      checker.check(compared, context);
      return checker.getType("bool");
    };
    // What has no value, or is in something that has none, is null to whoever asks.
    methods.evaluate = (evaluator, _node, context) => {
      const value = heldBy(compared, evaluator, context);
      return (value === undefined || value === null) === (node.op === "==");
    };
  }
  if (node.op === "?:") {
    const { check } = methods;
    methods.check = (checker, self, context) => {
      try {
        return check.call(node, checker, self, context);
      } catch (error) {
        if ((error as { code?: string }).code === "incompatible_ternary_branches") return checker.dynType;
        throw error;
      }
    };
  }
  for (const inner of childrenOf(node)) adapt(inner);
}

function ownOrType(name: string, context: Context): unknown {
  return context.getValue(name) ?? context.getVariable(name)?.value;
}

/** `user.email != null`: what is compared. */
function comparedWithNull(node: Node): Node | null {
  if (node.op !== "==" && node.op !== "!=") return null;
  const [left, right] = node.args;
  const isNull = ({ op, args }: Node): boolean => op === "value" && args === null;
  if (isNull(right) && pathOf(left)) return left;
  return isNull(left) && pathOf(right) ? right : null;
}

/** A variable without a value is not there; a field whose value is null is. */
function isThere(asked: Node, evaluator: Evaluator, context: unknown): boolean {
  const value = heldBy(asked, evaluator, context);
  return value !== undefined && (asked.op !== "id" || value !== null);
}

/** What a name or a field holds; undefined where it is not there. */
function heldBy(asked: Node, evaluator: Evaluator, context: unknown): unknown {
  // A type is always there: a variable of its name need not be.
  if (asked.op === "id" && typeNames.has(asked.args)) return (context as Context).getValue(asked.args);
  try {
    return unwrapped(evaluator.run(asked, context), undefined);
  } catch (error) {
    if (error instanceof TooCostly) throw error;
    return undefined;
  }
}
