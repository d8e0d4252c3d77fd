import fc from "fast-check";
import { expect, test } from "vitest";
import { like, patternProblem } from "#expr/like.ts";

function isTaken(pattern: string): boolean {
  try {
    like("", pattern);
    return true;
  } catch {
    return false;
  }
}

test.each([
  "FR-[0-9]{6}",
  "[A-Z]+-\\d{2,4}",
  "a{0}",
  "a{99}*",
  "a{1000}",
  "a{1001}",
  "(?=a)",
  "[z-a]",
  "\\1",
  "a**",
  "",
])("%s", (pattern) => {
  expect(patternProblem(pattern) === null).toBe(isTaken(pattern));
});

const piece = fc.constantFrom(
  ..."a Z 0 - _ @ # / , : ; . * + ? { } [ ] ( ) | ^ $ \\ \\d \\. {2} {12} [0-9] [a-zA-Z]".split(" "),
);

test("what is wrong with a pattern is what the library says, however simple the pattern", () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const pattern = pieces.join("");
      expect(patternProblem(pattern) === null).toBe(isTaken(pattern));
    }),
    { numRuns: 500 },
  );
});
