import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import type { ScalarNode } from "#content/node.ts";
import { nodeAt } from "#content/place.ts";
import { rangeInScalar } from "#content/yaml/offsets.ts";
import { parseYaml } from "#content/yaml/parse.ts";

function scalarIn(text: string): ScalarNode {
  const node = nodeAt(parseYaml("x.yaml", text).root, ["a", "b"]);
  if (node?.kind !== "scalar") throw new Error(`no scalar in ${JSON.stringify(text)}`);
  return node;
}

/** The part of `text` under the word `word` of the scalar's value. */
function under(text: string, word: string): string {
  const node = scalarIn(text);
  const at = String(node.value).indexOf(word);
  if (at < 0) throw new Error(`no ${word} in ${JSON.stringify(node.value)}`);
  const { start, end } = rangeInScalar(text, node, at, at + word.length);
  return text.slice(start, end);
}

describe("a word of a value is found in the file", () => {
  test.each<[string, string, string, string?]>([
    ["plain", "a:\n  b: x + word\n", "word"],
    ["plain over lines", "a:\n  b: x +\n\n    word\n    y\n", "word"],
    ["plain in a flow map", "a: { b: word == 1, c: 2 }\n", "word"],
    ["single quotes", "a:\n  b: 'it''s {{ word }}'\n", "word"],
    ["single quotes, a quote itself", "a:\n  b: 'x.like(''word'')'\n", "'word'", "''word''"],
    ["double quotes", 'a:\n  b: "{{ word }}"\n', "word"],
    ["after escapes", 'a:\n  b: "\\"\\u00e9\\x41\\U0001F600\\n{{ word }}"\n', "word"],
    ["an escape itself", 'a:\n  b: "x \\u00e9 y"\n', "é", "\\u00e9"],
    ["double quotes over lines", 'a:\n  b: "one  \n    two\n\n    {{ word }}"\n', "word"],
    ["an escaped line break", 'a:\n  b: "one\\\n    {{ word }}"\n', "word"],
    ["an escaped blank at the end", 'a:\n  b: "one\\ \n    {{ word }}"\n', "word"],
    ["literal", "a:\n  b: |\n    one\n\n      two\n    {{ word }}\n  c: 1\n", "word"],
    ["literal, stripped", "a:\n  b: |-\n    {{ word }}\n", "word"],
    ["literal with its own indentation", "a:\n  b: |2\n      one\n    {{ word }}\n", "word"],
    ["folded", "a:\n  b: >\n    one\n    two {{ word }}\n", "word"],
    ["folded, with indented lines", "a:\n  b: >-\n\n    one\n\n      two\n      three\n\n    {{ word }}\n", "word"],
    ["folded over a line", "a:\n  b: >-\n    one + two\n    == word\n", "two == word", "two\n    == word"],
    ["carriage returns", "a:\r\n  b: >\r\n    one\r\n    {{ word }}\r\n", "word"],
    ["after wide letters", "a:\n  b: '😀 {{ word }}'\n", "word"],
  ])("%s", (_name, text, word, written = word) => {
    expect(under(text, word)).toBe(written);
  });

  test("a number is its own text", () => {
    const text = "a:\n  b: 1.50\n";
    expect(rangeInScalar(text, scalarIn(text), 2, 4)).toEqual({ start: 10, end: 12 });
  });

  test("the end of a value has a place", () => {
    const text = 'a:\n  b: "x + "\n';
    expect(rangeInScalar(text, scalarIn(text), 4, 4)).toEqual({ start: 13, end: 13 });
  });
});

/** Every style that the library writes a text in, narrow enough to fold. */
const styles = ["PLAIN", "QUOTE_SINGLE", "QUOTE_DOUBLE", "BLOCK_LITERAL", "BLOCK_FOLDED"] as const;
const letters = fc.constantFrom(
  "a",
  "b",
  " ",
  "  ",
  "\n",
  "'",
  '"',
  "\\",
  "é",
  "😀",
  ":",
  "#",
  "{",
  "}",
  "\t",
  "\u2028",
);

test("every letter of any text that is no blank is found where it is written", () => {
  const texts = fc.array(letters, { minLength: 1, maxLength: 40 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(texts, fc.constantFrom(...styles), fc.integer({ min: 12, max: 40 }), (value, style, lineWidth) => {
      const text = stringify({ a: { b: value } }, { defaultStringType: style, defaultKeyType: "PLAIN", lineWidth });
      const parsed = parseYaml("x.yaml", text);
      const node = nodeAt(parsed.root, ["a", "b"]);
      if (parsed.findings.length > 0 || node?.kind !== "scalar" || node.value !== value) return;
      for (let at = 0; at < value.length; at += 1) {
        const letter = value[at] ?? "";
        const { start, end } = rangeInScalar(text, node, at, at + 1);
        const written = text.slice(start, end);
        if (/[ab:#{}é]/.test(letter)) expect(written).toBe(letter);
        else expect(end - start).toBeGreaterThan(0);
        expect(start).toBeGreaterThanOrEqual(node.start);
        expect(end).toBeLessThanOrEqual(node.end);
      }
    }),
    { numRuns: 2000, seed: 7 },
  );
});
