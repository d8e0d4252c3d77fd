import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonOf } from "#content/place.ts";
import { nodesFromEvents } from "#content/yaml/from-events.ts";
import { valueFromEvents } from "#content/yaml/value-from-events.ts";

/** What the reader with places makes of a text: undefined where it has anything to say. */
function byNodes(text: string): unknown {
  const { root, faults } = nodesFromEvents(text);
  return root === null || faults.length > 0 ? undefined : jsonOf(root);
}

test.each([
  ["a map", 'a: 1\nb: { c: [x, "2", 3.5], d: }\n', { a: 1, b: { c: ["x", "2", 3.5], d: null } }],
  [
    "lists in lists",
    "- [a, [b]]\n- - c\n  - d: e\n",
    [
      ["a", ["b"]],
      ["c", { d: "e" }],
    ],
  ],
  [
    "words that mean something",
    "[yes, true, ~, null, 0x1f, .inf, '1', 1_0]",
    ["yes", true, null, null, 31, Infinity, "1", "1_0"],
  ],
  ["keys are words", "1: a\ntrue: b\n? \n: c\n", { 1: "a", true: "b", "": "c" }],
  ["a scalar alone", "hello\n", "hello"],
  ["blocks", "a: |\n  b\n  c\nd: >-\n  e\n  f\n", { a: "b\nc\n", d: "e f" }],
  ["keys that are numbers", "4294967294: a\n404: b\n7: c\n", { 7: "c", 404: "b", 4294967294: "a" }],
  ["an empty map and list", "a: {}\nb: []\n", { a: {}, b: [] }],
])("it reads %s", (_, text, value) => {
  expect(valueFromEvents(text)).toEqual(value);
  expect(byNodes(text)).toEqual(value);
});

test.each([
  ["a key twice", "a: 1\na: 2\n"],
  ["a tag", "a: !x 1\n"],
  ["an anchor", "a: &x 1\nb: *x\n"],
  ["an alias without an anchor", "a: *x\n"],
  ["a merge key", "<<: { a: 1 }\n"],
  ["a map for a key", "{ a: 1 }: 2\n"],
  ["two documents", "a: 1\n---\nb: 2\n"],
  ["nothing", "# nothing\n"],
  ["a null alone", "~\n"],
  ["what is no YAML", "a: [\n"],
  ["a key with a meaning of its own", "__proto__: { a: 1 }\n"],
])("it leaves %s to the reader with places", (_, text) => {
  expect(valueFromEvents(text)).toBeUndefined();
});

const piece = fc.constantFrom(
  ..."a b 1 ~ yes : - , [ ] { } # ' \" | > & * ! ? << --- __proto__ é 🙂 \\ % @".split(" "),
  " ",
  "  ",
  "\n",
  "\n  ",
  ": ",
  "- ",
  "\t",
);

test("whatever the text: what it reads is what the reader with places reads", () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join("");
      const value = valueFromEvents(text);
      if (value !== undefined) expect(byNodes(text)).toStrictEqual(value);
    }),
    { numRuns: 3000 },
  );
});
