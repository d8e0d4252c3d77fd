/** A workflow that phrases start can be started in every language of its assistant. */

import type { Check } from "#checks/check.ts";
import { closerLook } from "#checks/closer-look.ts";
import { mayStandUnread, placeOfTextKey, type SiteText } from "#content/site-texts.ts";
import type { Finding } from "#findings/finding.ts";

export const missingPhrases: Check = {
  name: "missing-phrases",
  severity: "error",
  summary: "a workflow with phrases, but none in one of its assistant's languages",
  run: (content) =>
    closerLook(content).phrases.flatMap((text) => [
      ...missing(text, text.languages, "error"),
      ...missing(text, text.preparing, "info"),
    ]),
};

function missing(text: SiteText, languages: readonly string[], severity: Finding["severity"]): readonly Finding[] {
  const lacking = languages.filter((language) => {
    const phrases = Object.hasOwn(text.values, language) ? text.values[language] : undefined;
    return Array.isArray(phrases) ? phrases.length === 0 : !mayStandUnread(text, language);
  });
  if (lacking.length === 0) return [];
  const add = lacking.map((language) => `${language}: ["…"]`).join(", ");
  const locales = lacking.map((language) => `assistants/${text.assistant?.id}/locales/${language}.yaml`).join(", ");
  return [
    {
      check: "missing-phrases",
      severity,
      message: `the workflow "${text.item.id}" has no phrases in ${lacking.map((each) => `"${each}"`).join(", ")}`,
      at: placeOfTextKey(text),
      why: "customers who speak it could not start the workflow by what they write",
      help: `add ${add} here${text.assistant ? `, or "start.phrases" under "${text.item.id}" in ${locales}` : ""}`,
    },
  ];
}
