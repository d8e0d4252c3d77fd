import { expect, test } from "vitest";
import { foldPhrase } from "#phrases/fold.ts";
import { rulesOf } from "#phrases/languages/index.ts";
import { tokensOf } from "#phrases/words.ts";

/** Every letter and mark of the Latin scripts, capitals and accents among them. */
const latin = Array.from({ length: 0x250 - 0x20 }, (_, index) => String.fromCharCode(0x20 + index));

const wordsOf = (text: string): readonly string[] => tokensOf(text, "xx").map(({ word }) => word);

test("Latin texts come to the same words alone as beside a letter of another script", () => {
  for (const letter of latin) {
    const text = `ab${letter}cd ${letter}`;
    expect([...wordsOf(text), "ж"], `U+${letter.charCodeAt(0).toString(16)}`).toEqual(wordsOf(`${text} ж`));
  }
});

test("phrases fold alike, whatever stands beside them", () => {
  for (const letter of latin) {
    const text = `ab${letter}cd ${letter} 1`;
    expect(`${foldPhrase(text)} ж`, `U+${letter.charCodeAt(0).toString(16)}`).toBe(foldPhrase(`${text} ж`));
  }
});

test.each("ar da de en es fi fr hu it ja km lo my nb nl nn no pt ro ru sv th tr yue zh xx".split(" "))(
  "a number has no forms: %s",
  (language) => {
    for (const number of ["0", "7", "10", "42", "100", "999", "2026", "31415", "000000", "123456789012"]) {
      expect(rulesOf(language).stem(number)).toBe(number);
    }
  },
);
