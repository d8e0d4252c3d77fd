/** How a value is written that no author wrote yet: as the formatter would have it, and as people write such things. */

import type { CollectionLayout, EntryLayout, Layout } from "#content/format/layout-tree.ts";
import { quoted } from "#content/format/quote.ts";
import { isMap } from "#content/json.ts";
import { plainValue } from "#content/yaml/scalar.ts";

/** Maps and lists that hold no more than this many levels are written with braces, where the line has room. */
const flowDepth = 2;

/** The layout of a plain JSON value. */
export function freshLayout(value: unknown): Layout {
  if (Array.isArray(value)) {
    return collection("list", !value.some((item) => isMap(item) && depthOf(item) > 1) && depthOf(value) <= flowDepth, [
      ...value.map((item) => entryOf(null, item)),
    ]);
  }
  if (isMap(value)) return freshMap(value, depthOf(value) <= flowDepth && !Object.hasOwn(value, "id"));
  return freshScalar(value);
}

/** A file's own map: its keys stand below one another. */
export function freshFile(value: Readonly<Record<string, unknown>>): CollectionLayout {
  return freshMap(value, false);
}

/** A key, or in a list none, and its value, with nothing said of them. */
export function entryOf(key: string | null, value: unknown): EntryLayout {
  return { before: [], key: key === null ? null : keyText(key), value: freshLayout(value), head: null, after: null };
}

/** A text over several lines keeps them, where YAML can say it so. */
export function freshScalar(value: unknown): Layout {
  if (typeof value !== "string") return scalar(value === null ? "null" : JSON.stringify(value));
  if (isPlain(value)) return scalar(value);
  const lines = value.replace(/\n$/, "").split("\n");
  const isBlock =
    lines.length > 1 && lines.every((line) => line === "" || /^[^\s\p{Cc}\ufeff][^\p{Cc}\u2028\u2029]*$/u.test(line));
  return isBlock && lines[0] !== "" && lines.at(-1) !== ""
    ? { kind: "block-scalar", props: "", header: value.endsWith("\n") ? "|" : "|-", lines }
    : scalar(quoted(value));
}

function scalar(text: string): Layout {
  return { kind: "scalar", props: "", text };
}

function freshMap(value: Readonly<Record<string, unknown>>, flow: boolean): CollectionLayout {
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return collection(
    "map",
    flow,
    entries.map(([key, inner]) => entryOf(key, inner)),
  );
}

function collection(kind: "map" | "list", flow: boolean, entries: readonly EntryLayout[]): CollectionLayout {
  return { kind, props: "", flow, entries, last: [] };
}

/** How many levels of maps and lists a value has. */
function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

/** Words that mean themselves without quotes, inside braces too. */
function isPlain(text: string): boolean {
  return /^[A-Za-z0-9_/](?:[\w./@+:-]*[\w./@+-])?(?: [\w./@+-]+)*$/.test(text) && plainValue(text) === text;
}

function keyText(key: string): string {
  return /^[\w./@+-]+$/.test(key) && !key.startsWith("-") && String(plainValue(key)) === key ? key : quoted(key);
}
