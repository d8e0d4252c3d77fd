/** What an argument that is written out must say beyond its type: how a date is laid out, and in which currency. */

import { hasTime, isCurrency, strayLetters } from "#expr/format.ts";
import type { Type } from "#expr/type.ts";

interface Objection {
  readonly message: string;
  readonly help: string;
}

type Rule = (written: string, on: Type | null) => Objection | null;

/** Of `day.format("…")`, and of `money(amount, "…")`: which argument, and what is wrong with it. */
export const writtenOut: ReadonlyMap<string, { readonly argument: number; readonly objection: Rule }> = new Map([
  ["format", { argument: 0, objection: layout }],
  ["money", { argument: 1, objection: currency }],
]);

function layout(style: string, on: Type | null): Objection | null {
  const stray = strayLetters(style);
  if (stray.length > 0) {
    const letters = stray.map((letter) => `"${letter}"`).join(", ");
    return {
      message: `"${style}" is no way to write a date: ${letters} ${stray.length > 1 ? "stand" : "stands"} for no part of one`,
      help: 'write "long", "full" or "short", or a pattern such as "EEEE d MMMM"; its words stand in single quotes',
    };
  }
  if (on?.kind !== "date" || !hasTime(style)) return null;
  return {
    message: `"${style}" asks for the time of a date, and a date is a day without one`,
    help: "leave hours, minutes and seconds out, or declare it as a time",
  };
}

function currency(code: string): Objection | null {
  if (isCurrency(code)) return null;
  return { message: `"${code}" is no currency`, help: 'write its three letters, such as "EUR" or "JPY"' };
}
