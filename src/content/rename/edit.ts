/** Changes to files that leave every other letter as it is: comments, quotes and layout stay. */

import type { Item } from "#content/content.ts";
import type { ScalarNode } from "#content/node.ts";
import { type Range, rangeInScalar } from "#content/yaml/offsets.ts";
import { plainValue } from "#content/yaml/scalar.ts";
import type { Sources } from "#findings/finding.ts";

export interface Edit {
  readonly file: string;
  /** Offsets into the file's text. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Puts a word in a scalar's place, in the quotes it has. */
export function replaceWord(item: Item<unknown>, node: ScalarNode, word: string, sources: Sources): Edit {
  const { start, end } = rangeInScalar(sources.get(item.file) ?? "", node, 0, String(node.value).length);
  // A word such as `404` would be read as a number without quotes.
  const text = node.style === "plain" && plainValue(word) !== word ? JSON.stringify(word) : word;
  return { file: item.file, start, end, text };
}

/** Puts a word in the place of some letters of a scalar's value. */
export function replacePart(item: Item<unknown>, node: ScalarNode, part: Range, word: string, sources: Sources): Edit {
  const { start, end } = rangeInScalar(sources.get(item.file) ?? "", node, part.start, part.end);
  return { file: item.file, start, end, text: word };
}

/** Each once, in the order of files and places: what an anchor and its alias share is changed once. */
export function inOrder(edits: readonly Edit[]): readonly Edit[] {
  const unique = new Map(edits.map((edit) => [`${edit.file}\0${edit.start}`, edit]));
  return [...unique.values()].sort((a, b) => (a.file === b.file ? a.start - b.start : a.file < b.file ? -1 : 1));
}

/** One file's text with its edits made. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = "";
  let from = 0;
  for (const edit of edits) {
    result += text.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return result + text.slice(from);
}
