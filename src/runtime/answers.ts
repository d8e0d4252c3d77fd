/** What a customer typed, as a value of the type that was asked for. */

import parsePhoneNumber, { type CountryCode } from "libphonenumber-js";
import type { Text } from "#content/text.ts";
import type { AnswerType } from "#content/workflow.ts";
import { builtinTexts } from "#runtime/builtin-texts.ts";
import { folded } from "#runtime/folded.ts";

/** What an answer is read as: what the step says, or its variable's type. */
export type AskedType = AnswerType | "bool" | "time";

export type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

const bad: Answer = { ok: false };

/**
 * Reads a typed answer. `language` says how numbers, dates and phone numbers are written; who writes in another language
 * than the brand's may still have a phone where the brand is.
 */
export function readAnswer(
  text: string,
  type: AskedType,
  language: string,
  brandLanguages: readonly string[] = [],
): Answer {
  const said = text.trim();
  if (said === "") return bad;
  if (type === "text") return { ok: true, value: said };
  // A Japanese keyboard types ２０２６ and ＠, which mean what they look like.
  const trimmed = said.normalize("NFKC");
  switch (type) {
    case "email":
      return /^[^\s@<>"]{1,64}@[^\s@<>".]+(?:\.[^\s@<>".]+)+$/.test(trimmed) ? { ok: true, value: trimmed } : bad;
    case "phone":
      return readPhone(trimmed, [language, ...brandLanguages]);
    case "int": {
      const number = readNumber(trimmed, language);
      return number.ok && Number.isSafeInteger(number.value) ? number : bad;
    }
    case "number":
      return readNumber(trimmed, language);
    case "date":
      return readDate(trimmed, language);
    case "time":
      return /^\d{4}-\d{2}-\d{2}T/.test(trimmed) && !Number.isNaN(Date.parse(trimmed))
        ? { ok: true, value: new Date(trimmed).toISOString() }
        : readDate(trimmed, language);
    case "bool":
      return readYesNo(trimmed, language);
    case "url":
      return URL.canParse(trimmed) && /^https?:/i.test(trimmed) ? { ok: true, value: trimmed } : bad;
    case "file":
      return bad;
  }
}

/** A number that is one somewhere, before one that only has as many digits: made-up ones are none, and are taken too. */
function readPhone(text: string, languages: readonly string[]): Answer {
  const read = languages.flatMap((language) => parsePhoneNumber(text, regionOf(language)) ?? []);
  const phone = read.find((each) => each.isValid()) ?? read.find((each) => each.isPossible());
  return phone ? { ok: true, value: phone.number } : bad;
}

function regionOf(language: string): CountryCode | undefined {
  return new Intl.Locale(language).maximize().region as CountryCode | undefined;
}

function readYesNo(text: string, language: string): Answer {
  const said = folded(text);
  const means = (words: Text, plain: string): boolean =>
    [wordsIn(words, language), words.en, plain].some((word) => word !== undefined && folded(word) === said);
  if (means(builtinTexts.yes, "true")) return { ok: true, value: true };
  return means(builtinTexts.no, "false") ? { ok: true, value: false } : bad;
}

function wordsIn(words: Text, language: string): string | undefined {
  return words[language] ?? words[language.split("-")[0] ?? ""];
}

/** A comma or a point is what the language says it is, unless no number is written so: `12,5` is no English thousand. */
function readNumber(text: string, language: string): Answer {
  const compact = text.replace(/[\s\u00a0\u202f'’]/g, "");
  const decimal =
    Intl.NumberFormat(language)
      .formatToParts(1.5)
      .find(({ type }) => type === "decimal")?.value ?? ".";
  const other = decimal === "," ? "." : ",";
  const [whole = "", ...rest] = compact.split(other);
  const isGrouped = rest.length > 0 && /^[-+]?\d{1,3}$/.test(whole) && rest.every(isGroup(decimal));
  const plain = isGrouped ? compact.replaceAll(other, "").replace(decimal, ".") : compact.replace(",", ".");
  return /^[-+]?\d+(?:\.\d+)?$/.test(plain) ? { ok: true, value: Number(plain) } : bad;
}

function isGroup(decimal: string): (part: string, index: number, all: readonly string[]) => boolean {
  return (part, index, all) => {
    const [digits = "", ...fraction] = index === all.length - 1 ? part.split(decimal) : [part];
    return /^\d{3}$/.test(digits) && fraction.length <= 1;
  };
}

/** No language needs more letters: a longer text is no date, and would cost much to be looked through for weekdays. */
const longestDate = 100;

/** `2026-03-05`, `2026年3月5日`, `5/3/2026` in the language's order, or `5 mars 2026`. */
function readDate(written: string, language: string): Answer {
  if (written.length > longestDate) return bad;
  const text = withoutWeekday(written, language);
  const yearFirst =
    /^(\d{4})([-/.])\s?(\d{1,2})\2\s?(\d{1,2})\.?$/.exec(text)?.toSpliced(2, 1) ??
    /^(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号일]$/.exec(text);
  if (yearFirst) return day(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]));
  const numeric = /^(\d{1,2})[/.\s-](\d{1,2})[/.\s-](\d{4})$/.exec(text);
  if (numeric) {
    const [first, second, year] = numeric.slice(1).map(Number) as [number, number, number];
    const [usual, swapped] = [day(year, second, first), day(year, first, second)];
    const [best, other] = monthFirst(language) ? [swapped, usual] : [usual, swapped];
    return best.ok ? best : other;
  }
  const worded =
    /^(\d{1,2})(?:er|st|nd|rd|th|\.)?\s+(?:(?:de|of)\s+)?(\p{L}+)\.?,?\s+(?:de\s+)?(\d{4})$/u.exec(text) ??
    swapped(text);
  if (!worded) return bad;
  const month = monthNames(language).findIndex(
    (name) => name === folded(worded[2] ?? "") || name.startsWith(folded(worded[2] ?? "")),
  );
  return month < 0 || (worded[2] ?? "").length < 3 ? bad : day(Number(worded[3]), month + 1, Number(worded[1]));
}

/** `Thursday, the 3rd …`, `le jeudi 3 …` and `…3日(木)`: the day of the week adds nothing, and may be wrong. */
function withoutWeekday(text: string, language: string): string {
  const left = text.replace(/\s?\(\p{L}+\)$/u, "");
  const [first = "", ...rest] = left.split(/\s+/);
  const word = folded(first);
  return rest.length > 0 && (articles.has(word) || weekdays(language).has(word))
    ? withoutWeekday(rest.join(" "), language)
    : left;
}

const articles: ReadonlySet<string> = new Set(["le", "the", "on", "el", "il", "am", "den", "der"]);

function weekdays(language: string): ReadonlySet<string> {
  const names = (["long", "short"] as const).flatMap((weekday) => {
    const format = new Intl.DateTimeFormat(language, { weekday, timeZone: "UTC" });
    return Array.from({ length: 7 }, (_, day) => folded(format.format(Date.UTC(2026, 0, 4 + day))));
  });
  return new Set(names);
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

function day(year: number, month: number, date: number): Answer {
  const text = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`;
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text) ? { ok: true, value: text } : bad;
}
