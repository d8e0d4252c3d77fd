/** What is forgiven in how a word is written: capital letters, accents, ligatures and the width of letters. */

export function foldWord(word: string): string {
  const small = word.toLowerCase();
  if (ascii.test(small)) return small;
  return small
    .normalize("NFKD")
    .replace(marks, "")
    .replaceAll("œ", "oe")
    .replaceAll("æ", "ae")
    .replaceAll("ø", "o")
    .replaceAll("ł", "l")
    .replaceAll("ß", "ss")
    .normalize("NFC");
}

/** Letters without accents, and whatever stands between them. */
const ascii = /^[ -~]*$/;

/** Accents of Latin, Greek and Cyrillic letters; the marks of other scripts are letters of their own. */
const marks = /[\u0300-\u036f]/g;

/** A whole phrase, its punctuation and blanks forgiven too: two phrases that fold alike are the same phrase. */
export function foldPhrase(phrase: string): string {
  const folded = foldWord(phrase);
  return folded.replace(ascii.test(folded) ? betweenAscii : between, " ").trim();
}

const between = /[^\p{L}\p{M}\p{N}]+/gu;
/** The same where all letters are small ones without accents, which need no table of all the world's. */
const betweenAscii = /[^a-z0-9]+/g;
