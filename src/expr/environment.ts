/** The library's environment with the language's own functions: what an expression can do when it runs. */

import { Environment } from "@marcbachmann/cel-js";
import { dayOf, formatDay, formatMoment, formatMoney, formatText } from "#expr/format.ts";
import { like } from "#expr/like.ts";
import { type Hours, isOpen, nextOpening } from "#expr/schedule.ts";
import { surroundings } from "#expr/surroundings.ts";
import { Day, isDay, momentIn, momentOf } from "#expr/values.ts";

export type Program = ReturnType<Environment["parse"]>;

let made: Environment | null = null;

/** Made once, when the first expression is read: it takes a while. */
export function environment(): Environment {
  made ??= createEnvironment();
  return made;
}

const moment = "google.protobuf.Timestamp";

function createEnvironment(): Environment {
  const cel = new Environment({
    unlistedVariablesAreDyn: true,
    enableOptionalTypes: true,
    homogeneousAggregateLiterals: false,
    limits: { maxAstNodes: 1000, maxDepth: 50 },
  });
  cel.registerType("day", Day);
  registerNumbers(cel);
  registerDays(cel);
  const functions: Readonly<Record<string, (...args: never[]) => unknown>> = {
    [`now(): ${moment}`]: () => new Date(surroundings().now),
    "open(string): bool": (name: string) => isOpen(hours(name), surroundings().now),
    [`next_open(string): ${moment}`]: (name: string) => {
      const schedule = hours(name);
      const opening = nextOpening(schedule, surroundings().now);
      if (opening === null) throw new Error(`the schedule "${name}" never opens`);
      return momentIn(opening, schedule.timezone);
    },
    "agents_online(string): int": (group: string) => BigInt(surroundings().agentsOnline(group)),
    "money(double, string): string": (amount: number, currency: string) =>
      formatMoney(amount, currency, surroundings().language),
    "money(int, string): string": (amount: bigint, currency: string) =>
      formatMoney(Number(amount), currency, surroundings().language),
    "string.like(string): bool": like,
    "string.lower(): string": (text: string) => text.toLowerCase(),
    "string.upper(): string": (text: string) => text.toUpperCase(),
    "day.format(string): string": (day: Day, style: string) => formatDay(day, style, surroundings().language),
    [`${moment}.format(string): string`]: (when: Date, style: string) =>
      formatMoment(when, style, surroundings().language, surroundings().timeZone),
    // Dates that come from an API without a declared shape are texts.
    "string.format(string): string": (text: string, style: string) =>
      formatText(text, style, surroundings().language, surroundings().timeZone),
    "string(day): string": (day: Day) => day.text,
    [`string(${moment}): string`]: (when: Date) => when.toISOString(),
  };
  for (const [signature, work] of Object.entries(functions)) cel.registerFunction(signature, work as never);
  return cel;
}

/** Whole numbers and others mix: JSON knows no difference. */
function registerNumbers(cel: Environment): void {
  const arithmetic = {
    "+": (a: number, b: number) => a + b,
    "-": (a: number, b: number) => a - b,
    "*": (a: number, b: number) => a * b,
    "/": (a: number, b: number) => a / b,
    "%": (a: number, b: number) => a % b,
  };
  cel.registerOperator("int == double: bool", (a: unknown, b: unknown) => Number(a) === Number(b));
  for (const [operator, work] of Object.entries(arithmetic)) {
    const kinds = [
      ["int", "double"],
      ["double", "int"],
    ];
    if (operator === "%") kinds.push(["double", "double"]);
    for (const [left, right] of kinds) {
      cel.registerOperator(`${left} ${operator} ${right}: double`, (a: unknown, b: unknown) => {
        if (Number(b) === 0 && (operator === "/" || operator === "%")) throw new Error("division by zero");
        return work(Number(a), Number(b));
      });
    }
  }
}

/**
 * Days compare with days, with moments (by the day it is then, in the usual time zone) and with texts such as
 * `2026-03-05`; moments with such texts as well.
 */
function registerDays(cel: Environment): void {
  const compare = {
    "<": (a: string | number, b: string | number) => a < b,
    "<=": (a: string | number, b: string | number) => a <= b,
    ">": (a: string | number, b: string | number) => a > b,
    ">=": (a: string | number, b: string | number) => a >= b,
    "==": (a: string | number, b: string | number) => a === b,
  };
  for (const [operator, work] of Object.entries(compare)) {
    for (const [left, right] of [
      ["day", "day"],
      ["day", moment],
      [moment, "day"],
      ["day", "string"],
      ["string", "day"],
      [moment, "string"],
      ["string", moment],
    ]) {
      // The library turns an equation round by itself.
      if (operator === "==" && left !== "day" && left !== moment) continue;
      if (operator === "==" && left === moment && right === "day") continue;
      cel.registerOperator(`${left} ${operator} ${right}: bool`, (a: unknown, b: unknown) => {
        const [one, other] = alike(a, b);
        const isOrder = operator !== "==";
        for (const each of [a, b])
          if (isOrder && typeof each === "string" && !isDate(each)) throw new Error(`"${each}" is no date`);
        return work(one, other);
      });
    }
  }
}

/** Two moments as numbers; where one of the two is no more than a day, both as days. */
function alike(a: unknown, b: unknown): readonly [number, number] | readonly [string, string] {
  const [one, other] = [instant(a), instant(b)];
  return one !== null && other !== null ? [one, other] : [asDay(a), asDay(b)];
}

function instant(value: unknown): number | null {
  if (value instanceof Date) return value.getTime();
  return typeof value === "string" ? (momentOf(value)?.getTime() ?? null) : null;
}

function isDate(text: string): boolean {
  return isDay(text) || momentOf(text) !== null;
}

/** A text that is no date compares as it is written: it is never equal to a day. */
function asDay(value: unknown): string {
  if (value instanceof Day) return value.text;
  const when = value instanceof Date ? value : momentOf(String(value));
  return when ? dayOf(when, surroundings().timeZone) : String(value);
}

function hours(name: string): Hours {
  const { schedules } = surroundings();
  const schedule = Object.hasOwn(schedules, name) ? schedules[name] : undefined;
  if (!schedule) throw new Error(`there is no schedule "${name}"`);
  return schedule;
}
