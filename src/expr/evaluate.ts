/**
 * CEL, wrapped: parsed once, evaluated with the language's own functions. An error is a value, never a throw, and the
 * library's traps (native patterns, doubles for integers) stay inside this room.
 */

import { type ASTNode, Environment } from "@marcbachmann/cel-js";
import { RE2JS } from "re2js";
import { formatDay, formatMoment, formatMoney } from "#expr/format.ts";
import { type Hours, isOpen, nextOpening } from "#expr/schedule.ts";
import { Day, type DeclaredType, enter } from "#expr/values.ts";

/** What an expression may ask of the world. */
export interface Surroundings {
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
  readonly language: string;
  /** For moments in texts. */
  readonly timeZone: string;
  readonly schedules: Readonly<Record<string, Hours>>;
  agentsOnline(group: string): number;
}

/** Names in scope: JSON values and, where they are declared, their types. */
export interface Scope {
  readonly values: Readonly<Record<string, unknown>>;
  readonly types: Readonly<Record<string, DeclaredType>>;
}

export type Evaluated =
  /** `value` is CEL's: `leave` makes JSON of it. */
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

export interface Problem {
  readonly message: string;
  /** Offsets into the expression. */
  readonly start: number;
  readonly end: number;
}

/** Evaluation is synchronous: the surroundings of the one evaluation under way. */
let around: Surroundings | null = null;

function surroundings(): Surroundings {
  if (!around) throw new Error("a function of the language was called outside an evaluation");
  return around;
}

const environment = createEnvironment();
const parsed = new Map<string, ReturnType<Environment["parse"]> | Problem>();
const maxCached = 20_000;

/** What is wrong with an expression's syntax, or null. `matches()` is refused: its patterns can stop a server. */
export function syntaxProblem(source: string): Problem | null {
  const result = parse(source);
  return typeof result === "function" ? null : result;
}

/** Evaluates an expression; a YAML number or boolean is that literal. */
export function evaluate(source: string | number | boolean, scope: Scope, world: Surroundings): Evaluated {
  if (typeof source !== "string") return { ok: true, value: enter(source) };
  const expression = parse(source);
  if (typeof expression !== "function") return { ok: false, message: expression.message };
  const before = around;
  around = world;
  try {
    return { ok: true, value: expression(contextOf(scope)) };
  } catch (error) {
    return { ok: false, message: summary(error) };
  } finally {
    around = before;
  }
}

function contextOf({ values, types }: Scope): Record<string, unknown> {
  const context: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) context[name] = enter(value, types[name]);
  }
  return context;
}

function parse(source: string): ReturnType<Environment["parse"]> | Problem {
  const known = parsed.get(source);
  if (known) return known;
  if (parsed.size >= maxCached) parsed.clear();
  const result = parseNow(source);
  parsed.set(source, result);
  return result;
}

function parseNow(source: string): ReturnType<Environment["parse"]> | Problem {
  try {
    const expression = environment.parse(source);
    const matches = findCall(expression.ast, "matches");
    if (!matches) return expression;
    return {
      message: "matches() is not to be had: write like(), which takes a hostile pattern in its stride",
      start: matches.start,
      end: matches.end,
    };
  } catch (error) {
    const range = (error as { range?: { start: number; end: number } }).range ?? { start: 0, end: source.length };
    return { message: summary(error), start: range.start, end: range.end };
  }
}

function summary(error: unknown): string {
  const summary = (error as { summary?: string }).summary;
  return summary ?? (error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error));
}

/** The first call of a function by this name. */
function findCall(node: unknown, name: string): ASTNode | null {
  if (typeof node !== "object" || node === null) return null;
  if (Array.isArray(node)) {
    for (const item of node) {
      const found = findCall(item, name);
      if (found) return found;
    }
    return null;
  }
  const { op, args } = node as ASTNode;
  if ((op === "call" || op === "rcall") && (args as readonly unknown[])[0] === name) return node as ASTNode;
  return findCall(args, name);
}

const patterns = new Map<string, RE2JS>();

function like(text: string, pattern: string): boolean {
  let compiled = patterns.get(pattern);
  if (!compiled) {
    if (patterns.size > 1000) patterns.clear();
    patterns.set(pattern, (compiled = RE2JS.compile(pattern)));
  }
  return compiled.matcher(text).find();
}

function hours(name: string): Hours {
  const schedule = surroundings().schedules[name];
  if (!schedule) throw new Error(`there is no schedule "${name}"`);
  return schedule;
}

function createEnvironment(): Environment {
  const cel = new Environment({
    unlistedVariablesAreDyn: true,
    enableOptionalTypes: true,
    homogeneousAggregateLiterals: false,
    limits: { maxAstNodes: 1000, maxDepth: 50 },
  });
  cel.registerType("day", Day);
  const arithmetic = {
    "+": (a: number, b: number) => a + b,
    "-": (a: number, b: number) => a - b,
    "*": (a: number, b: number) => a * b,
    "/": (a: number, b: number) => a / b,
  };
  for (const [operator, work] of Object.entries(arithmetic)) {
    for (const [left, right] of [
      ["int", "double"],
      ["double", "int"],
    ]) {
      cel.registerOperator(`${left} ${operator} ${right}: double`, (a: unknown, b: unknown) =>
        work(Number(a), Number(b)),
      );
    }
  }
  const compareDays = {
    "<": (a: Day, b: Day) => a.text < b.text,
    "<=": (a: Day, b: Day) => a.text <= b.text,
    ">": (a: Day, b: Day) => a.text > b.text,
    ">=": (a: Day, b: Day) => a.text >= b.text,
    "==": (a: Day, b: Day) => a.text === b.text,
  };
  for (const [operator, work] of Object.entries(compareDays)) cel.registerOperator(`day ${operator} day: bool`, work);
  const functions: Readonly<Record<string, (...args: never[]) => unknown>> = {
    "now(): google.protobuf.Timestamp": () => new Date(surroundings().now),
    "open(string): bool": (name: string) => isOpen(hours(name), surroundings().now),
    "next_open(string): google.protobuf.Timestamp": (name: string) => {
      const opening = nextOpening(hours(name), surroundings().now);
      if (opening === null) throw new Error(`the schedule "${name}" never opens`);
      return new Date(opening);
    },
    "agents_online(string): int": (group: string) => BigInt(surroundings().agentsOnline(group)),
    "money(double, string): string": (amount: number, currency: string) =>
      formatMoney(amount, currency, surroundings().language),
    "money(int, string): string": (amount: bigint, currency: string) =>
      formatMoney(Number(amount), currency, surroundings().language),
    "string.like(string): bool": (text: string, pattern: string) => like(text, pattern),
    "string.lower(): string": (text: string) => text.toLowerCase(),
    "string.upper(): string": (text: string) => text.toUpperCase(),
    "day.format(string): string": (day: Day, style: string) => formatDay(day, style, surroundings().language),
    "google.protobuf.Timestamp.format(string): string": (moment: Date, style: string) =>
      formatMoment(moment, style, surroundings().language, surroundings().timeZone),
    "string.format(string): string": (text: string, style: string) => formatText(text, style),
  };
  for (const [signature, work] of Object.entries(functions)) cel.registerFunction(signature, work as never);
  return cel;
}

/** Dates that come from an API without a declared shape are texts: `.format` is on those, too. */
function formatText(text: string, style: string): string {
  const { language, timeZone } = surroundings();
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return formatDay(new Day(text), style, language);
  if (!/^\d{4}-\d{2}-\d{2}T/.test(text) || Number.isNaN(Date.parse(text))) throw new Error(`"${text}" is no date`);
  return formatMoment(new Date(text), style, language, timeZone);
}
