import { expect, test } from "vitest";
import { foldPhrase } from "#phrases/fold.ts";
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
