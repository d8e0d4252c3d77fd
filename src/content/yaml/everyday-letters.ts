/** Letters and words of everyday YAML: what a plain scalar may begin with, where it ends, what an escape means. */

export const newline = 10;
export const space = 32;
export const doubleQuote = 34;
export const hash = 35;
export const singleQuote = 39;
export const comma = 44;
export const dash = 45;
export const dot = 46;
export const colon = 58;
export const openList = 91;
export const closeList = 93;
export const openMap = 123;
export const closeMap = 125;

/** What a plain key is made of, and where it ends. */
export const inKey = new Uint8Array(128);
for (const letter of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./$") {
  inKey[letter.charCodeAt(0)] = 1;
}

/** What no plain scalar begins with here. The dash is among them: it may begin a number, and that is looked at. */
export const indicators = new Uint8Array(128);
for (const letter of "-?:,[]{}#&*!|>'\"%@`") indicators[letter.charCodeAt(0)] = 1;

/** Words that were met lately, few and bounded: the same keys stand in all files, and the engine knows these again. */
const words: string[] = new Array(512).fill("");

export function word(text: string, start: number, end: number): string {
  const slot = (text.charCodeAt(start) * 7 + text.charCodeAt(end - 1) * 31 + (end - start) * 64) & 511;
  const known = words[slot] as string;
  if (known.length === end - start && text.startsWith(known, start)) return known;
  const made = text.slice(start, end);
  words[slot] = made;
  return made;
}

export function beginsPlain(text: string, at: number): boolean {
  const first = text.charCodeAt(at);
  if (first === dash) return isDigit(text.charCodeAt(at + 1));
  return first !== newline && indicators[first] !== 1;
}

/** Whether a colon before this letter is none that ends a key. */
export function isAmid(letter: number): boolean {
  return letter > space && indicators[letter] !== 1;
}

export function trimmedEnd(text: string): string {
  let end = text.length;
  while (text.charCodeAt(end - 1) === space) end -= 1;
  return end === text.length ? text : text.slice(0, end);
}

/** Whether the quote at `at` stands behind an odd number of backslashes. */
export function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text.charCodeAt(before - 1) === 92) before -= 1;
  return (at - before) % 2 === 1;
}

const escapes: Readonly<Record<string, string>> = { '"': '"', "\\": "\\", "/": "/", n: "\n", t: "\t" };

/** Undefined where an escape is none of the usual ones. */
export function unescaped(inside: string): string | undefined {
  let result = "";
  let from = 0;
  for (let at = inside.indexOf("\\"); at !== -1; at = inside.indexOf("\\", from)) {
    const meant = escapes[inside.charAt(at + 1)];
    if (meant === undefined) return undefined;
    result += inside.slice(from, at) + meant;
    from = at + 2;
  }
  return result + inside.slice(from);
}

export function isDigit(letter: number): boolean {
  return letter >= 48 && letter <= 57;
}
