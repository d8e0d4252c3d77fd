/** Every text has every language that customers may read it in. */

import type { Check } from "#checks/check.ts";
import { closerLook } from "#checks/closer-look.ts";
import { mayStandUnread, placeOfTextKey, placeOfVersion, type SiteText } from "#content/site-texts.ts";
import type { Finding } from "#findings/finding.ts";

export const missingTranslation: Check = {
  name: "missing-translation",
  severity: "error",
  summary: "a text that lacks one of its assistant's languages",
  run: (content) => {
    const findings: Finding[] = [];
    for (const text of closerLook(content).lacking) {
      if (text.kind !== "text") continue;
      findings.push(...missing(text, text.languages, "error"), ...missing(text, text.preparing, "info"));
    }
    return findings;
  },
};

function missing(text: SiteText, languages: readonly string[], severity: Finding["severity"]): readonly Finding[] {
  const absent: string[] = [];
  const empty: string[] = [];
  for (const language of languages) {
    const value = Object.hasOwn(text.values, language) ? text.values[language] : undefined;
    if (typeof value !== "string") {
      if (!mayStandUnread(text, language)) absent.push(language);
    } else if (value.trim() === "") empty.push(language);
  }
  if (absent.length === 0 && empty.length === 0) return [];
  const here = { check: "missing-translation", severity, ...(text.step !== null && { step: text.step }) };
  const findings: Finding[] = empty.map((language) => ({
    ...here,
    message: `${text.what} is empty in "${language}"`,
    at: placeOfVersion(text, language),
    why: "customers who speak it would read nothing",
    help: "write the text",
  }));
  if (absent.length > 0) {
    findings.push({
      ...here,
      message: `${text.what} has no text in ${absent.map((language) => `"${language}"`).join(", ")}`,
      at: placeOfTextKey(text),
      why:
        severity === "info"
          ? "customers who speak it would read another language, once the assistant speaks it"
          : "customers who speak it would read another language",
      help: helpFor(text, absent),
    });
  }
  return findings;
}

function helpFor({ values, languages, assistant, name, item }: SiteText, absent: readonly string[]): string {
  const add = absent.map((language) => `${language}: "…"`).join(", ");
  const first = languages[0] ?? "";
  const only = Object.keys(values);
  const inline =
    only.length === 1 && only[0] === first ? `write { ${first}: "…", ${add} } here` : `add ${add} to the map here`;
  if (!assistant) return inline;
  const folder = `assistants/${assistant.id}/locales`;
  return `${inline}, or "${name}" under "${item.id}" in ${absent.map((language) => `${folder}/${language}.yaml`).join(", ")}`;
}
