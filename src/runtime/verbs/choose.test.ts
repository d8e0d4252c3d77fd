import { expect, test } from "vitest";
import { pickedOf } from "#runtime/verbs/choose.ts";

const choosing = {
  kind: "choice",
  choices: [
    { id: "a", label: "The first" },
    { id: "b", label: "The second" },
  ],
} as const;
const picked = (text: string) => pickedOf(choosing, { kind: "text", text });

test.each([
  ["2", "b"],
  [" 2 ) ", "b"],
  ["\uff12.", "b"],
  ["2 of them", undefined],
  ["3", undefined],
])("'%s' picks %s", (text, id) => {
  expect(picked(text)).toBe(id);
});

test("blanks without end cost no more than their number", () => {
  const began = performance.now();
  expect(picked(`2${" ".repeat(100_000)}x`)).toBeUndefined();
  expect(performance.now() - began).toBeLessThan(2000);
});
