import fc from "fast-check";
import { expect, test } from "vitest";
import { fieldsBetween } from "#plan/drift-fields.ts";
import { restoreFields } from "#plan/restore-fields.ts";

const item = (id: string, say = id) => ({ id, say });

test.each<[string, unknown, unknown, readonly string[], unknown]>([
  ["a key", { a: 1, b: 1 }, { a: 2, b: 2 }, ["a"], { a: 1, b: 2 }],
  ["a key that went", { a: 1, b: 1 }, { b: 2 }, ["a"], { a: 1, b: 2 }],
  ["a key that came", { b: 1 }, { a: 2, b: 2 }, ["a"], { b: 2 }],
  ["all of it", { a: 1 }, undefined, [""], { a: 1 }],
  [
    "a language",
    { say: { en: "A", fr: "B" } },
    { say: { en: "X", fr: "Y" } },
    ["say.fr"],
    { say: { en: "X", fr: "B" } },
  ],
  ["in a step", [item("a"), item("b")], [item("a", "x"), item("b", "y")], ["a.say"], [item("a"), item("b", "y")]],
  [
    "a step that went",
    [item("a"), item("b"), item("c")],
    [item("c"), item("a")],
    ["b"],
    [item("c"), item("a"), item("b")],
  ],
  ["a step that came", [item("a")], [item("x"), item("a", "y")], ["x"], [item("a", "y")]],
  [
    "the order",
    [item("a"), item("b")],
    [item("b", "y"), item("x"), item("a")],
    ["order"],
    [item("a"), item("b", "y"), item("x")],
  ],
  ["a step of that name", [item("order")], [item("order", "x"), item("b")], ["order"], [item("order"), item("b")]],
])("%s as it was, and the rest as it is", (_name, was, is, paths, value) => {
  const named = paths.map((path) => (path === "" ? [] : path.split(".")));
  expect(restoreFields(is, was, named)).toEqual(value);
});

const text = fc.dictionary(fc.constantFrom("en", "fr"), fc.constantFrom("A", "B"), { minKeys: 1 });
// One stays, for a list of nothing has no items that could be told apart.
const steps = fc
  .uniqueArray(fc.record({ id: fc.constantFrom("a", "b", "c", "d"), say: text }), { selector: ({ id }) => id })
  .map((some) => [...some, item("z")]);
const thing = fc.record({ name: text, limit: fc.nat(2), workflows: fc.dictionary(fc.constantFrom("v", "w"), steps) });

test("what is restored differs no more, and what is not does as before", () => {
  fc.assert(
    fc.property(thing, thing, fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }), (was, is, choice) => {
      const fields = fieldsBetween(was, is);
      const chosen = fields.filter((_, index) => choice[index]);
      const left = fieldsBetween(
        was,
        restoreFields(
          is,
          was,
          chosen.map(({ path }) => path),
        ),
      );
      expect(placesOf(left)).toEqual(placesOf(fields.filter((field) => !chosen.includes(field))));
    }),
    { numRuns: 2000 },
  );
});

function placesOf(fields: ReturnType<typeof fieldsBetween>): readonly string[] {
  return fields.map(({ path }) => path.join(".")).sort();
}
