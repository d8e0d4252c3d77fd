import { expect, test } from "vitest";
import { merge } from "#plan/merge.ts";

const item = (id: string, say = id) => ({ id, say });

test.each<[string, unknown, unknown, unknown, unknown]>([
  ["only they changed it", 1, 2, 1, 2],
  ["only I changed it", 1, 1, 2, 2],
  ["both changed it alike", 1, 2, 2, 2],
  ["each changed a key", { a: 1, b: 1 }, { a: 2, b: 1 }, { a: 1, b: 2 }, { a: 2, b: 2 }],
  ["they took a key away, I added one", { a: 1, b: 1 }, { b: 1 }, { a: 1, b: 1, c: 1 }, { b: 1, c: 1 }],
  [
    "each changed a step",
    [item("a"), item("b")],
    [item("a", "x"), item("b")],
    [item("a"), item("b", "y")],
    [item("a", "x"), item("b", "y")],
  ],
  [
    "each added a step",
    [item("a"), item("b")],
    [item("a"), item("x"), item("b")],
    [item("a"), item("b"), item("y")],
    [item("a"), item("x"), item("b"), item("y")],
  ],
  [
    "they moved a step, I added one",
    [item("a"), item("b")],
    [item("b"), item("a")],
    [item("a"), item("y"), item("b")],
    [item("b"), item("a"), item("y")],
  ],
])("%s", (_name, base, theirs, mine, value) => {
  expect(merge(base, theirs, mine)).toEqual({ kind: "merged", value });
});

test.each<[string, unknown, unknown, unknown, readonly string[]]>([
  ["into two things", { a: { b: 1 } }, { a: { b: 2 } }, { a: { b: 3 } }, ["a", "b"]],
  ["they took away what I changed", { a: 1 }, {}, { a: 2 }, ["a"]],
  [
    "both moved steps",
    [item("a"), item("b"), item("c")],
    [item("b"), item("a"), item("c")],
    [item("a"), item("c"), item("b")],
    [],
  ],
])("a conflict: %s", (_name, base, theirs, mine, path) => {
  expect(merge(base, theirs, mine)).toEqual({ kind: "conflict", path });
});
