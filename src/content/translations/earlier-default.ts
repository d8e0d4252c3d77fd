/**
 * The default text that a translation was made from, by the files' history: the one that stood there when the
 * translation became what it is now, however many merges ago.
 */

import type { Content, Item } from "#content/content.ts";
import { type FileHistory, type FileVersion, textAt } from "#content/file-history.ts";
import { madeFrom } from "#content/made-from.ts";
import { namedText } from "#content/named-text.ts";
import { jsonOf } from "#content/place.ts";
import { type SiteText, versionOf } from "#content/site-texts.ts";
import type { Language } from "#content/text.ts";
import { parseYaml } from "#content/yaml/parse.ts";

export type Version = SiteText["values"][string];

/**
 * The default text that a translation was made from, where it is no longer that: by what a tool wrote down of it, else
 * by the files' history. Undefined: it is up to date, for all that is known.
 */
export function outdatedFrom(
  content: Content,
  text: SiteText,
  language: Language,
  history: FileHistory | undefined,
): Version | undefined {
  const [first] = text.languages;
  const now = first !== undefined && Object.hasOwn(text.values, first) ? text.values[first] : undefined;
  if (first === undefined || now === undefined || language === first || !Object.hasOwn(text.values, language)) {
    return undefined;
  }
  const from = madeFrom(content, text, language) ?? (history && earlierDefault(text, first, language, history));
  return from === undefined || plain(from) === plain(now) ? undefined : from;
}

/**
 * What a translation was made from; undefined where that is the default text as it is now. A version is read only
 * where a look at it from afar shows the translation without the default text: in nearly every file there is none.
 */
function earlierDefault(
  text: SiteText,
  first: Language,
  language: Language,
  history: FileHistory,
): Version | undefined {
  const { item, assistant } = text;
  const beside = assistant?.locales.get(first)?.file;
  // What no step ever touched says what it always did; nobody need look where in it the text stands.
  if (!history.has(item.file) && (beside === undefined || !history.has(beside))) return undefined;
  const place = versionOf(text, first);
  const versions = place && history.get(place.file);
  const isOriginal = versions && marksOf(text, first);
  if (!versions?.some((version) => version.text !== null && isOriginal?.(version.text) !== true)) return undefined;
  const isTranslated = marksOf(text, language);
  const locales = [language, first].flatMap((each) => assistant?.locales.get(each)?.file ?? []);
  const histories = [item.file, ...new Set(locales)].flatMap((file) => history.get(file) ?? []);
  const now = plain(text.values[language]);
  let from: Version | undefined;
  for (const step of [...new Set(histories.map((version) => version.step))].sort((a, b) => a - b)) {
    if (step === 0) continue;
    const files = [item.file, ...locales].map((file) => textAt(history.get(file) ?? [], step) ?? "");
    if (files.every((file) => isTranslated(file) === false) && !isUnchanged(text, language, history)) break;
    if (files.some((file) => isOriginal?.(file) === true)) {
      from = undefined;
      continue;
    }
    if (plain(valueAt(text, language, step, history)) !== now) break;
    const original = valueAt(text, first, step, history);
    if (original === undefined) break;
    from = original;
  }
  return from;
}

/** Whether no step ever touched the file that holds a translation: it is not among the files to look at, then. */
function isUnchanged(text: SiteText, language: Language, history: FileHistory): boolean {
  const place = versionOf(text, language);
  return place !== null && !history.has(place.file);
}

/** A quick look whether a file's text holds a version of a text as it is now; undefined: only reading it would tell. */
function marksOf({ values }: SiteText, language: Language): (file: string) => boolean | undefined {
  const now = values[language] ?? [];
  const texts = typeof now === "string" ? [now] : now;
  if (texts.length === 0 || texts.some((text) => /["'\\\n]/.test(text))) return () => undefined;
  return (file) => {
    const quoted = quotedIn(file);
    let all = true;
    for (const text of texts) {
      if (quoted.has(text)) continue;
      if (file.includes(text)) return undefined;
      all = false;
    }
    return all;
  };
}

const quotedTexts = new Map<string, ReadonlySet<string>>();

/** What stands between quotes in a file. */
function quotedIn(file: string): ReadonlySet<string> {
  let known = quotedTexts.get(file);
  if (!known) {
    known = new Set([...file.matchAll(/"([^"\\\n]*)"|'([^'\n]*)'/g)].map((match) => match[1] ?? match[2] ?? ""));
    if (quotedTexts.size > 50) quotedTexts.clear();
    quotedTexts.set(file, known);
  }
  return known;
}

/** A text in one language, as it was so many steps back. */
function valueAt(text: SiteText, language: Language, step: number, history: FileHistory): Version | undefined {
  const { item, assistant } = text;
  const written = inFile(item, text, step, history);
  if (isMap(written) && Object.hasOwn(written, language)) return versionIn(written[language]);
  if (written !== undefined && !isMap(written) && language === text.languages[0]) return versionIn(written);
  const locale = assistant?.locales.get(language);
  const texts = locale && documentAt(locale, step, history);
  const ofWorkflow = isMap(texts) ? texts[item.id] : undefined;
  return isMap(ofWorkflow) ? versionIn(ofWorkflow[text.name]) : undefined;
}

function inFile(item: Item<unknown>, text: SiteText, step: number, history: FileHistory): unknown {
  const document = documentAt(item, step, history);
  if (text.workflow) return namedText(document, text.name);
  return text.path.reduce<unknown>((value, key) => (isMap(value) ? value[key] : undefined), document);
}

const parsed = new WeakMap<readonly FileVersion[], Map<string, unknown>>();

/** A file as plain JSON, as it was so many steps back. */
function documentAt(item: Item<unknown>, step: number, history: FileHistory): unknown {
  const versions = history.get(item.file);
  // A file that no step changed is what it was.
  if (!versions) return item.root ? jsonOf(item.root) : undefined;
  const source = textAt(versions, step);
  if (source === null) return undefined;
  let known = parsed.get(versions);
  if (!known) parsed.set(versions, (known = new Map()));
  if (!known.has(source)) {
    const { root } = parseYaml(item.file, source);
    known.set(source, root ? jsonOf(root) : undefined);
  }
  return known.get(source);
}

function versionIn(value: unknown): Version | undefined {
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  return undefined;
}

function plain(version: Version | undefined): string | undefined {
  if (version === undefined) return undefined;
  return JSON.stringify(
    (typeof version === "string" ? [version] : version).map((text) => text.trim().replace(/\s+/g, " ")),
  );
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
