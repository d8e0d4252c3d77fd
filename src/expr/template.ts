/** `{{ CEL }}` inside texts. */

export type Part =
  | { readonly kind: "text"; readonly text: string }
  /** Offsets of the expression, inside the text. */
  | { readonly kind: "expression"; readonly source: string; readonly start: number; readonly end: number };

const cache = new Map<string, readonly Part[]>();

/** A text's parts. Braces that are never closed are plain text. */
export function parseTemplate(text: string): readonly Part[] {
  if (!text.includes("{{")) return text === "" ? [] : [{ kind: "text", text }];
  const known = cache.get(text);
  if (known) return known;
  const parts: Part[] = [];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf("{{", at);
    const close = open < 0 ? -1 : closing(text, open + 2);
    if (close < 0) break;
    if (open > at) parts.push({ kind: "text", text: text.slice(at, open) });
    const inner = text.slice(open + 2, close);
    const start = open + 2 + (inner.length - inner.trimStart().length);
    parts.push({ kind: "expression", source: inner.trim(), start, end: start + inner.trim().length });
    at = close + 2;
  }
  if (at < text.length) parts.push({ kind: "text", text: text.slice(at) });
  if (cache.size > 20_000) cache.clear();
  cache.set(text, parts);
  return parts;
}

/** Where a text has a `{{` that is never closed; null where it has none. */
export function unclosedAt(text: string): number | null {
  const last = parseTemplate(text).at(-1);
  if (last?.kind !== "text") return null;
  const at = last.text.indexOf("{{");
  return at < 0 ? null : text.length - last.text.length + at;
}

/** Where the `}}` of an expression is: not inside its quotes or its own braces. */
function closing(text: string, from: number): number {
  let quote = "";
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const letter = text[at] ?? "";
    if (quote !== "") {
      if (letter === "\\") at += 1;
      else if (letter === quote) quote = "";
    } else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === "{") depth += 1;
    else if (letter === "}") {
      if (depth === 0) return text[at + 1] === "}" ? at : -1;
      depth -= 1;
    }
  }
  return -1;
}
