/**
 * Translations into the site's files. Every other letter stays as it is: comments, quotes and layout. A translation
 * stands where the text's others do: in its map where it has one, else in `locales/<lang>.yaml`.
 */

import type { Content } from "#content/content.ts";
import { formatFile } from "#content/format/format.ts";
import { quoted } from "#content/format/quote.ts";
import { digestOfVersion, type MadeFrom, type Mark, markPlace } from "#content/made-from.ts";
import type { MapNode, Node } from "#content/node.ts";
import { nodeAt } from "#content/place.ts";
import { applyEdits, type Edit, inOrder } from "#content/rename/edit.ts";
import { type SiteText, siteTexts, versionOf } from "#content/site-texts.ts";
import type { Language } from "#content/text.ts";
import type { Version } from "#content/translations/earlier-default.ts";
import type { Sources } from "#findings/finding.ts";

export interface Translation {
  readonly text: SiteText;
  readonly language: Language;
  readonly version: Version;
  /** The default text that it was made from. */
  readonly from: Version;
}

/** The files that change, as they will be. Translations that stand there already are only written down. */
export function applyTranslations(
  content: Content,
  sources: Sources,
  translations: readonly Translation[],
): ReadonlyMap<string, string> {
  const changed = translations.filter(({ text, language, version }) => {
    const now = Object.hasOwn(text.values, language) ? text.values[language] : undefined;
    return JSON.stringify(now) !== JSON.stringify(version);
  });
  const edits: Edit[] = [];
  const beside = new Map<string, Translation[]>();
  for (const translation of changed) {
    const edit = edited(translation, sources);
    if (edit) edits.push(edit);
    else {
      const path = localePath(translation);
      beside.set(path, [...(beside.get(path) ?? []), translation]);
    }
  }
  const files = new Map<string, string>();
  for (const [file, own] of Map.groupBy(inOrder(edits), (edit) => edit.file)) {
    files.set(file, applyEdits(sources.get(file) ?? "", own));
  }
  // An entry is added to what the edits before it left: their places in a file of `locales/` are not its own.
  for (const [path, own] of beside) {
    files.set(path, withEntries(files.get(path) ?? sources.get(path) ?? "", own));
  }
  for (const [path, text] of marked(content, translations)) files.set(path, text);
  return new Map([...files].map(([path, text]) => [path, laidOut(path, text, sources.get(path))]));
}

function localePath({ text, language }: Translation): string {
  return `assistants/${text.assistant?.id}/locales/${language}.yaml`;
}

/** Puts the translation in the place of the one that is there, or into the text's map; null: it belongs into `locales/`. */
function edited({ text, language, version }: Translation, sources: Sources): Edit | null {
  const place = versionOf(text, language);
  const present = place && nodeAt(place.root, place.path);
  if (place && present) return replace(place.file, present, yamlOf(version), sources);
  const { file, root } = text.item;
  const source = sources.get(file) ?? "";
  const written = nodeAt(root, text.path);
  if (written?.kind === "map") return { file, ...added(written, language, yamlOf(version), source) };
  if (text.assistant || !written) return null;
  const first = text.languages[0] ?? "";
  const original = text.values[first];
  if (original === undefined) return null;
  const both = `{ ${first}: ${yamlOf(original)}, ${language}: ${yamlOf(version)} }`;
  return replace(file, written, both, sources);
}

function replace(file: string, node: Node, text: string, sources: Sources): Edit {
  const source = sources.get(file) ?? "";
  const end = endOf(node, source);
  // A text in a block takes the line's end with it.
  const blanks = /\s*$/.exec(source.slice(node.start, end))?.[0] ?? "";
  return { file, start: node.start, end, text: `${text}${blanks.includes("\n") ? "\n" : ""}` };
}

/** One more entry of a map, behind its last. */
function added(map: MapNode, key: string, value: string, source: string): Omit<Edit, "file"> {
  const last = map.entries.at(-1);
  if (!last) return { start: map.start, end: endOf(map, source), text: `{ ${key}: ${value} }` };
  const end = Math.max(last.key.end, endOf(last.value, source));
  if (source[map.start] === "{") return { start: end, end, text: `, ${key}: ${value}` };
  const first = map.entries[0]?.key.start ?? map.start;
  const indent = " ".repeat(first - (source.lastIndexOf("\n", first - 1) + 1));
  if (source[end - 1] === "\n") return { start: end, end, text: `${indent}${key}: ${value}\n` };
  const newline = source.indexOf("\n", end);
  const at = newline < 0 ? source.length : newline;
  return { start: at, end: at, text: `\n${indent}${key}: ${value}` };
}

/** Where a value ends, the bracket that closes it included. */
function endOf(node: Node, source: string): number {
  if (node.kind === "scalar") return node.end;
  const last = node.kind === "list" ? node.items.at(-1) : node.entries.at(-1)?.value;
  const inside = last ? endOf(last, source) : node.start + 1;
  if (source[node.start] !== "{" && source[node.start] !== "[") return inside;
  const closing = /(?:[\s,]|#[^\n]*\n)*[\]}]/y;
  closing.lastIndex = inside;
  return closing.test(source) ? closing.lastIndex : inside;
}

function yamlOf(version: Version): string {
  return typeof version === "string" ? quoted(version) : `[${version.map(quoted).join(", ")}]`;
}

/** A file of `locales/` with more entries: those of a workflow that has some behind them, the others at its end. */
function withEntries(source: string, translations: readonly Translation[]): string {
  let text = source;
  for (const [workflow, own] of Map.groupBy(translations, ({ text: { item } }) => item.id)) {
    const entries = own.map(({ text: { name }, version }) => `  ${name}: ${yamlOf(version)}`);
    const begin = new RegExp(`^${workflow}:[ \\t]*(?:#.*)?$`, "m").exec(text);
    if (begin) {
      const end = begin.index + begin[0].length;
      const indent = /\n([ ]+)\S/.exec(text.slice(end))?.[1] ?? "  ";
      text = `${text.slice(0, end)}\n${entries.map((entry) => entry.replace(/^ {2}/, indent)).join("\n")}${text.slice(end)}`;
    } else if (new RegExp(`^${workflow}:`, "m").test(text)) {
      // All on one line: { hi.say: "…" }.
      const inside = own.map(({ text: { name }, version }) => `${name}: ${yamlOf(version)}`).join(", ");
      text = text.replace(new RegExp(`^(${workflow}:\\s*\\{)\\s*`, "m"), (_, start: string) => `${start} ${inside}, `);
    } else {
      const kept = text.trim() === "{}" ? "" : text;
      text = `${kept}${kept === "" || kept.endsWith("\n") ? "" : "\n"}${workflow}:\n${entries.join("\n")}\n`;
    }
  }
  return text;
}

const heading =
  "# Written by parley translations: what each translation was made from. Nothing here need be changed by hand.\n";

/** The files of marks, with those of texts that are no more left out. */
function marked(content: Content, translations: readonly Translation[]): ReadonlyMap<string, string> {
  const known = new Map<string, Set<string>>();
  for (const text of siteTexts(content)) {
    const names = known.get(text.item.file) ?? new Set();
    known.set(text.item.file, names.add(text.name));
  }
  const files = new Map<string, string>();
  for (const [path, own] of Map.groupBy(translations, ({ text, language }) => markPlace(text, language).path)) {
    const folder = path.slice(0, path.indexOf(".made-from/"));
    const marks = new Map<string, Map<string, Mark>>();
    for (const [key, ofFile] of Object.entries(content.madeFrom.get(path)?.value ?? ({} satisfies MadeFrom))) {
      const names = known.get(`${folder}${key}`);
      marks.set(key, new Map(Object.entries(ofFile).filter(([name]) => names?.has(name))));
    }
    for (const { text, language, version, from } of own) {
      const { key } = markPlace(text, language);
      marks.set(key, (marks.get(key) ?? new Map()).set(text.name, { from, text: digestOfVersion(version) }));
    }
    files.set(path, heading + marksYaml(marks));
  }
  return files;
}

/** One text a line, in one order, so that merges get along. */
function marksYaml(marks: ReadonlyMap<string, ReadonlyMap<string, Mark>>): string {
  return [...marks]
    .filter(([, ofFile]) => ofFile.size > 0)
    .sort(byKey)
    .map(([file, ofFile]) => {
      const lines = [...ofFile].sort(byKey).map(([name, { from, text }]) => {
        return `  ${name}: { from: ${yamlOf(from)}, text: "${text}" }\n`;
      });
      return `${file}:\n${lines.join("")}`;
    })
    .join("");
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

/** A file that was in the one layout stays in it, and a new one begins in it. */
function laidOut(path: string, text: string, before: string | undefined): string {
  const was = before === undefined || before.trim() === "" ? null : formatFile(path, before);
  if (was && (was.kind !== "formatted" || was.text !== before)) return text;
  const now = formatFile(path, text);
  return now.kind === "formatted" ? now.text : text;
}
