/**
 * Which workflow a customer's words mean: every word of a phrase that they wrote counts, rare ones as much as common
 * ones; case, accents, small typos and endings are forgiven. The score can be explained.
 */

export interface Candidate {
  readonly workflow: string;
  readonly phrases: readonly string[];
}

export interface Match {
  readonly workflow: string;
  readonly phrase: string;
  /** From 0 to 1. */
  readonly score: number;
  /** Each word of the phrase and what it was found as. */
  readonly words: readonly { readonly word: string; readonly found: string | null }[];
}

/** Below this, nothing was meant. */
export const threshold = 0.6;

/** The best match, or null where no phrase comes near. Of equal ones the first in order wins. */
export function bestMatch(text: string, candidates: readonly Candidate[], language: string): Match | null {
  const said = wordsOf(text, language);
  if (said.length === 0) return null;
  let best: Match | null = null;
  for (const { workflow, phrases } of candidates) {
    for (const phrase of phrases) {
      const match = scorePhrase(workflow, phrase, said, language);
      if (match.score >= threshold && (best === null || match.score > best.score)) best = match;
    }
  }
  return best;
}

function scorePhrase(workflow: string, phrase: string, said: readonly string[], language: string): Match {
  const wanted = wordsOf(phrase, language);
  const left = new Set(said.keys());
  let sum = 0;
  let weight = 0;
  const words = wanted.map((word) => {
    const wordWeight = weightOf(word);
    weight += wordWeight;
    let found: string | null = null;
    let best = 0;
    let bestIndex = -1;
    for (const index of left) {
      const other = said[index] ?? "";
      const likeness = alike(word, other);
      if (likeness > best) [best, bestIndex, found] = [likeness, index, other];
    }
    if (bestIndex >= 0) left.delete(bestIndex);
    sum += best * wordWeight;
    return { word, found };
  });
  const covered = weight === 0 ? 0 : sum / weight;
  // Much else in what was said makes it less likely that just this was meant.
  const extra = [...left].reduce((total, index) => total + weightOf(said[index] ?? ""), 0);
  return { workflow, phrase, score: covered * (1 - 0.25 * (extra / (extra + weight || 1))), words };
}

/** Short words ("où", "my", "is") say little. */
function weightOf(word: string): number {
  const letters = [...word].length;
  return letters <= 2 && /^\p{Script=Latin}+$/u.test(word) ? 0.3 : letters === 3 ? 0.6 : 1;
}

/** 1: the same word; less for another ending or a typo; 0: another word. */
function alike(a: string, b: string): number {
  if (a === b) return 1;
  const short = Math.min(a.length, b.length);
  const long = Math.max(a.length, b.length);
  if (short < 4) return 0;
  let common = 0;
  while (common < short && a[common] === b[common]) common += 1;
  if (common >= 4 && common >= long - 3 && common >= long * 0.6) return 0.9;
  const allowed = long >= 8 ? 2 : 1;
  return distance(a, b, allowed + 1) <= allowed ? 0.85 : 0;
}

/** Letters to add, take away, change or swap; `limit` where it is at least that. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let value = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        value = Math.min(value, (before[j - 2] ?? 0) + 1);
      next.push(value);
    }
    before = row;
    row = next;
  }
  return Math.min(row[b.length] ?? limit, limit);
}

const segmenters = new Map<string, Intl.Segmenter>();
const cache = new Map<string, readonly string[]>();

/** Words in small letters without accents. Languages without spaces are split by their own rules. */
export function wordsOf(text: string, language: string): readonly string[] {
  const key = `${language} ${text}`;
  const known = cache.get(key);
  if (known) return known;
  let segmenter = segmenters.get(language);
  if (!segmenter) segmenters.set(language, (segmenter = new Intl.Segmenter(language, { granularity: "word" })));
  const words: string[] = [];
  for (const { segment, isWordLike } of segmenter.segment(
    text.slice(0, 500).replaceAll("’", "'").replaceAll("'", " "),
  )) {
    if (!isWordLike) continue;
    words.push(
      segment.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("œ", "oe").replaceAll("ß", "ss"),
    );
  }
  if (cache.size > 20_000) cache.clear();
  cache.set(key, words);
  return words;
}
