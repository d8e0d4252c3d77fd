import { expect, test } from "vitest";
import { namedLanguage } from "#runtime/named-language.ts";

const offered = ["ja", "en", "de", "pt-BR", "th"];

test.each([
  ["English", "ja", "en"],
  ["english please!", "ja", "en"],
  ["In English, please", "ja", "en"],
  ["英語", "ja", "en"],
  ["英語でお願いします", "ja", "en"],
  ["ドイツ語で", "ja", "de"],
  ["Auf Deutsch bitte", "en", "de"],
  ["GERMAN", "en", "de"],
  ["Japanisch", "de", "ja"],
  ["日本語", "de", "ja"],
  ["português", "en", "pt-BR"],
  ["ภาษาไทย", "en", undefined],
  ["ไทย", "en", "th"],
  ["English", "en", undefined],
  ["French", "en", undefined],
  ["an English bike", "de", undefined],
  ["English breakfast", "de", undefined],
  ["en", "de", undefined],
  ["", "de", undefined],
])("%s, in a conversation in %s", (text, current, expected) => {
  expect(namedLanguage(text, offered, current)).toBe(expected);
});

test("an assistant of one language has no other to offer", () => {
  expect(namedLanguage("English", ["en"], "de")).toBeUndefined();
});
