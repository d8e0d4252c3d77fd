/** An article's file: its front matter as YAML, and its text as it is. */

import { fileText } from "#content/adopt/file-text.ts";
import type { Article } from "#content/brand.ts";
import type { JsonMap } from "#content/json.ts";

/** What stands between the markers, and what comes behind them. */
const parts = /^---\r?\n([\s\S]*?\r?\n)?---((?:\r?\n|$)[\s\S]*)$/;

/** Null: it cannot be written into this file. */
export function articleText(path: string, current: string | null, { title, url, tags, body }: Article): string | null {
  const [, head = "", rest = ""] = (current === null ? null : parts.exec(current)) ?? [];
  const value: JsonMap = { title, url, tags };
  const text = fileText(path, head.trim() === "" ? null : head, value);
  if (text === null) return null;
  const before = /^\s*/.exec(rest)?.[0] ?? "";
  const isSame = current !== null && rest.trim() === body;
  return `---\n${text}---${isSame ? rest : `${before.includes("\n") ? before : "\n\n"}${body}\n`}`;
}
