/** What a node of the syntax tree is made of. */

import type { Node } from "#expr/parse.ts";

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

/** Where the name of a function or a method stands. */
export function methodName(node: Node, source: string): { readonly start: number; readonly end: number } {
  if (node.op === "call") return { start: node.start, end: node.start + node.args[0].length };
  if (node.op !== "rcall") return node;
  const [name, receiver, args] = node.args;
  const start = source.indexOf(name, source.indexOf(".", receiver.end));
  const limit = args[0]?.start ?? node.end;
  return start >= receiver.end && start < limit ? { start, end: start + name.length } : node;
}
