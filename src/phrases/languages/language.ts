/** What matching knows of a language. Lists hold words as they are compared: small letters, without accents. */

export interface LanguageRules {
  /** The common beginning of a word's forms. */
  stem(word: string): string;
  /** Words that say little of what is meant: articles, pronouns, politeness, "I would like". */
  readonly small: ReadonlySet<string>;
  /** Words that say what is asked: "where" and "when" tell two questions about one thing apart. */
  readonly asking: ReadonlySet<string>;
  readonly negations: ReadonlySet<string>;
  /** Beside a negation these make it a trouble and not a refusal: "I can't log in" is about logging in. */
  readonly able: ReadonlySet<string>;
  /** Whether one word may be made of several: "Rückgabefrist". */
  readonly compounds: boolean;
  /** Whether words are written without blanks between them, so that where one ends is a guess. */
  readonly spaceless: boolean;
  /** What apostrophes and joined particles come to, before words are told apart. */
  prepare(text: string): string;
}

export function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}

const none: ReadonlySet<string> = new Set();

/** Of a language without lists of its own: only its stemmer is known, if that. */
export const plainRules: LanguageRules = {
  stem: (word) => word,
  small: none,
  asking: none,
  negations: none,
  able: none,
  compounds: false,
  spaceless: false,
  prepare: (text) => text.replaceAll("'", " "),
};
