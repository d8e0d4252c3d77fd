/**
 * A language that a customer asks for in words. Most channels have no menu for it, and whoever reads a language that
 * is not theirs writes the name of one that is: "English", "auf Deutsch bitte", "英語で".
 */

import { folded } from "#runtime/folded.ts";
import { baseOf } from "#runtime/language.ts";

/** Longer than any name with the words around it: nothing needs to be looked up. */
const maxLength = 60;

/** What may stand around the name; whatever else is said means more than a language. */
const before: ReadonlySet<string> = new Set(["", "in", "en", "auf", "em", "op", "i speak"]);
const after: ReadonlySet<string> = new Set(
  ["please", "bitte", "s'il vous plaît", "svp", "por favor", "per favore", "alstublieft", "で", "でお願いします"]
    .map(folded)
    .concat(""),
);

/** The one of `offered` whose name is all that a text says; undefined where it says something else, or the current one. */
export function namedLanguage(text: string, offered: readonly string[], current: string): string | undefined {
  if (offered.length < 2 || text.length > maxLength) return undefined;
  const said = folded(text);
  return offered.find((language) => language !== current && asks(said, language, current));
}

function asks(said: string, language: string, current: string): boolean {
  return namesOf(language, current).some((name) => {
    const at = said.indexOf(name);
    return at >= 0 && before.has(said.slice(0, at).trim()) && after.has(said.slice(at + name.length).trim());
  });
}

const known = new Map<string, readonly string[]>();

/** What a language is called by those who speak it, in the conversation's language, and in English; folded. */
function namesOf(language: string, current: string): readonly string[] {
  const key = `${language} ${current}`;
  let names = known.get(key);
  if (!names) {
    const found = [language, current, "en"].flatMap((locale) => {
      const called = new Intl.DisplayNames(locale, { type: "language", fallback: "none" });
      return [language, baseOf(language)].map((code) => called.of(code));
    });
    names = [...new Set(found.filter((name) => name !== undefined).map(folded))];
    known.set(key, names);
  }
  return names;
}
