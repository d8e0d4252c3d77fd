/** The library's environment with the language's own functions: what an expression can do when it runs. */

import { Environment } from "@marcbachmann/cel-js";
import { formatDay, formatMoment, formatMoney } from "#expr/format.ts";
import { like } from "#expr/like.ts";
import { type Hours, isOpen, nextOpening } from "#expr/schedule.ts";
import { surroundings } from "#expr/surroundings.ts";
import { Day } from "#expr/values.ts";

export type Program = ReturnType<Environment["parse"]>;

let made: Environment | null = null;

/** Made once, when the first expression is read: it takes a while. */
export function environment(): Environment {
  made ??= createEnvironment();
  return made;
}

function hours(name: string): Hours {
  const { schedules } = surroundings();
  const schedule = Object.hasOwn(schedules, name) ? schedules[name] : undefined;
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
