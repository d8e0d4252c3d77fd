/** A translation is a translation, and not the default text once more. */

import type { Check } from "#checks/check.ts";
import { closerLook } from "#checks/closer-look.ts";
import type { Content } from "#content/content.ts";
import { placeOfVersion, type SiteText } from "#content/site-texts.ts";
import { parseTemplate } from "#expr/template.ts";
import type { Finding } from "#findings/finding.ts";

export const sameAsDefault: Check = {
  name: "same-as-default",
  severity: "info",
  summary: "a translation that is the default text, word for word",
  run: (content) => {
    const findings: Finding[] = [];
    // The site's names are looked up when a text is the same in two languages: few are.
    let names: ReadonlySet<string> | null = null;
    const isName: IsName = (word) => (names ??= namesOf(content)).has(word);
    for (const text of closerLook(content).repeated) addSameTexts(text, isName, findings);
    return findings;
  },
};

/** Whether a word, in small letters, is one of the site's own names. */
type IsName = (word: string) => boolean;

function addSameTexts(text: SiteText, isName: IsName, into: Finding[]): void {
  const [first] = text.languages;
  const original = first === undefined ? undefined : written(text.values[first]);
  if (first === undefined || original === undefined) return;
  for (const language of Object.keys(text.values)) {
    if (language === first || written(text.values[language]) !== original || base(language) === base(first)) continue;
    if (!translates(original, text, isName)) continue;
    const several = text.kind === "phrases";
    into.push({
      check: "same-as-default",
      severity: "info",
      message: `${text.what} ${several ? "are" : "is"} the same in "${language}" as in "${first}"`,
      at: placeOfVersion(text, language),
      ...(text.step !== null && { step: text.step }),
      related: [{ at: placeOfVersion(text, first), message: `the text in "${first}"` }],
      why: "it looks like a text that was copied and not translated yet",
      help: "translate it, or leave it where both languages say the same",
    });
  }
}

function written(value: SiteText["values"][string] | undefined): string | undefined {
  return typeof value === "string" ? value.trim() : value?.join("\n");
}

/** `fr` and `fr-CA` often say the same. */
function base(language: string): string {
  return language.split("-")[0]?.toLowerCase() ?? "";
}

/**
 * Whether two languages would say it differently. Names, addresses, numbers and what `{{ }}` fills in are the same
 * everywhere, and so are many single words on a button or above a field ("E-mail", "Menu", "Contact").
 */
function translates(original: string, { path, kind }: SiteText, isName: IsName): boolean {
  const plain = parseTemplate(original)
    .map((part) => (part.kind === "text" ? part.text : " "))
    .join("")
    .replace(/https?:\/\/\S+|\S+@\S+/g, " ");
  const words = (plain.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*/gu) ?? []).filter((word) => /\p{L}/u.test(word));
  const telling = words.filter((word) => !isName(word.toLowerCase()) && word !== word.toUpperCase());
  const caseless = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Thai}]/u.test(plain);
  if (telling.length === 0 && !caseless) return false;
  const last = path.at(-1);
  const isMessage = kind === "text" && (last === "say" || last === "text" || last === "notice");
  return isMessage || words.length > 1 || caseless;
}

/** The words of the site's own names. */
function namesOf(content: Content): ReadonlySet<string> {
  const names = [
    ...[...content.brands.values()].flatMap(({ value, groups }) => [
      value?.name,
      ...[...groups.values()].map((group) => group.value?.name),
    ]),
    ...[...content.assistants.values()].map(({ value }) => value?.name),
  ];
  return new Set(names.flatMap((name) => (name ?? "").toLowerCase().split(/[^\p{L}\p{M}\p{N}'’-]+/u)));
}
