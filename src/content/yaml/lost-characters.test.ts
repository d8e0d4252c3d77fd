import { expect, test } from "vitest";
import { parseYaml } from "#content/yaml/parse.ts";

/** What is found, by the part of the text at which it is. */
const found = (text: string) =>
  parseYaml("a.yaml", text).findings.map(({ check, message, at }) => [check, text.slice(at.start, at.end), message]);

test.each([
  ['a: "x\\0y"', "\\0", "a zero byte"],
  ['a: "\\x00"', "\\x00", "a zero byte"],
  ['a: "\\\\\\u0000"', "\\u0000", "a zero byte"],
  ['a: "\\U00000000"', "\\U00000000", "a zero byte"],
  ['"k\\0": 1', "\\0", "a zero byte"],
  ['a: ["\\ud83d\\ude00 \\ud83d"]', "\\ud83d", "half of a character"],
  ['a: "\\ude00\\ud83d"', "\\ude00", "half of a character"],
  ['a: "\\U0000D800"', "\\U0000D800", "half of a character"],
  ['a: "\\U00110000"', "\\U00110000", "half of a character"],
])("%s cannot be kept: it is told at the escape", (text, written, what) => {
  expect(found(text)).toEqual([["yaml-syntax", written, expect.stringContaining(what)]]);
});

test("each is told, and once though an alias says it again", () => {
  expect(found('a: &x "\\0"\nb: *x\nc: "\\ud800"\n').map(([, written]) => written)).toEqual(["\\0", "\\ud800"]);
});

test.each(['a: "\\ud83d\\ude00"', 'a: "\\\\0"', "a: \\0", "a: '\\0'", 'a: "\\U0001F600 \\u00e9 \\U0010ffff"'])(
  "%s can",
  (text) => {
    expect(found(text)).toEqual([]);
  },
);

test("two halves that do not stand together are no pair", () => {
  expect(found('a: "\\ud83d\\n\\ude00"').map(([, written]) => written)).toEqual(["\\ud83d"]);
});
