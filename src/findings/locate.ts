/** From an offset to a line and a column: the one place where positions are worked out. */

export interface Position {
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 units, as editors count. */
  readonly column: number;
}

const lineStarts = new WeakMap<object, Map<string, readonly number[]>>();

/** The position of `offset` in the text of `file`. `sources` is asked once a file; its texts must not change. */
export function locate(sources: ReadonlyMap<string, string>, file: string, offset: number): Position {
  const starts = startsOf(sources, file);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

/** The text of a line, without its line break; empty where there is none. */
export function lineText(sources: ReadonlyMap<string, string>, file: string, line: number): string {
  const text = sources.get(file) ?? "";
  const starts = startsOf(sources, file);
  const start = starts[line - 1];
  if (start === undefined) return "";
  return text.slice(start, starts[line] ?? text.length).replace(/\r?\n$/, "");
}

function startsOf(sources: ReadonlyMap<string, string>, file: string): readonly number[] {
  let files = lineStarts.get(sources);
  if (!files) lineStarts.set(sources, (files = new Map()));
  const known = files.get(file);
  if (known) return known;
  const text = sources.get(file) ?? "";
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  files.set(file, starts);
  return starts;
}

/** Made when it is needed: it takes longer than to check a small site. */
let segmenter: Intl.Segmenter | undefined;
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** How many terminal cells a text takes: wide letters take two. */
export function displayWidth(text: string): number {
  // Most source lines are ASCII, whose width is their length.
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += wide.test(segment) ? 2 : 1;
  return width;
}
