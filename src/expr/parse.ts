/** CEL text to its syntax tree, once a source: everything else in this room begins here. */

import { adapt } from "#expr/adapt.ts";
import { environment, type Program } from "#expr/environment.ts";

/** A node of the tree, by its operation. `start` and `end` are offsets into the source. */
export type Node = {
  readonly start: number;
  readonly end: number /** Of a field: where its name begins. */;
  readonly pos: number;
} & (
  | { readonly op: "value"; readonly args: unknown }
  | { readonly op: "id"; readonly args: string }
  | { readonly op: "." | ".?"; readonly args: readonly [Node, string] }
  | { readonly op: "call"; readonly args: readonly [string, readonly Node[]] }
  | { readonly op: "rcall"; readonly args: readonly [string, Node, readonly Node[]] }
  | { readonly op: "list"; readonly args: readonly Node[] }
  | { readonly op: "map"; readonly args: readonly (readonly [Node, Node])[] }
  | { readonly op: "?:"; readonly args: readonly [Node, Node, Node] }
  | { readonly op: "!_" | "-_"; readonly args: Node }
  | { readonly op: BinaryOperator | "[]" | "[?]"; readonly args: readonly [Node, Node] }
);

export type BinaryOperator = "||" | "&&" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "+" | "-" | "*" | "/" | "%";

export interface Problem {
  readonly message: string;
  /** Offsets into the expression. */
  readonly start: number;
  readonly end: number;
}

export type Parsed =
  | { readonly ast: Node; readonly program: Program; readonly problem: null }
  | { readonly ast: null; readonly program: null; readonly problem: Problem };

const cache = new Map<string, Parsed>();
const maxCached = 50_000;

/** Longer expressions are no expressions that a person could follow. */
const maxLength = 4_000;

export function parseExpression(source: string): Parsed {
  const known = cache.get(source);
  if (known) return known;
  const result = parseNow(source);
  if (cache.size >= maxCached) cache.clear();
  cache.set(source, result);
  return result;
}

function parseNow(source: string): Parsed {
  if (source.length > maxLength) {
    return failed(
      `an expression has at most ${maxLength} letters, and this one has ${source.length}`,
      0,
      source.length,
    );
  }
  const cel = environment();
  try {
    const program = cel.parse(source);
    const ast = program.ast as unknown as Node;
    adapt(ast);
    return { ast, program, problem: null };
  } catch (error) {
    const { summary, range } = error as { summary?: string; range?: { start: number; end: number } };
    const message = summary ?? (error instanceof RangeError ? "this expression is nested too deep" : String(error));
    return failed(message, range?.start ?? 0, range?.end ?? source.length);
  }
}

function failed(message: string, start: number, end: number): Parsed {
  return { ast: null, program: null, problem: { message, start, end } };
}
