/** How two words are the same word, if they are. */

import type { LanguageRules } from "#phrases/languages/language.ts";
import type { Token } from "#phrases/words.ts";

/** `form`: another form of one word; `typo`: a slip of the fingers, or a form out of the rules; `part`: one word is made with the other. */
export type Likeness = "same" | "form" | "typo" | "part";

/** What each kind of likeness is worth. */
export const worth: Readonly<Record<Likeness, number>> = { same: 1, form: 0.96, typo: 0.85, part: 0.7 };

/** `isKnown`: whether a word is one that some phrase uses; it is no slip for another one then. */
export function likeness(
  wanted: Token,
  said: Token,
  rules: LanguageRules,
  isKnown: (word: string) => boolean,
): Likeness | null {
  if (wanted.word === said.word) return "same";
  if (wanted.role === "small" || said.role === "small" || said.role === "negation") return null;
  // A stem of two letters is what many words have in common; a single character of Han is a word.
  if (wanted.stem === said.stem && (wanted.stem.length > 2 || rules.spaceless)) return "form";
  if (/\d/.test(wanted.word) || /\d/.test(said.word)) return null;
  if ((isTypo(wanted.word, said.word) || isIrregular(wanted.stem, said.stem)) && !isKnown(said.word)) return "typo";
  if (wanted.role === "content" && isPart(wanted, said, rules)) return "part";
  return null;
}

/**
 * Short words differ by a letter and mean something else: of four letters, only a fifth that was left out is forgiven,
 * or two that changed places.
 */
function isTypo(a: string, b: string): boolean {
  const short = Math.min(a.length, b.length);
  const long = Math.max(a.length, b.length);
  if (short < 4 || long - short > 2 || (a[0] !== b[0] && short < 6)) return false;
  const allowed = long >= 8 ? 2 : 1;
  if (lettersApart(a, b) > 2 * allowed) return false;
  if (distance(a, b, allowed + 1) > allowed) return false;
  return long >= 5 || [...a].sort().join("") === [...b].sort().join("");
}

/** Forms that a stemmer cannot bring together: "suivi" and "suivre". */
function isIrregular(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= 4 && long.length - short.length <= 2 && long.startsWith(short);
}

/** How many letters only one of the two has: a cheap bound, for most words are far apart. */
function lettersApart(a: string, b: string): number {
  let differing = maskOf(a) ^ maskOf(b);
  let count = 0;
  for (; differing !== 0; differing &= differing - 1) count += 1;
  return count;
}

const masks = new Map<string, number>();

function maskOf(word: string): number {
  const known = masks.get(word);
  if (known !== undefined) return known;
  let mask = 0;
  for (let index = 0; index < word.length; index += 1) mask |= 1 << (word.charCodeAt(index) % 32);
  if (masks.size > 50_000) masks.clear();
  masks.set(word, mask);
  return mask;
}

/** "Rückgabe" in "Rückgabefrist"; without blanks, "订单" in "订单号". */
function isPart(wanted: Token, said: Token, rules: LanguageRules): boolean {
  if (rules.spaceless) {
    const [short, long] = wanted.word.length < said.word.length ? [wanted.word, said.word] : [said.word, wanted.word];
    return short.length >= 2 ? long.includes(short) : /\p{Script=Han}/u.test(short) && long.startsWith(short);
  }
  if (!rules.compounds) return false;
  const { stem } = wanted;
  return (
    (stem.length >= 5 &&
      said.word.length >= stem.length + 3 &&
      (said.word.startsWith(stem) || said.word.endsWith(stem))) ||
    (said.stem.length >= 5 && wanted.word.length >= said.stem.length + 3 && wanted.word.startsWith(said.stem))
  );
}

/** Letters to add, take away, change or swap; `limit` where it is at least that. */
export function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let value = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        value = Math.min(value, (before[j - 2] ?? 0) + 1);
      next.push(value);
      least = Math.min(least, value);
    }
    if (least >= limit) return limit;
    before = row;
    row = next;
  }
  return Math.min(row[b.length] ?? limit, limit);
}
