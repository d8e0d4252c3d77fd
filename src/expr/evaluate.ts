/**
 * Evaluates expressions. An error is a value, never a throw, and the library's traps (native patterns, doubles for
 * integers) stay inside this room.
 */

import { limit, limited, weigh } from "#expr/limits.ts";
import { parseExpression } from "#expr/parse.ts";
import { callsOf, readsOf } from "#expr/reads.ts";
import { type Surroundings, within } from "#expr/surroundings.ts";
import { type DeclaredType, enter, unwrapped } from "#expr/values.ts";

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
  const { ast, program, problem } = parseExpression(source);
  if (problem) return { ok: false, message: problem.message };
  if (callsOf(source).some(({ name }) => name === "matches")) return { ok: false, message: refusedMatches };
  limit(ast);
  try {
    const value = limited(() => {
      const made = within(world, () => program(contextOf(source, scope)));
      const value = unwrapped(made, null);
      weigh(value);
      return value;
    });
    return typeof value === "number" && !Number.isFinite(value)
      ? { ok: false, message: "the result is no number" }
      : { ok: true, value };
  } catch (error) {
    return { ok: false, message: summary(error) };
  }
}

/** `matches()` runs the machine's own patterns, and a hostile one can stop a server. */
export const refusedMatches = "matches() is not to be had: write like(), which takes a hostile pattern in its stride";

/** Only what the expression reads: the rest of a conversation's values may be large. */
function contextOf(source: string, { values, types }: Scope): Record<string, unknown> {
  const context: Record<string, unknown> = {};
  for (const { path } of readsOf(source)) {
    const [name] = path;
    if (name in context || !Object.hasOwn(values, name) || values[name] === undefined) continue;
    const value = enter(values[name], Object.hasOwn(types, name) ? types[name] : undefined);
    Object.defineProperty(context, name, { value, enumerable: true });
  }
  return context;
}

function summary(error: unknown): string {
  const { summary } = error as { summary?: string };
  const missing = summary === undefined ? null : /^(?:Unknown variable|No such key): (\w+)$/.exec(summary);
  if (missing) return `"${missing[1]}" has no value`;
  if (summary !== undefined) return summary;
  if (error instanceof RangeError && /call stack/.test(error.message)) return "a value is nested too deep";
  return error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
}
