/** Days, moments, money and other values as a customer reads them, by language (Intl). */

import { Day, isDay, leave, momentOf, zoneOf } from "#expr/values.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

function formatter(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.DateTimeFormat(language, options)));
  return format;
}

/** A day: `long`, `full` (with its weekday), `short`, or a pattern such as `EEEE d MMMM`. */
export function formatDay(day: Day, style: string, language: string): string {
  const date = new Date(`${day.text}T00:00:00Z`);
  if (isStyle(style)) return formatter(language, { dateStyle: style, timeZone: "UTC" }).format(date);
  return byPattern(date, style, language, "UTC");
}

/** A moment: a day and a time, in its own time zone where it has one. */
export function formatMoment(moment: Date, style: string, language: string, usualZone: string): string {
  const timeZone = zoneOf(moment, usualZone);
  if (isStyle(style)) return formatter(language, { dateStyle: style, timeStyle: "short", timeZone }).format(moment);
  return byPattern(moment, style, language, timeZone);
}

/** A text that holds a day (`2026-03-05`) or a moment. */
export function formatText(text: string, style: string, language: string, timeZone: string): string {
  if (isDay(text)) return formatDay(new Day(text), style, language);
  const moment = momentOf(text);
  if (!moment) throw new Error(`"${text}" is no date`);
  return formatMoment(moment, style, language, timeZone);
}

/** The day it is in a time zone at a moment: `2026-03-05`. */
export function dayOf(moment: Date, timeZone: string): string {
  const options = { year: "numeric", month: "2-digit", day: "2-digit", timeZone } as const;
  const parts = Object.fromEntries(
    formatter("en", options)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  );
  return `${parts.year?.padStart(4, "0")}-${parts.month}-${parts.day}`;
}

function isStyle(style: string): style is "long" | "full" | "short" {
  return style === "long" || style === "full" || style === "short";
}

const fields: Readonly<Record<string, readonly [Intl.DateTimeFormatPartTypes, Intl.DateTimeFormatOptions]>> = {
  yyyy: ["year", { year: "numeric" }],
  y: ["year", { year: "numeric" }],
  yy: ["year", { year: "2-digit" }],
  MMMM: ["month", { month: "long" }],
  MMM: ["month", { month: "short" }],
  MM: ["month", { month: "2-digit" }],
  M: ["month", { month: "numeric" }],
  dd: ["day", { day: "2-digit" }],
  d: ["day", { day: "numeric" }],
  EEEE: ["weekday", { weekday: "long" }],
  EEE: ["weekday", { weekday: "short" }],
  EE: ["weekday", { weekday: "short" }],
  E: ["weekday", { weekday: "short" }],
  HH: ["hour", { hour: "2-digit", hourCycle: "h23" }],
  H: ["hour", { hour: "numeric", hourCycle: "h23" }],
  hh: ["hour", { hour: "2-digit", hour12: true }],
  h: ["hour", { hour: "numeric", hour12: true }],
  mm: ["minute", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }],
  ss: ["second", { minute: "2-digit", second: "2-digit" }],
  a: ["dayPeriod", { hour: "numeric", hour12: true }],
};

const inPattern = /'([^']*)'|y{4}|yy?|M{1,4}|dd?|E{1,4}|HH?|hh?|mm|ss|a/g;

/** The letters of a pattern that stand for no part of a date, and would reach the customer as they are. */
export function strayLetters(style: string): readonly string[] {
  return isStyle(style) ? [] : [...new Set(style.replace(inPattern, "").match(/[a-z]/gi) ?? [])];
}

/** Whether a pattern has a part that only a moment has: hours, minutes or seconds. */
export function hasTime(style: string): boolean {
  return !isStyle(style) && /[Hhmsa]/.test(style.replace(/'[^']*'/g, ""));
}

/** Whether there is a currency of these letters. */
export function isCurrency(code: string): boolean {
  currencies ??= new Set(Intl.supportedValuesOf("currency"));
  return currencies.has(code.toUpperCase());
}

let currencies: ReadonlySet<string> | undefined;

/** Letters are fields as in Unicode's date patterns; text in single quotes stands for itself. */
function byPattern(date: Date, pattern: string, language: string, timeZone: string): string {
  // Beside a day, many languages write a month in another case.
  const besideDay: Intl.DateTimeFormatOptions = /d/.test(pattern.replace(/'[^']*'/g, "")) ? { day: "numeric" } : {};
  return pattern.replace(inPattern, (token, literal: string | undefined) => {
    if (literal !== undefined) return literal === "" ? "'" : literal;
    const [part, options] = fields[token] ?? [];
    if (!part) return token;
    const value =
      formatter(language, { ...options, ...(part === "month" && token.length > 2 && besideDay), timeZone })
        .formatToParts(date)
        .find(({ type }) => type === part)?.value ?? "";
    return /^(?:MM|dd|HH|hh|mm|ss)$/.test(token) ? value.padStart(2, "0") : value;
  });
}

const amounts = new Map<string, Intl.NumberFormat>();

/** An amount of money. An unknown currency is written as it is. */
export function formatMoney(amount: number, currency: string, language: string): string {
  const key = `${language} ${currency}`;
  try {
    let format = amounts.get(key);
    if (!format) amounts.set(key, (format = new Intl.NumberFormat(language, { style: "currency", currency })));
    return format.format(amount);
  } catch {
    return `${amount} ${currency}`;
  }
}

const numberFormats = new Map<string, Intl.NumberFormat>();

function numbers(language: string): Intl.NumberFormat {
  let format = numberFormats.get(language);
  if (!format) {
    format = new Intl.NumberFormat(language, { useGrouping: false, maximumFractionDigits: 10 });
    numberFormats.set(language, format);
  }
  return format;
}

/** A value inside a text. Whole numbers have no grouping: many are order numbers. */
export function showValue(value: unknown, language: string, timeZone: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") return numbers(language).format(value);
  if (value instanceof Day) return formatDay(value, "long", language);
  if (value instanceof Date) return formatMoment(value, "long", language, timeZone);
  if (Array.isArray(value)) {
    return new Intl.ListFormat(language).format(value.map((item) => showValue(item, language, timeZone)));
  }
  if (typeof value === "boolean") return String(value);
  const plain = leave(value);
  return plain === null ? "" : typeof plain === "object" ? JSON.stringify(plain) : String(plain);
}
