/** Where two JSON values differ, in the words of the language: keys, ids of options and cards, languages. */

import { isKeyed, isMap, sameJson } from "#content/json.ts";

/** One place that differs. `path` names lists' items by their `id` where they have one. */
export interface Difference {
  readonly path: readonly string[];
  /** Set where the place is a text: the languages that differ. */
  readonly languages?: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

/** Keys whose maps are texts by language. */
const textKeys = new Set(["say", "text", "title", "label", "alt", "name", "phrases", "notice"]);

/** Every place where `after` is not `before`, in a stable order; values are compared as JSON. */
export function differences(before: unknown, after: unknown, path: readonly string[] = []): Difference[] {
  if (sameJson(before, after)) return [];
  const key = path.at(-1) ?? "";
  if (isMap(before) && isMap(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    if (textKeys.has(key) && isText(before) && isText(after)) {
      const languages = keys.filter((language) => !sameJson(before[language], after[language]));
      return [{ path, languages, before: pick(before, languages), after: pick(after, languages) }];
    }
    return keys.flatMap((name) => differences(before[name], after[name], [...path, name]));
  }
  if (isKeyed(before) && isKeyed(after)) {
    const was = new Map(before.map((item) => [item.id, item]));
    const is = new Map(after.map((item) => [item.id, item]));
    const ids = [...new Set([...was.keys(), ...is.keys()])];
    const inside = ids.flatMap((id) => differences(was.get(id), is.get(id), [...path, id]));
    if (inside.length > 0) return inside;
  }
  return [{ path, before, after }];
}

function isText(value: Readonly<Record<string, unknown>>): boolean {
  return Object.values(value).every((text) => typeof text === "string" || Array.isArray(text));
}

function pick(map: Readonly<Record<string, unknown>>, keys: readonly string[]): unknown {
  return Object.fromEntries(keys.filter((key) => key in map).map((key) => [key, map[key]]));
}
