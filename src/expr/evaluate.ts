/**
 * Evaluates expressions. An error is a value, never a throw, and the library's traps (native patterns, doubles for
 * integers) stay inside this room.
 */

import { parseExpression } from "#expr/parse.ts";
import { callsOf } from "#expr/reads.ts";
import { type Surroundings, within } from "#expr/surroundings.ts";
import { type DeclaredType, enter } from "#expr/values.ts";

/** Names in scope: JSON values and, where they are declared, their types. */
export interface Scope {
  readonly values: Readonly<Record<string, unknown>>;
  readonly types: Readonly<Record<string, DeclaredType>>;
}

export type Evaluated =
  /** `value` is CEL's: `leave` makes JSON of it. */
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

/** Evaluates an expression; a YAML number or boolean is that literal. */
export function evaluate(source: string | number | boolean, scope: Scope, world: Surroundings): Evaluated {
  if (typeof source !== "string") return { ok: true, value: enter(source) };
  const { program, problem } = parseExpression(source);
  if (problem) return { ok: false, message: problem.message };
  if (callsOf(source).some(({ name }) => name === "matches")) return { ok: false, message: refusedMatches };
  try {
    return { ok: true, value: within(world, () => program(contextOf(scope))) };
  } catch (error) {
    return { ok: false, message: summary(error) };
  }
}

/** `matches()` runs the machine's own patterns, and a hostile one can stop a server. */
export const refusedMatches = "matches() is not to be had: write like(), which takes a hostile pattern in its stride";

function contextOf({ values, types }: Scope): Record<string, unknown> {
  const context: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) context[name] = enter(value, types[name]);
  }
  return context;
}

function summary(error: unknown): string {
  const summary = (error as { summary?: string }).summary;
  return summary ?? (error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error));
}
