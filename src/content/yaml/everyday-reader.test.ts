import { globSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonOf } from "#content/place.ts";
import { everydayValue } from "#content/yaml/everyday-reader.ts";
import { nodesFromEvents } from "#content/yaml/from-events.ts";

/** What the reader with places makes of a text: undefined where it has anything to say. */
function byNodes(text: string): unknown {
  const { root, faults } = nodesFromEvents(text);
  return root === null || faults.length > 0 ? undefined : jsonOf(root);
}

test.each([
  ["a map", 'a: 1\nb: { c: [x, "2", 3.5], d: e }\nf:\n', { a: 1, b: { c: ["x", "2", 3.5], d: "e" }, f: null }],
  ["maps in lists", "- a: 1\n  b:\n    c: 2\n-\n  d: 3\n- e\n-\n", [{ a: 1, b: { c: 2 } }, { d: 3 }, "e", null]],
  ["a list no deeper than its key", "a:\n- b\n- c: d\ne: f\n", { a: ["b", { c: "d" }], e: "f" }],
  [
    "words that mean something",
    "a: [yes, true, ~, null, 0x1f, .inf, '1', -1_0]",
    {
      a: ["yes", true, null, null, 31, Number.POSITIVE_INFINITY, "1", "-1_0"],
    },
  ],
  ["keys that are numbers", "4294967294: a\n404: b\n7: c\n", { 7: "c", 404: "b", 4294967294: "a" }],
  ["keys of several words", "GET /orders/1: { body: x }\n'a: b': c\n", { "GET /orders/1": { body: "x" }, "a: b": "c" }],
  ["an empty map and list", "a: {}\nb: [ ]\n", { a: {}, b: [] }],
  ["quotes", "a: 'it''s'\nb: \"say \\\"hi\\\"\\n\"\nc: [\"\", '']\n", { a: "it's", b: 'say "hi"\n', c: ["", ""] }],
  ["lines that end as on Windows", 'a: b\r\n\r\n# c\r\nd:\r\n  - "e"\r\n', { a: "b", d: ["e"] }],
  ["a backslash at the end", 'a: "b\\\\"\nc: "\\\\\\"d"\n', { a: "b\\", c: '\\"d' }],
  ["comments", "# a\na: b # c\n  # d\ne: f#g\n", { a: "b", e: "f#g" }],
  [
    "colons and brackets within words",
    "a: https://x.y/z\nb: [10:30, k:v]\nc: v.like('[0-9]{2}')\n",
    {
      a: "https://x.y/z",
      b: ["10:30", "k:v"],
      c: "v.like('[0-9]{2}')",
    },
  ],
])("it reads %s", (_, text, value) => {
  expect(everydayValue(text)).toEqual(value);
  expect(byNodes(text)).toEqual(value);
});

test.each([
  ["a key twice", "a: 1\na: 2\n"],
  ["a tag", "a: !x 1\n"],
  ["an anchor", "a: &x 1\nb: *x\n"],
  ["a merge key", "<<: { a: 1 }\n"],
  ["a map for a key", "{ a: 1 }: 2\n"],
  ["two documents", "a: 1\n---\nb: 2\n"],
  ["a document's end", "a:\n... b: 2\n"],
  ["nothing", "# nothing\n"],
  ["what is no YAML", "a: [\n"],
  ["a quote that nobody closes", "'"],
  ["a deeper line under a value", "a: b\n  c: d\n"],
  ["a line between two levels", "a:\n    b: 1\n  c: 2\n"],
  ["a key with a meaning of its own", "__proto__: { a: 1 }\n"],
  ["a text in several lines", "a: b\n  c\n"],
  ["a block", "a: |\n  b\n"],
  ["brackets in several lines", "a: [b,\n  c]\n"],
  ["a pair in a list", "a: [b: c]\n"],
  ["a quoted text in several lines", 'a: "b\n  #"\n'],
  ["a comment that touches a quote", 'a: "b"#c\n'],
  ["a comment within brackets", "a: [b #c]\n"],
  ["a key without a value within brackets", "a: [b:,c]\n"],
  ["a question mark", "a: ? b\n"],
  ["an at sign", "a: @b\n"],
  ["a tab", "a:\tb\n"],
  ["a return alone", "a: b\rc: d\n"],
  ["half of a character", "a: \ud83d\n"],
  ["what nobody sees", "a: b\u0007\n"],
  ["fifty levels", `a: ${"[".repeat(50)}${"]".repeat(50)}\n`],
  ["a key without an end", `${"a".repeat(1100)}: b\n`],
])("it leaves %s to the reader with places", (_, text) => {
  expect(everydayValue(text)).toBeUndefined();
});

/** What agrees by chance is found with many texts; and with few, what is made wrong on purpose. */
const numRuns = 3000;

function readsAlike(text: string): void {
  const value = everydayValue(text);
  if (value !== undefined) expect(byNodes(text), JSON.stringify(text)).toStrictEqual(value);
}

const piece = fc.constantFrom(
  ..."a b 1 -5 ~ yes : - , [ ] { } # ' \" | > & * ! ? << --- ... __proto__ é 🙂 \\ \\n % @ 404 10:30 .5".split(" "),
  ..." |  |\n|\n  |\n    |\n\n|: | :|- |\n- | #|\t|\r\n|\ufeff|\u2028|\u0085|\u00a0".split("|"),
);

test("whatever the text: what it reads is what the reader with places reads", () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => readsAlike(pieces.join(""))),
    { numRuns },
  );
});

const line = fc.constantFrom(
  ..."a:|b: 1|c: x y|- a|- b: 2|-|- c:|d: { e: f, g: [h, 'i'] }|# c||l: \"m\" # n|- { p: q }|t: 'u''v'|- - x|y : z".split(
    "|",
  ),
  ...'a: b: c|- "d": e|f: g #h|i: j# k|l: https://m.n|... o: p|---|- -5|q: -|r: >-'.split("|"),
);
const indented = fc.tuple(fc.constantFrom(0, 0, 2, 2, 3, 4, 6), line).map(([depth, text]) => " ".repeat(depth) + text);

test("however lines stand below one another: what it reads is what the reader with places reads", () => {
  fc.assert(
    fc.property(fc.array(indented, { maxLength: 9 }), (lines) => readsAlike(`${lines.join("\n")}\n`)),
    { numRuns },
  );
});

const files = globSync(["assistants/**/*.yaml", "brands/**/*.yaml", "channels/*.yaml", "src/checks/*/*/**/*.yaml"])
  .sort()
  .map((file) => readFileSync(file, "utf8"));

test("of files that people write it reads nearly all, and as the reader with places does", () => {
  const read = files.filter((text) => {
    readsAlike(text);
    return everydayValue(text) !== undefined;
  });
  expect(read.length / files.length).toBeGreaterThan(0.9);
});

test("wherever a file was damaged: what it reads is what the reader with places reads", () => {
  const damage = fc.record({
    text: fc.constantFrom(...files.filter(({ length }) => length < 3000)),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    gone: fc.nat(3),
    new: fc.oneof(fc.constant(""), piece),
  });
  fc.assert(
    fc.property(damage, ({ text, at, gone, new: added }) => {
      const start = Math.floor(at * text.length);
      readsAlike(text.slice(0, start) + added + text.slice(start + gone));
    }),
    { numRuns },
  );
});
