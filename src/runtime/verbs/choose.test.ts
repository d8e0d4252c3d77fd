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

function timeOf(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

test("blanks without end cost no more than their number", () => {
  const text = `2${" ".repeat(100_000)}x`;
  const floor = timeOf(() => text.normalize("NFKC").split(" "));
  expect(timeOf(() => expect(picked(text)).toBeUndefined())).toBeLessThan(1000 * floor);
});
