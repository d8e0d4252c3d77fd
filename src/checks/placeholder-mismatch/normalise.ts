/**
 * What may differ between the languages of one text, and still be the same placeholder: blanks, the kind of quotes,
 * words that are chosen between (`n == 1 ? "day" : "days"`), and a pattern that a date is written by.
 */

const token = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\s+|[\s\S]/g;
/** The names of formats that mean the same in every language. */
const formats = new Set(["long", "full", "short"]);

export function normalise(expression: string): string {
  let result = "";
  for (const [piece] of expression.matchAll(token)) {
    if (/^\s/.test(piece)) continue;
    const quoted = piece.length > 1 ? piece.slice(1, -1) : null;
    if (quoted === null) result += piece;
    else if (/[?:]$/.test(result)) result += '"…"';
    else if (result.endsWith(".format(") && !formats.has(quoted)) result += '"…"';
    else result += JSON.stringify(quoted);
  }
  return result;
}
