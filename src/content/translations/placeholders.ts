/** The `{{ }}` of a text, and whether two languages have the same ones. */

import { type Part, parseTemplate } from "#expr/template.ts";

/** A text's expressions, by what they come to whatever way they are written. */
export function placeholdersOf(text: string): ReadonlyMap<string, Placeholder> {
  const found = new Map<string, Placeholder>();
  for (const part of parseTemplate(text)) {
    if (part.kind !== "expression") continue;
    const key = placeholderKey(part.source);
    if (!found.has(key)) found.set(key, part);
  }
  return found;
}

export type Placeholder = Extract<Part, { kind: "expression" }>;

export interface Mismatch {
  readonly missing: readonly Placeholder[];
  readonly extra: readonly Placeholder[];
}

/** How a translation's expressions differ from the default text's; null where they are the same. */
export function mismatchOf(original: string, translation: string): Mismatch | null {
  if (!original.includes("{{") && !translation.includes("{{")) return null;
  if (haveSameSources(parseTemplate(original), parseTemplate(translation))) return null;
  const wanted = placeholdersOf(original);
  const found = placeholdersOf(translation);
  const missing = [...wanted].flatMap(([key, each]) => (found.has(key) ? [] : [each]));
  const extra = [...found].flatMap(([key, each]) => (wanted.has(key) ? [] : [each]));
  return missing.length === 0 && extra.length === 0 ? null : { missing, extra };
}

/** Whether both fill in the same, letter by letter and in one order: most translations do. */
function haveSameSources(original: readonly Part[], translation: readonly Part[]): boolean {
  const wanted = sourcesOf(original);
  const found = sourcesOf(translation);
  return wanted.length === found.length && wanted.every((source, index) => source === found[index]);
}

function sourcesOf(parts: readonly Part[]): readonly string[] {
  const sources: string[] = [];
  for (const part of parts) if (part.kind === "expression") sources.push(part.source);
  return sources;
}

/** What is wrong, and what to do, in words for the one who wrote the translation. */
export function describeMismatch({ missing, extra }: Mismatch): { readonly fault: string; readonly help: string } {
  const lacks = missing.map(({ source }) => `"{{ ${source} }}"`).join(" and ");
  const adds = extra.map(({ source }) => `"{{ ${source} }}"`).join(" and ");
  if (missing.length === 0) {
    return {
      fault: `fills in ${adds}, which the default text does not`,
      help: `leave ${adds} out, or fill it into every language`,
    };
  }
  if (extra.length === 0) return { fault: `lacks ${lacks}`, help: `write ${lacks} where it belongs` };
  return {
    fault: `fills in ${adds} where the default text has ${lacks}`,
    help: `write ${lacks} in place of ${adds}`,
  };
}

const token = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\s+|[\s\S]/g;
/** The names of formats that mean the same in every language. */
const formats = new Set(["long", "full", "short"]);

/**
 * What may differ between the languages of one text, and still be the same placeholder: blanks, the kind of quotes,
 * words that are chosen between (`n == 1 ? "day" : "days"`), and a pattern that a date is written by.
 */
export function placeholderKey(expression: string): string {
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
