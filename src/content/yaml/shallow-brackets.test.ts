import { expect, test } from "vitest";
import { jsonOf, nodeAt } from "#content/place.ts";
import { parseYaml } from "#content/yaml/parse.ts";

test.each<[string, unknown]>([
  ["a: [\n]\n", { a: [] }],
  ["a: [\n  1,\n]\nb: 2\n", { a: [1], b: 2 }],
  ["a:\n  - x: {\n      b: 1,\n    }\n", { a: [{ x: { b: 1 } }] }],
  ['a: [ # one\n  1, # two, "three\n\n  # four\n]\nb: {\n}\n', { a: [1], b: {} }],
  ['a:\n  b: [\n    "x # y", # z\n    {\n      c: "]"\n    }\n  ]\n', { a: { b: ["x # y", { c: "]" }] } }],
  ["a: [\r\n  1\r\n]\r\n", { a: [1] }],
])("%j is read", (text, value) => {
  const { root, findings } = parseYaml("a.yaml", text);
  expect(findings).toEqual([]);
  expect(root && jsonOf(root)).toEqual(value);
});

test("places are the file's own", () => {
  const text = "a: [\n  1, # one\n]\nb: here\n";
  const node = nodeAt(parseYaml("a.yaml", text).root, ["b"]);
  expect(node && text.slice(node.start, node.end)).toBe("here");
});

test.each(["a: [\n  1,\n", "a: [\n]]\n", "a: {\n]\n"])("%j stays what it is: no YAML", (text) => {
  expect(parseYaml("a.yaml", text).findings[0]?.check).toBe("yaml-syntax");
});
