/** How a text is put in quotes. */

/** What double quotes write as an escape: control characters, and what editors show as a line's end or not at all. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not stand in a file.
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|\p{Surrogate}/u;

/**
 * Double quotes; single ones where the text itself holds double quotes or backslashes, so that an expression such as
 * `{{ open("desk") }}` stands there as it was written.
 */
export function quoted(text: string): string {
  const escapes = count(text, /["\\]/g);
  if (escapes > count(text, /'/g) && !unprintable.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
