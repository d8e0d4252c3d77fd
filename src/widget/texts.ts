/** The widget's own words, in the language that the conversation is held in. One file a language, in `texts/`. */

import { ar } from "#widget/texts/ar.ts";
import { de } from "#widget/texts/de.ts";
import { en } from "#widget/texts/en.ts";
import { es } from "#widget/texts/es.ts";
import { fr } from "#widget/texts/fr.ts";
import { it } from "#widget/texts/it.ts";
import { ja } from "#widget/texts/ja.ts";
import { nl } from "#widget/texts/nl.ts";
import { pt } from "#widget/texts/pt.ts";

/** In `en.ts`'s order; `{name}` stands for who is writing. */
export type WidgetTexts = { readonly [key in keyof typeof en]: string };

export const allTexts: Readonly<Record<string, WidgetTexts>> = { ar, de, en, es, fr, it, ja, nl, pt };

/** The words in a language (`fr`, `fr-CA`), in English where there are none. */
export function textsIn(language: string): WidgetTexts {
  const base = language.split("-")[0]?.toLowerCase() ?? "";
  return Object.hasOwn(allTexts, base) ? (allTexts[base] ?? en) : en;
}

/** Which way a language is written. */
export function directionOf(language: string): "ltr" | "rtl" {
  return /^(?:ar|dv|fa|he|ps|sd|ug|ur|yi)\b/i.test(language) ? "rtl" : "ltr";
}

/** A language's name in that language: `Français`. */
export function nameOfLanguage(language: string): string {
  try {
    const name = new Intl.DisplayNames([language], { type: "language" }).of(language) ?? language;
    return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
  } catch {
    return language;
  }
}
