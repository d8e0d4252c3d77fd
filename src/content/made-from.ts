/**
 * From which default text a translation was made: `<owner>/.made-from/<lang>.yaml`, which `parley translations` writes
 * and nobody needs to know of. It stands beside the texts, so that it outlives merges, and it says what it knows only
 * of the very translation that it was written for: one that was changed by hand is another translation.
 */

import { digestOf } from "#content/body.ts";
import type { Content } from "#content/content.ts";
import type { SiteText } from "#content/site-texts.ts";
import type { Language } from "#content/text.ts";

export interface Mark {
  /** The default text (or phrases) that the translation was made from. */
  readonly from: string | readonly string[];
  /** The translation's digest. */
  readonly text: string;
}

/** By the text's file, below the owner's folder, then by the text's name. */
export type MadeFrom = Readonly<Record<string, Readonly<Record<string, Mark>>>>;

/** The file that holds the mark of a text's translation, and the key of the text's own file in it. */
export function markPlace(text: SiteText, language: Language): { readonly path: string; readonly key: string } {
  const parts = text.item.file.split("/");
  const depth = parts[0] === "channels" ? 1 : 2;
  return {
    path: [...parts.slice(0, depth), ".made-from", `${language}.yaml`].join("/"),
    key: parts.slice(depth).join("/"),
  };
}

/** What a translation as it stands now was made from; undefined where nobody wrote it down. */
export function madeFrom(content: Content, text: SiteText, language: Language): Mark["from"] | undefined {
  if (content.madeFrom.size === 0) return undefined;
  const { path, key } = markPlace(text, language);
  const marks = content.madeFrom.get(path)?.value;
  const ofFile = marks && Object.hasOwn(marks, key) ? marks[key] : undefined;
  const mark = ofFile && Object.hasOwn(ofFile, text.name) ? ofFile[text.name] : undefined;
  return mark && mark.text === digestOfVersion(text.values[language]) ? mark.from : undefined;
}

/** Short: it stands in a file that people look over, and need only tell one translation from the next. */
export function digestOfVersion(value: SiteText["values"][string] | undefined): string {
  return digestOf(value ?? null).slice(0, 12);
}
