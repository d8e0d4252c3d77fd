/**
 * What in a text nobody sees, and could make a reviewer read something else than customers do: the one table of it. Kept
 * is what a language or a picture needs there.
 */

/** Controls, directions, unassigned and private letters, fillers, selectors, tags, and what looks like a blank. */
const unseen = String.raw`[[\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u2800\u{1D159}]--[\n\t\u0600-\u0605\u06DD\u070F\u0890\u0891\u08E2\u{110BD}\u{110CD}]]`;

/** Letters that a joiner or a non-joiner between them changes, and the signs of those scripts that want one after them. */
const joined =
  "[[\\p{scx=Arab}\\p{scx=Syrc}\\p{scx=Mong}\\p{scx=Deva}\\p{scx=Beng}\\p{scx=Guru}\\p{scx=Gujr}\\p{scx=Orya}\\p{scx=Taml}\\p{scx=Telu}\\p{scx=Knda}\\p{scx=Mlym}\\p{scx=Sinh}\\p{scx=Khmr}\\p{scx=Mymr}]&&[\\p{L}\\p{M}]]";
const virama = String.raw`[\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D4D\u0DCA\u1039\u17D2]`;
/** Written without blanks: where a word ends is said by a blank of no width. */
const unspaced = String.raw`[[\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]&&[\p{L}\p{M}]]`;
const picture = String.raw`\p{Extended_Pictographic}(?:[\uFE0E\uFE0F]|\p{Emoji_Modifier})?`;

const kept = [
  String.raw`(?<=${joined})[\u200C\u200D](?=${joined})`,
  String.raw`(?<=${virama})[\u200C\u200D]`,
  // An abbreviation that ends as though its word went on.
  String.raw`(?<=[\p{scx=Arab}&&\p{L}])\u200D`,
  String.raw`(?<=${unspaced})\u200B(?=${unspaced})`,
  // The flags of England, Scotland and Wales, which are spelt in tags.
  String.raw`\u{1F3F4}\u{E0067}\u{E0062}(?:\u{E0065}\u{E006E}\u{E0067}|\u{E0073}\u{E0063}\u{E0074}|\u{E0077}\u{E006C}\u{E0073})\u{E007F}`,
  String.raw`${picture}(?:\u200D${picture})*`,
  String.raw`[0-9#*]\uFE0F\u20E3`,
  // Which of its shapes a sign has, such as in a Japanese name.
  String.raw`\p{Script=Han}[\uFE00-\uFE02\u{E0100}-\u{E01EF}]`,
  String.raw`\p{Script=Mongolian}[\u180B-\u180D\u180F]`,
];

const either = new RegExp(`${kept.join("|")}|(${unseen})`, "gv");

/** What nobody would see, written by its number: `\u{202e}`. Lines and tabs stay. */
export function visible(text: string): string {
  return withSeen(text, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`);
}

/** The text with something that is seen in place of each sign that is not. */
export function withSeen(text: string, written: (sign: string) => string): string {
  return text.replace(either, (all: string, sign: string | undefined) => (sign === undefined ? all : written(sign)));
}
