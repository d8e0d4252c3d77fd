/** A text to the words that are compared, each with what it weighs. */

import { foldWord } from "#phrases/fold.ts";
import { rulesOf } from "#phrases/languages/index.ts";
import type { LanguageRules } from "#phrases/languages/language.ts";

export interface Token {
  /** Small letters, without accents. */
  readonly word: string;
  /** What its forms have in common. */
  readonly stem: string;
  readonly role: "content" | "small" | "asking" | "negation";
  /** How much it says of what is meant; a negation is looked at by itself and weighs nothing. */
  readonly weight: number;
  /** Whether a negation beside it speaks of a trouble. */
  readonly able: boolean;
}

/** Nobody types more at once; a longer text is not worth the time. */
const mostLetters = 500;

/** Where blanks tell words apart, a pattern does it many times faster than the language's own rules. */
const blankedWord = /[\p{L}\p{M}\p{N}]+/gu;
/** The same among Latin letters, which need no table of all the world's. */
const latin = /^[ -ɏ]*$/;
const latinWord = /[0-9A-Za-zª²³µ¹º¼-¾À-ÖØ-öø-ɏ]+/g;
const withoutBlanks =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const segmenters = new Map<string, Intl.Segmenter>();
const cache = new Map<string, readonly Token[]>();

/** The words of a text, in its order. Languages without blanks are split by their own rules. */
export function tokensOf(text: string, language: string): readonly Token[] {
  const key = `${language} ${text}`;
  const known = cache.get(key);
  if (known) return known;
  const rules = rulesOf(language);
  const tokens = wordsIn(text, language, rules).map((written) => knownToken(written, rules));
  if (cache.size > 20_000) cache.clear();
  cache.set(key, tokens);
  return tokens;
}

/** What the words' forms have in common, for looking something up by them; what says little is left out. */
export function stemsOf(text: string, language: string): readonly string[] {
  return tokensOf(text, language).flatMap(({ role, stem }) => (role === "content" ? [stem] : []));
}

function wordsIn(text: string, language: string, rules: LanguageRules): readonly string[] {
  // "No, where is my order?" answers something, and refuses nothing.
  const said = text
    .slice(0, mostLetters)
    .replaceAll("’", "'")
    .replace(/^\s*(?:no|non|nein|nee|não)\s*[,.!;]/i, " ");
  const prepared = rules.prepare(said);
  if (!rules.spaceless && latin.test(prepared)) return prepared.match(latinWord) ?? [];
  if (!rules.spaceless && !withoutBlanks.test(prepared)) return prepared.match(blankedWord) ?? [];
  let segmenter = segmenters.get(language);
  if (!segmenter) segmenters.set(language, (segmenter = new Intl.Segmenter(language, { granularity: "word" })));
  const found: string[] = [];
  for (const { segment, isWordLike } of segmenter.segment(prepared)) if (isWordLike) found.push(segment);
  return found;
}

const number = /^[0-9]+$/;
const words = new WeakMap<LanguageRules, Map<string, Token>>();

/** Phrases say much in the same words, and a word's stem takes longer to find than the word. */
function knownToken(written: string, rules: LanguageRules): Token {
  let known = words.get(rules);
  if (!known || known.size > 20_000) words.set(rules, (known = new Map()));
  let token = known.get(written);
  if (!token) known.set(written, (token = tokenOf(written, rules)));
  return token;
}

function tokenOf(written: string, rules: LanguageRules): Token {
  const word = foldWord(written);
  // A number has no other forms.
  const stem = number.test(word) ? word : foldWord(rules.stem(written.toLowerCase()));
  const able = rules.able.has(word);
  if (rules.negations.has(word)) return { word, stem, role: "negation", weight: 0, able };
  if (rules.asking.has(word)) return { word, stem, role: "asking", weight: 0.8, able };
  if (rules.small.has(word) || isParticle(word, rules)) return { word, stem, role: "small", weight: 0.1, able };
  return { word, stem, role: "content", weight: contentWeight(word, rules), able };
}

/** Without blanks, what is left of an ending may be cut off as a word. */
function isParticle(word: string, rules: LanguageRules): boolean {
  return rules.spaceless && /^\p{Script=Hiragana}{1,3}$/u.test(word);
}

/** Where no list tells small words, short ones are taken for small. */
function contentWeight(word: string, rules: LanguageRules): number {
  const letters = [...word].length;
  if (rules.spaceless) return letters === 1 || (letters <= 3 && /^\p{Script=Thai}/u.test(word)) ? 0.6 : 1;
  if (rules.small.size > 0) return 1;
  return letters <= 2 ? 0.3 : letters === 3 ? 0.6 : 1;
}

/** The words of a phrase that tell what it means, whatever their form and order: the same for phrases that mean the same. */
export function tellingOf(text: string, language: string): string {
  const telling: string[] = [];
  for (const { role, stem } of tokensOf(text, language)) {
    const word = role === "negation" ? "!" : stem;
    if (role !== "small" && !telling.includes(word)) telling.push(word);
  }
  return telling.sort().join(" ");
}
