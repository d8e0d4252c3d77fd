import { expect, test } from "vitest";
import { syntaxProblem } from "#expr/syntax.ts";

test.each<[string, string, string, string?]>([
  ["a and b", "and", '"and" means nothing in CEL', "write &&"],
  ["a OR b", "OR", '"OR" means nothing in CEL', "write ||"],
  ["not a", "a", '"a" makes no sense here'],
  ["a = b", "=", '"=" means nothing in CEL', "write =="],
  ["a === b", "=", '"===" means nothing in CEL', "write =="],
  ["a !== b", "=", '"!==" means nothing in CEL', "write !="],
  ["a & b", "&", '"&" means nothing in CEL', "write &&"],
  ["a | upper", "|", '"|" means nothing in CEL', 'write || for "or", or a method behind a dot, such as name.upper()'],
  ["(a", "a", 'the expression breaks off: ")" is missing'],
  ["a +", "+", "the expression breaks off here"],
  ["a 'b'", "'b'", '"\'b" makes no sense here'],
  ["f(a b)", "b", '")" is missing before "b"'],
  ["'a", "'a", "this text has no closing quote"],
  ["'\\d'", "\\d", 'a backslash begins an escape, and "\\d" is none', "double the backslash"],
  ["", "", "an expression is missing here"],
  ["$a", "$", '"$a" makes no sense here'],
  ["open(“desk”)", "“", '"“" is no quote to CEL, which knows the straight ones'],
  ["a == ‘b’", "‘", '"‘" is no quote to CEL, which knows the straight ones'],
  ["for", "for", '"for" is a word that CEL keeps for itself'],
  [`1${" + 1".repeat(600)}`, "", "this expression is too large to follow", "split it with set"],
])("%s", (source, words, message, help) => {
  const problem = syntaxProblem(source);
  expect(problem).toMatchObject({ message, ...(help !== undefined && { help }) });
  if (words !== "") expect(source.slice(problem?.start, problem?.end)).toBe(words);
});

test("what is CEL has no problem", () => {
  expect(["a && b || !c", "matches('x')", "x.matches('(')", 5, true].map(syntaxProblem)).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
});
