/**
 * Two places where the library is stricter than authors expect. Whether something is there can be asked of a variable
 * as of a field, at any depth; and the arms of `? :` may be of different types, as variables' always may.
 */

import { TooCostly } from "#expr/limits.ts";
import { childrenOf, pathOf } from "#expr/nodes.ts";
import type { Node } from "#expr/parse.ts";

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

/** A variable without a value is not there; a field whose value is null is. */
function isThere(asked: Node, evaluator: Evaluator, context: unknown): boolean {
  let value: unknown;
  try {
    value = evaluator.run(asked, context);
  } catch (error) {
    if (error instanceof TooCostly) throw error;
    return false;
  }
  if (asked.op === "id") return value !== undefined && value !== null;
  const optional = value as { hasValue?(): boolean } | null | undefined;
  return typeof optional?.hasValue === "function" ? optional.hasValue() : value !== undefined;
}
