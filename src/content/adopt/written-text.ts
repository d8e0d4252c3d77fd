/** Texts as they stand in files: plain in the default language, by language, or beside the workflows in `locales`. */

import type { JsonMap } from "#content/json.ts";
import { isMap } from "#content/json.ts";
import type { Language } from "#content/text.ts";

/** A text, or phrases, that stand in one file: in the way they stand there now, where that still can say them. */
export function writtenText(current: unknown, texts: JsonMap, language: Language): unknown {
  const languages = Object.keys(texts);
  const isPlain = !isMap(current) && languages.length === 1 && languages[0] === language;
  return isPlain ? texts[language] : texts;
}

export interface Divided {
  /** What stands in the workflow. */
  readonly inline: JsonMap;
  /** What stands in `locales`, by language. */
  readonly beside: JsonMap;
}

/**
 * Which languages of a workflow's text stand where. Each stays where it is; one that is new goes beside the workflow
 * where its other texts in that language do, and the text here is plain.
 */
export function divided(
  current: unknown,
  texts: JsonMap,
  language: Language,
  isBeside: (language: Language) => "has" | "may" | "never",
): Divided {
  const inline: Record<string, unknown> = {};
  const beside: Record<string, unknown> = {};
  for (const [tongue, text] of Object.entries(texts)) {
    const isHere = isMap(current) ? Object.hasOwn(current, tongue) : tongue === language;
    const goes = !isHere && (isBeside(tongue) === "has" || (isBeside(tongue) === "may" && !isMap(current)));
    (goes ? beside : inline)[tongue] = text;
  }
  const [first] = Object.keys(beside);
  // A text must stand in its workflow, in one language at least.
  if (Object.keys(inline).length === 0 && first !== undefined) {
    inline[first] = beside[first];
    delete beside[first];
  }
  return { inline, beside };
}
