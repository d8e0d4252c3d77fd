/** What a customer typed, as a value of the type that was asked for. */

import parsePhoneNumber, { type CountryCode } from "libphonenumber-js";
import type { AnswerType } from "#content/workflow.ts";

export type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

const bad: Answer = { ok: false };

/** Reads a typed answer. `language` says how numbers, dates and phone numbers are written. */
export function readAnswer(text: string, type: AnswerType, language: string): Answer {
  const trimmed = text.trim();
  if (trimmed === "") return bad;
  switch (type) {
    case "text":
      return { ok: true, value: trimmed };
    case "email":
      return /^[^\s@<>"]{1,64}@[^\s@<>".]+(?:\.[^\s@<>".]+)+$/.test(trimmed) ? { ok: true, value: trimmed } : bad;
    case "phone": {
      const phone = parsePhoneNumber(trimmed, regionOf(language));
      return phone?.isPossible() ? { ok: true, value: phone.number } : bad;
    }
    case "int": {
      const digits = trimmed.replace(/[\s\u00a0\u202f]/g, "");
      return /^[-+]?\d{1,15}$/.test(digits) ? { ok: true, value: Number(digits) } : bad;
    }
    case "number":
      return readNumber(trimmed, language);
    case "date":
      return readDate(trimmed, language);
    case "url":
      return URL.canParse(trimmed) && /^https?:/i.test(trimmed) ? { ok: true, value: trimmed } : bad;
    case "file":
      return bad;
  }
}

function regionOf(language: string): CountryCode | undefined {
  return new Intl.Locale(language).maximize().region as CountryCode | undefined;
}

function readNumber(text: string, language: string): Answer {
  const decimal =
    new Intl.NumberFormat(language).formatToParts(1.5).find(({ type }) => type === "decimal")?.value ?? ".";
  const compact = text.replace(/[\s\u00a0\u202f']/g, "");
  const plain = /^[-+]?\d+[.,]\d+$/.test(compact)
    ? compact.replace(",", ".")
    : compact.replaceAll(decimal === "," ? "." : ",", "").replace(decimal, ".");
  const value = Number(plain);
  return /^[-+]?\d/.test(plain) && Number.isFinite(value) ? { ok: true, value } : bad;
}

/** `2026-03-05`, `5/3/2026` in the language's order, or `5 mars 2026`. */
function readDate(text: string, language: string): Answer {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso) return day(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const numeric = /^(\d{1,2})[/.\s-](\d{1,2})[/.\s-](\d{4})$/.exec(text);
  if (numeric) {
    const [first, second, year] = numeric.slice(1).map(Number) as [number, number, number];
    return monthFirst(language) ? day(year, first, second) : day(year, second, first);
  }
  const worded =
    /^(\d{1,2})(?:er|st|nd|rd|th|\.)?\s+(?:de\s+)?(\p{L}+)\.?,?\s+(?:de\s+)?(\d{4})$/u.exec(text) ?? swapped(text);
  if (!worded) return bad;
  const month = monthNames(language).findIndex(
    (name) => name === folded(worded[2] ?? "") || name.startsWith(folded(worded[2] ?? "")),
  );
  return month < 0 || (worded[2] ?? "").length < 3 ? bad : day(Number(worded[3]), month + 1, Number(worded[1]));
}

/** `March 5, 2026`. */
function swapped(text: string): readonly (string | undefined)[] | null {
  const match = /^(\p{L}+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$/u.exec(text);
  return match ? [match[0], match[2], match[1], match[3]] : null;
}

function monthFirst(language: string): boolean {
  const order = new Intl.DateTimeFormat(language).formatToParts(0).map(({ type }) => type);
  return language !== "en" && order.indexOf("month") < order.indexOf("day");
}

function monthNames(language: string): readonly string[] {
  const format = new Intl.DateTimeFormat(language, { month: "long", timeZone: "UTC" });
  return Array.from({ length: 12 }, (_, month) => folded(format.format(Date.UTC(2026, month, 1))));
}

function folded(text: string): string {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
}

function day(year: number, month: number, date: number): Answer {
  const text = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`;
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text) ? { ok: true, value: text } : bad;
}
