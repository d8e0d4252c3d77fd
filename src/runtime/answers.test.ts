import { expect, test } from "vitest";
import { type AskedType, readAnswer } from "#runtime/answers.ts";

/** What is typed, as which type, in which language, and the value; null: it does not fit. */
test.each<[string, AskedType, string, unknown]>([
  ["  two  words ", "text", "en", "two  words"],
  ["   ", "text", "en", null],
  ["ann@example.com", "email", "en", "ann@example.com"],
  ["ann@example", "email", "en", null],
  ["Ann <ann@example.com>", "email", "en", null],
  ["06 12 34 56 78", "phone", "fr", "+33612345678"],
  ["(212) 555-0123", "phone", "en", "+12125550123"],
  // English, but the brand is in France.
  ["06 12 34 56 78", "phone", "en", "+33612345678"],
  ["+44 20 7946 0958", "phone", "fr", "+442079460958"],
  ["+1 555 123 4567", "phone", "fr", "+15551234567"],
  ["call me", "phone", "fr", null],
  ["007", "int", "en", 7],
  ["-3", "int", "en", -3],
  ["1 234", "int", "fr", 1234],
  ["1,234", "int", "en", 1234],
  ["1.234", "int", "de", 1234],
  ["1.5", "int", "en", null],
  ["12345678901234567890", "int", "en", null],
  ["１２", "int", "ja", 12],
  ["three", "int", "en", null],
  ["12,5", "number", "fr", 12.5],
  ["12,5", "number", "en", 12.5],
  ["12.5", "number", "fr", 12.5],
  ["1,234.5", "number", "en", 1234.5],
  ["1.234,5", "number", "de", 1234.5],
  ["1'234.5", "number", "de-CH", 1234.5],
  ["1,2,3", "number", "en", null],
  ["5/3/2026", "date", "fr", "2026-03-05"],
  ["3/5/2026", "date", "en-US", "2026-03-05"],
  ["3/25/2026", "date", "en", "2026-03-25"],
  ["5 mars 2026", "date", "fr", "2026-03-05"],
  ["1er août 2026", "date", "fr", "2026-08-01"],
  ["March 5th, 2026", "date", "en", "2026-03-05"],
  ["2026-03-05", "date", "ja", "2026-03-05"],
  ["2026-02-30", "date", "en", null],
  ["tomorrow", "date", "en", null],
  ["https://a.example/b?c", "url", "en", "https://a.example/b?c"],
  ["javascript:alert(1)", "url", "en", null],
  ["a.example", "url", "en", null],
  ["Oui !", "bool", "fr", true],
  ["no", "bool", "fr", false],
  ["maybe", "bool", "en", null],
  ["2026-03-05T10:00:00+01:00", "time", "en", "2026-03-05T09:00:00.000Z"],
  ["anything", "file", "en", null],
])("%s as %s in %s", (text, type, language, value) => {
  const answer = readAnswer(text, type, language, ["fr"]);
  expect(answer.ok ? answer.value : null).toEqual(value);
});

function timeOf(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

test.each<[string, AskedType]>([
  ["le ", "date"],
  ["thu ", "date"],
  ["thu ", "time"],
])("a message full of '%s' is soon seen to be no %s", (word, type) => {
  const text = word.repeat(10_000);
  const floor = timeOf(() => text.normalize("NFKC").toLowerCase().split(" "));
  expect(timeOf(() => expect(readAnswer(text, type, "en")).toEqual({ ok: false }))).toBeLessThan(1000 * floor);
});
