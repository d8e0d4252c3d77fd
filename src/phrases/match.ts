/**
 * Which workflow a customer's words mean. Every word of a phrase that they wrote counts by its weight; case, accents,
 * small typos, endings and the order of words are forgiven, a negation is not. The score can be explained.
 */

import { type Likeness, likeness, worth } from "#phrases/alike.ts";
import { rulesOf } from "#phrases/languages/index.ts";
import { type Token, tokensOf } from "#phrases/words.ts";

export interface Candidate {
  readonly workflow: string;
  readonly phrases: readonly string[];
}

export interface MatchedWord {
  readonly word: string;
  readonly weight: number;
  /** The customer's word that it was found as; null: they wrote nothing like it. */
  readonly found: string | null;
  readonly how: Likeness | null;
}

/** What a negation did to the score, as a factor; see `negationFactor`. */
export type NegationFactor = (typeof negationFactors)[keyof typeof negationFactors];

export interface Match {
  readonly workflow: string;
  readonly phrase: string;
  /** From 0 to 1. */
  readonly score: number;
  /** Each word of the phrase and what it was found as. */
  readonly words: readonly MatchedWord[];
  /** What the customer wrote beside it. */
  readonly beside: readonly string[];
  readonly negation: NegationFactor;
}

export interface Explanation {
  /** What starts; null: no phrase comes near, and the fallback runs. */
  readonly best: Match | null;
  /** Each workflow's best phrase, the nearest first. Those of which no word was found are left out. */
  readonly ranking: readonly Match[];
  readonly threshold: number;
}

/** Below this, nothing was meant. */
export const threshold = 0.62;

/** The best match, or null where no phrase comes near. Of equal ones the first in order wins. */
export function bestMatch(text: string, candidates: readonly Candidate[], language: string): Match | null {
  const said = listen(text, candidates, language);
  let best: Scored | null = null;
  for (const candidate of candidates) {
    for (const phrase of compiled(candidate.phrases, language)) {
      const score = scoreOf(phrase, said, best ? best.score : threshold);
      if (score >= threshold && isBetter(score, phrase, best)) best = { score, phrase, workflow: candidate.workflow };
    }
  }
  return best && explained(best, said);
}

/** How each workflow's phrases fared: why one was chosen, and what came next. */
export function explainMatch(text: string, candidates: readonly Candidate[], language: string): Explanation {
  const said = listen(text, candidates, language);
  const ranking = candidates.flatMap(({ workflow, phrases }) => {
    let best: Scored | null = null;
    for (const phrase of compiled(phrases, language)) {
      const score = scoreOf(phrase, said, 0);
      if (score > 0 && isBetter(score, phrase, best)) best = { score, phrase, workflow };
    }
    return best ? [best] : [];
  });
  ranking.sort((a, b) => (isBetter(a.score, a.phrase, b) ? -1 : isBetter(b.score, b.phrase, a) ? 1 : 0));
  const matches = ranking.map((scored) => explained(scored, said));
  const [first] = matches;
  return { best: first && first.score >= threshold ? first : null, ranking: matches, threshold };
}

interface Scored {
  readonly score: number;
  readonly phrase: CompiledPhrase;
  readonly workflow: string;
}

/** Of two phrases that fit as well, the one that says more was meant. */
function isBetter(score: number, phrase: CompiledPhrase, than: Scored | null): boolean {
  if (than === null || score > than.score + 1e-9) return true;
  return score > than.score - 1e-9 && phrase.weight > than.phrase.weight + 1e-9;
}

interface CompiledPhrase {
  readonly phrase: string;
  /** Its words but for negations. */
  readonly tokens: readonly Token[];
  readonly weight: number;
  readonly negated: boolean;
  /** Whether any word of it says by itself what is meant: "how are you" has none. */
  readonly telling: boolean;
}

/** Phrases are compiled once, for as long as their workflow lives. */
const lists = new WeakMap<readonly string[], Map<string, readonly CompiledPhrase[]>>();

function compiled(phrases: readonly string[], language: string): readonly CompiledPhrase[] {
  let byLanguage = lists.get(phrases);
  if (!byLanguage) lists.set(phrases, (byLanguage = new Map()));
  let list = byLanguage.get(language);
  if (!list) byLanguage.set(language, (list = phrases.map((phrase) => compile(phrase, language))));
  return list;
}

function compile(phrase: string, language: string): CompiledPhrase {
  const all = tokensOf(phrase, language);
  const tokens = all.filter(({ role }) => role !== "negation");
  return {
    phrase,
    tokens,
    weight: tokens.reduce((sum, token) => sum + token.weight, 0),
    negated: all.length > tokens.length,
    telling: tokens.some(({ role }) => role === "content"),
  };
}

/** What a customer wrote, ready to be held against many phrases. */
interface Said {
  readonly tokens: readonly Token[];
  readonly weight: number;
  readonly negations: readonly number[];
  /** How the word at `index` is the wanted one; worked out once a pair of words. */
  alike(wanted: Token, index: number): Likeness | null;
}

function listen(text: string, candidates: readonly Candidate[], language: string): Said {
  const rules = rulesOf(language);
  const tokens = tokensOf(text, language);
  // Gathered when two words are found to be nearly the same: before, nobody asks.
  let used: ReadonlySet<string> | undefined;
  const isUsed = (word: string): boolean => {
    used ??= wordsOf(candidates, language);
    return used.has(word);
  };
  const memories = tokens.map(() => new Map<string, Likeness | null>());
  return {
    tokens,
    weight: tokens.reduce((sum, token) => sum + token.weight, 0),
    negations: [...tokens.keys()].filter((index) => tokens[index]?.role === "negation"),
    alike(wanted, index) {
      const said = tokens[index];
      const memory = memories[index];
      if (!said || !memory) return null;
      let how = memory.get(wanted.word);
      if (how === undefined) {
        how = likeness(wanted, said, rules, isUsed);
        memory.set(wanted.word, how);
      }
      return how;
    },
  };
}

function wordsOf(candidates: readonly Candidate[], language: string): ReadonlySet<string> {
  const words = new Set<string>();
  for (const { phrases } of candidates) {
    for (const phrase of compiled(phrases, language)) for (const { word } of phrase.tokens) words.add(word);
  }
  return words;
}

interface Found {
  readonly index: number;
  readonly how: Likeness;
}

/**
 * For each word of the phrase the customer's word that it is likest; each of theirs serves once. Null: so many of its
 * words were not found that its score cannot be `least`.
 */
function pair(phrase: CompiledPhrase, said: Said, least = 0): readonly (Found | null)[] | null {
  const pairs: (Found | null)[] = [];
  const taken: boolean[] = [];
  let left = phrase.weight;
  for (const wanted of phrase.tokens) {
    let best: Found | null = null;
    for (let index = 0; index < said.tokens.length; index += 1) {
      if (taken[index]) continue;
      const how = said.alike(wanted, index);
      if (how !== null && (best === null || worth[how] > worth[best.how])) best = { index, how };
      if (how === "same") break;
    }
    if (best) taken[best.index] = true;
    else {
      left -= wanted.weight;
      if (left < (least - 1e-6) * phrase.weight) return null;
    }
    pairs.push(best);
  }
  return pairs;
}

/** From 0 to 1. What cannot come up to `least` may as well be 0. */
function scoreOf(phrase: CompiledPhrase, said: Said, least: number): number {
  if (phrase.weight === 0) return 0;
  const pairs = pair(phrase, said, least);
  if (!pairs) return 0;
  const matched = new Set<number>();
  let sum = 0;
  let beside = said.weight;
  for (const [position, found] of pairs.entries()) {
    if (!found) continue;
    matched.add(found.index);
    sum += worth[found.how] * (phrase.tokens[position]?.weight ?? 0);
    beside -= said.tokens[found.index]?.weight ?? 0;
  }
  if (sum === 0) return 0;
  // Much else in what was said makes it less likely that just this was meant; all the more where the phrase has no
  // word that says by itself what it is about.
  const dilution = (phrase.telling ? 0.25 : 1) * (beside / (beside + phrase.weight));
  return (sum / phrase.weight) * (1 - dilution) * negationFactor(phrase, said, matched);
}

const negationFactors = {
  /** Both negate, or neither does. */
  agrees: 1,
  /** "I don't know where my order is": the negation is about something else. */
  elsewhere: 0.9,
  /** "My parcel has arrived", where the phrase says that it has not. */
  missing: 0.6,
  /** "Do not cancel my order", where the phrase says to cancel it. */
  refuses: 0.55,
} as const;

/** A negation turns a meaning round: what agrees in all other words may mean the opposite. */
function negationFactor(phrase: CompiledPhrase, said: Said, matched: ReadonlySet<number>): NegationFactor {
  if (phrase.negated) return said.negations.length > 0 ? negationFactors.agrees : negationFactors.missing;
  if (said.negations.length === 0) return negationFactors.agrees;
  const elsewhere = said.negations.every((index) => {
    if (said.tokens[index]?.able) return true;
    return [-1, 1].some((direction) => isAside(said, matched, index, direction));
  });
  return elsewhere ? negationFactors.elsewhere : negationFactors.refuses;
}

/** Whether the next word on one side of a negation, small ones passed over, is none that the phrase speaks of. */
function isAside(said: Said, matched: ReadonlySet<number>, from: number, direction: number): boolean {
  for (let index = from + direction; ; index += direction) {
    const token = said.tokens[index];
    if (!token) return false;
    if (token.able) return true;
    if (token.role === "small" || token.role === "negation") continue;
    return token.role === "content" && !matched.has(index);
  }
}

function explained({ workflow, phrase, score }: Scored, said: Said): Match {
  const pairs = pair(phrase, said) ?? [];
  const matched = new Set(pairs.flatMap((found) => (found ? [found.index] : [])));
  return {
    workflow,
    phrase: phrase.phrase,
    score,
    words: phrase.tokens.map(({ word, weight }, position) => {
      const found = pairs[position];
      return { word, weight, found: found ? (said.tokens[found.index]?.word ?? null) : null, how: found?.how ?? null };
    }),
    beside: said.tokens.filter((_, index) => !matched.has(index)).map(({ word }) => word),
    negation: negationFactor(phrase, said, matched),
  };
}
