/** Texts by language. After reading, every text is a map: what stood in `locales/` has been merged in. */

/** A BCP 47 tag such as `fr` or `pt-BR`. */
export type Language = string;

export type Text = Readonly<Record<Language, string>>;

/** Phrases by language. */
export type Phrases = Readonly<Record<Language, readonly string[]>>;

/** CEL. A YAML number or boolean stands for that literal. */
export type Expression = string | number | boolean;
