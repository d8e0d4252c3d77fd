/** A text that is no UTF-8: what can be made out of it, where it begins to be none, and what it likely is instead. */

import type { Strange } from "#content/files.ts";

/** What a decoder puts where a byte is no UTF-8. */
const replacement = "\uFFFD";

/** The encoding's name where two bytes make a letter: it says so itself, or one of a text's first two is zero. */
export function wideEncoding([first, second]: Uint8Array): "utf-16be" | "utf-16le" | null {
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return "utf-16be";
  return (first === 0xff && second === 0xfe) || (first !== 0 && second === 0) ? "utf-16le" : null;
}

export function strangeText(bytes: Buffer): { readonly text: string; readonly strange: Strange } {
  const wide = wideEncoding(bytes);
  if (wide) return { text: new TextDecoder(wide).decode(bytes), strange: { at: 0, encoding: "UTF-16" } };
  const text = bytes.toString("utf8");
  const hasMark = text.startsWith("\uFEFF");
  const at = firstStrange(text, bytes) - (hasMark ? 1 : 0);
  return { text: hasMark ? text.slice(1) : text, strange: { at, encoding: "Windows-1252" } };
}

/** An author may have written the replacement character itself: then its own bytes stand there. */
function firstStrange(text: string, bytes: Buffer): number {
  const own = Buffer.from(replacement);
  let [from, offset] = [0, 0];
  for (let at = text.indexOf(replacement); at >= 0; at = text.indexOf(replacement, at + 1)) {
    offset += Buffer.byteLength(text.slice(from, at));
    if (!bytes.subarray(offset, offset + own.length).equals(own)) return at;
    from = at;
  }
  return 0;
}
