/** What the parts of the type checker share: the problems found so far, and how they are worded. */

import type { Node, Problem } from "#expr/parse.ts";
import { nameOf, type Type } from "#expr/type.ts";

export interface TypeProblem extends Problem {
  /** `unknown`: a name or field that does not exist. */
  readonly kind: "unknown" | "mismatch";
  readonly help?: string;
  /** What was written, and what could have been: for "did you mean". */
  readonly meant?: { readonly word: string; readonly known: readonly string[] };
}

/** Names in scope, with what is known of each. */
export type TypeScope = ReadonlyMap<string, Type>;

/** What the functions of a walk share. */
export interface Checking {
  readonly source: string;
  readonly problems: TypeProblem[];
  typeOf(node: Node, scope: TypeScope): Type;
}

/** Adds a problem of types. */
export function mismatch(
  checking: Checking,
  { start, end }: { readonly start: number; readonly end: number },
  message: string,
  help?: string,
): void {
  checking.problems.push({ kind: "mismatch", message, start, end, ...(help !== undefined && { help }) });
}

export function wantBool(node: Node, type: Type, rule: string, checking: Checking): void {
  if (type.kind === "any" || type.kind === "bool") return;
  mismatch(checking, node, `${quoted(checking, node)} is ${nameOf(type)}: ${rule}`, helpForCondition(type));
}

function helpForCondition({ kind }: Type): string {
  return kind === "string" ? 'compare it, such as == "…" or != ""' : "compare it with something";
}

/** A part of the expression as its author wrote it. */
export function quoted({ source }: Checking, { start, end }: { readonly start: number; readonly end: number }): string {
  const text = source.slice(start, end).replace(/\s+/g, " ");
  // A text has quotes of its own.
  if (text.length <= 60 && /^(?:"[^"]*"|'[^']*')$/.test(text)) return text;
  return `"${text.length > 60 ? `${text.slice(0, 59)}…` : text}"`;
}
