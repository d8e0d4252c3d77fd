/** PO, the format of gettext and of many a translator's tool. Placeholders stand in it as they are written. */

import { type GetTextTranslation, po } from "gettext-parser";
import { type Exchange, type Returned, type ReturnedFile, UnreadableExchange } from "#content/translations/unit.ts";

const separator = "#";

export function writePo({ sourceLanguage, language, units }: Exchange): string {
  const entries: [string, Record<string, GetTextTranslation>][] = units.map((unit) => {
    const context = `${unit.file}${separator}${unit.name}`;
    const outdated = unit.state === "outdated";
    const entry: GetTextTranslation = {
      msgctxt: context,
      msgid: unit.source,
      msgstr: [unit.target ?? ""],
      comments: {
        extracted: unit.notes.join("\n"),
        reference: unit.file,
        ...(outdated && { flag: "fuzzy", previous: `msgid ${JSON.stringify(unit.was ?? "")}` }),
      },
    };
    return [context, { [unit.source]: entry }];
  });
  const table = {
    charset: "utf-8",
    headers: {
      "Content-Type": "text/plain; charset=utf-8",
      "Content-Transfer-Encoding": "8bit",
      "MIME-Version": "1.0",
      Language: language,
      "X-Source-Language": sourceLanguage,
    },
    translations: Object.fromEntries(entries),
  };
  return `${po.compile(table, { foldLength: 0 }).toString("utf8").trimEnd()}\n`;
}

/** Throws `UnreadableExchange`. */
export function readPo(text: string): ReturnedFile {
  let table: ReturnType<typeof po.parse>;
  try {
    table = po.parse(text);
  } catch (error) {
    const line = /line (\d+)/i.exec(String(error))?.[1];
    throw new UnreadableExchange(
      `this is not PO: ${error instanceof Error ? error.message : String(error)}`,
      line === undefined ? 0 : offsetOfLine(text, Number(line)),
    );
  }
  const language = Object.entries(table.headers ?? {}).find(([name]) => name.toLowerCase() === "language")?.[1] ?? "";
  if (language === "") throw new UnreadableExchange('the file\'s header does not say which "Language" it is in', 0);
  const places = placesOf(text);
  const texts = Object.values(table.translations)
    .flatMap((entries) => Object.values(entries))
    .flatMap((entry): readonly Returned[] => {
      const at = entry.msgctxt?.lastIndexOf(separator) ?? -1;
      const target = entry.msgstr[0] ?? "";
      // A translation that a tool only guessed, or that was handed out as outdated, is not done.
      const fuzzy = /(?:^|[\s,])fuzzy(?:$|[\s,])/.test(entry.comments?.flag ?? "");
      if (entry.msgctxt === undefined || at < 0 || target === "" || fuzzy || entry.obsolete) return [];
      return [
        {
          file: entry.msgctxt.slice(0, at),
          name: entry.msgctxt.slice(at + separator.length),
          source: entry.msgid,
          target,
          done: true,
          ...(places.get(entry.msgctxt) ?? { start: 0, end: 0 }),
        },
      ];
    });
  return { language: language.replaceAll("_", "-"), texts };
}

/** Where each entry's translation stands, by its context. The parser does not say. */
function placesOf(text: string): ReadonlyMap<string, { readonly start: number; readonly end: number }> {
  const places = new Map<string, { start: number; end: number }>();
  let context = "";
  let keyword = "";
  let start = 0;
  let offset = 0;
  for (const line of text.split("\n")) {
    const [, word, string] = /^\s*(msgctxt|msgid|msgstr(?:\[0\])?)?\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(line) ?? [];
    if (word !== undefined) {
      keyword = word;
      if (word === "msgctxt") context = "";
      if (word.startsWith("msgstr")) start = offset + line.indexOf('"');
    }
    if (string !== undefined && keyword === "msgctxt") context += string.replace(/\\(.)/g, "$1");
    if (string !== undefined && keyword.startsWith("msgstr")) {
      places.set(context, { start, end: offset + line.trimEnd().length });
    }
    offset += line.length + 1;
  }
  return places;
}

function offsetOfLine(text: string, line: number): number {
  let offset = 0;
  for (let number = 1; number < line; number += 1) {
    const end = text.indexOf("\n", offset);
    if (end < 0) break;
    offset = end + 1;
  }
  return offset;
}
