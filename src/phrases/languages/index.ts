/** The languages that matching knows something of. Any other is compared word by word, typos and accents forgiven. */

import { stemmer as arabic } from "@orama/stemmers/arabic";
import { stemmer as danish } from "@orama/stemmers/danish";
import { stemmer as finnish } from "@orama/stemmers/finnish";
import { stemmer as hungarian } from "@orama/stemmers/hungarian";
import { stemmer as norwegian } from "@orama/stemmers/norwegian";
import { stemmer as romanian } from "@orama/stemmers/romanian";
import { stemmer as russian } from "@orama/stemmers/russian";
import { stemmer as swedish } from "@orama/stemmers/swedish";
import { stemmer as turkish } from "@orama/stemmers/turkish";
import { german } from "#phrases/languages/de.ts";
import { english } from "#phrases/languages/en.ts";
import { spanish } from "#phrases/languages/es.ts";
import { french } from "#phrases/languages/fr.ts";
import { italian } from "#phrases/languages/it.ts";
import { japanese } from "#phrases/languages/ja.ts";
import { type LanguageRules, plainRules } from "#phrases/languages/language.ts";
import { dutch } from "#phrases/languages/nl.ts";
import { portuguese } from "#phrases/languages/pt.ts";
import { thai } from "#phrases/languages/th.ts";
import { chinese } from "#phrases/languages/zh.ts";

const known: Readonly<Record<string, LanguageRules>> = {
  ar: { ...plainRules, stem: arabic },
  da: { ...plainRules, stem: danish, compounds: true },
  de: german,
  en: english,
  es: spanish,
  fi: { ...plainRules, stem: finnish, compounds: true },
  fr: french,
  hu: { ...plainRules, stem: hungarian, compounds: true },
  it: italian,
  ja: japanese,
  km: { ...plainRules, spaceless: true },
  lo: { ...plainRules, spaceless: true },
  my: { ...plainRules, spaceless: true },
  nb: { ...plainRules, stem: norwegian, compounds: true },
  nl: dutch,
  nn: { ...plainRules, stem: norwegian, compounds: true },
  no: { ...plainRules, stem: norwegian, compounds: true },
  pt: portuguese,
  ro: { ...plainRules, stem: romanian },
  ru: { ...plainRules, stem: russian },
  sv: { ...plainRules, stem: swedish, compounds: true },
  th: thai,
  tr: { ...plainRules, stem: turkish },
  yue: chinese,
  zh: chinese,
};

/** What is known of `pt-BR` is known of `pt`. */
export function rulesOf(language: string): LanguageRules {
  const base = language.split("-")[0]?.toLowerCase() ?? "";
  return Object.hasOwn(known, base) ? (known[base] ?? plainRules) : plainRules;
}
