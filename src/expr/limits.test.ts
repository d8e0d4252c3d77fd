/** Whatever an expression says and whatever its values are, it ends, soon, with a value or an error. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkExpression } from "#expr/check.ts";
import { type Evaluated, evaluate } from "#expr/evaluate.ts";
import { callsOf, readsOf } from "#expr/reads.ts";
import type { Surroundings } from "#expr/surroundings.ts";
import { syntaxProblem } from "#expr/syntax.ts";
import { any, bool, date, int, listOf, mapOf, number, shapeOf, string, type Type, time } from "#expr/type.ts";
import { leave } from "#expr/values.ts";

const world: Surroundings = {
  now: Date.parse("2026-03-02T10:00:00Z"),
  language: "en",
  timeZone: "Europe/Paris",
  schedules: { desk: { timezone: "Europe/Paris", weekly: { mon: ["09:00-18:00"] } } },
  agentsOnline: () => 1,
};

const big = Array.from({ length: 2_000 }, (_, id) => ({ id, name: `item ${id}`, tags: ["a", "b"] }));
const nested = (depth: number): unknown => JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`);
const values = { big, long: "a".repeat(40_000), half: "a".repeat(14_000), s: "ab", deep: nested(5_000) };

function evaluated(source: string): Evaluated {
  return evaluate(source, { values, types: {} }, world);
}

/** `cel.bind(v0, start, cel.bind(v1, make(v0), …))`: what doubles with every step. */
function doubling(steps: number, make: (name: string) => string, start: string): string {
  let source = `v${steps}`;
  for (let step = steps; step > 0; step -= 1) source = `cel.bind(v${step}, ${make(`v${step - 1}`)}, ${source})`;
  return `cel.bind(v0, ${start}, ${source})`;
}

describe("what would take too long is an error", () => {
  const pair = (name: string) => `[${name}, ${name}]`;
  test.each<[string, string]>([
    ["lists in lists in lists", "big.map(a, big.map(b, big.map(c, 1)))"],
    ["errors that are passed over", "big.exists(a, big.exists(b, big.exists(c, c.nope)))"],
    ["a condition that always holds", "big.all(a, big.all(b, big.all(c, true)))"],
    ["texts that double", doubling(20, (name) => `${name} + ${name}`, "s")],
    ["lists that double", doubling(22, pair, "s")],
    ["lists that double, compared", `${doubling(22, pair, "s")} == ${doubling(22, pair, "s")}`],
    ["long texts, searched", "big.exists(a, half.contains(half + 'b'))"],
    ["long texts, joined", "big.map(a, half).join('')"],
    ["long texts, matched", "big.map(a, half.like('(a|aa)+b'))"],
    ["a long text", "long.contains('b')"],
    ["a deep value", "deep"],
    ["deep values, compared", "deep == deep"],
    ["the same list again and again", "big.map(a, big)"],
    ["a long pattern", `s.like('${"a?".repeat(400)}')`],
    ["a pattern that counts", "s.like('(a{1000}){1000}')"],
    ["a long expression", `1${" + 1".repeat(2_000)}`],
    ["a deep expression", `${"(".repeat(200)}1${")".repeat(200)}`],
    ["many signs", `${"!".repeat(3_000)}true`],
  ])("%s", (_name, source) => {
    expect(evaluated(source)).toMatchObject({ ok: false });
  });
});

describe("what is merely large is not", () => {
  test.each<[string, unknown]>([
    ["big.filter(b, b.id > 1000 && 'a' in b.tags).size()", 999],
    ["big.exists(b, b.name == 'item 1999')", true],
    ["big.map(b, b.id)[1999]", 1999],
    ["size(big) + size(half)", 16_000],
    ["big[0] == big[1]", false],
  ])("%s", (source, expected) => {
    const result = evaluated(source);
    expect(result.ok && leave(result.value)).toBe(expected);
  });

  test("a large value passes through whole", () => {
    const result = evaluated("big");
    expect(result.ok && leave(result.value)).toEqual(big);
  });
});

/** Variables with values of their declared types. */
const typed: readonly (readonly [string, Type, unknown, string | undefined])[] = [
  ["s", string, "ab", undefined],
  ["n", int, 3, "int"],
  ["num", number, 2.5, "number"],
  ["b", bool, true, undefined],
  ["day", date, "2026-03-05", "date"],
  ["t", time, "2026-03-05T10:00:00Z", "time"],
  ["l", listOf(any), [1, "a", null], undefined],
  ["m", mapOf(any), { a: 1 }, undefined],
  ["a", any, { x: "y" }, undefined],
  ["o", shapeOf({ s: string, n: int }), { s: "x", n: 1 }, undefined],
];
const scope = new Map(typed.map(([name, type]) => [name, type]));
const given = {
  values: Object.fromEntries(typed.map(([name, , value]) => [name, value])),
  types: Object.fromEntries(typed.flatMap(([name, , , type]) => (type === undefined ? [] : [[name, type]]))),
};

const { expression } = fc.letrec<{ expression: string; leaf: string }>((tie) => {
  const two = fc.tuple(tie("expression"), tie("expression"));
  const operator = fc.constantFrom("+", "-", "*", "/", "%", "==", "!=", "<", ">=", "&&", "||", "in");
  const method = fc.constantFrom(
    "lower()",
    "size()",
    "format('long')",
    "like('a')",
    "contains(s)",
    "trim()",
    "join()",
    "getHours()",
  );
  const called = fc.constantFrom("size", "string", "int", "double", "bool", "has", "dyn", "open", "timestamp", "nope");
  const macro = fc.constantFrom("map", "filter", "exists", "all");
  return {
    leaf: fc.constantFrom(
      ...typed.map(([name]) => name),
      "1",
      "1.5",
      "'x'",
      "'2026-03-05'",
      "true",
      "null",
      "[]",
      "['x']",
      "{'a': 1}",
      "now()",
      "o.s",
      "o.n",
      "o.nope",
      "m.a",
      "a.x.y",
      "unknown",
      "duration('1h')",
      "money(n, 'EUR')",
      "optional.of(n)",
      "m.?a",
    ),
    expression: fc.oneof(
      { maxDepth: 4 },
      tie("leaf"),
      fc.tuple(two, operator).map(([[left, right], sign]) => `(${left} ${sign} ${right})`),
      fc.tuple(tie("expression"), method).map(([left, name]) => `${left}.${name}`),
      fc.tuple(called, tie("expression")).map(([name, inner]) => `${name}(${inner})`),
      fc.tuple(two, tie("expression")).map(([[condition, left], right]) => `(${condition} ? ${left} : ${right})`),
      fc.tuple(macro, two).map(([name, [list, inner]]) => `${list}.${name}(x, ${inner})`),
      fc.tuple(tie("expression"), tie("expression")).map(([list, index]) => `${list}[${index}]`),
      tie("expression").map((inner) => `!${inner}`),
      tie("expression").map((inner) => `-${inner}`),
    ),
  };
});

/** What goes wrong because of types, as against what a value happens to hold. */
const ofTypes = /overload|operator requires|must (?:return|be) bool|Cannot index|Unknown variable|cannot be range/;

test("any expression ends, and its problems stand inside it", () => {
  fc.assert(
    fc.property(expression, (source) => {
      const result = evaluate(source, given, world);
      if (result.ok) leave(result.value);
      for (const { start, end } of checkExpression(source, scope).problems) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(source.length);
      }
      readsOf(source);
      callsOf(source);
    }),
    { numRuns: 600, seed: 7 },
  );
});

type Typed = Readonly<Record<"text" | "amount" | "condition" | "day" | "moment" | "list", string>>;

/** Expressions that are right by construction. */
const right = fc.letrec<Typed>((tie) => {
  const join = (parts: fc.Arbitrary<readonly string[]>, make: (...parts: readonly string[]) => string) =>
    parts.map((each) => make(...each));
  const both = (left: keyof Typed, sign: fc.Arbitrary<string>, other: keyof Typed) =>
    join(fc.tuple(tie(left), sign, tie(other)), (a, operator, b) => `(${a} ${operator} ${b})`);
  const chosen = (arm: keyof Typed) =>
    join(fc.tuple(tie("condition"), tie(arm), tie(arm)), (condition, a, b) => `(${condition} ? ${a} : ${b})`);
  const compared = fc.constantFrom("<", "<=", ">", ">=", "==", "!=");
  return {
    text: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom("s", "o.s", "'x'", "'2026-03-05'", "string(day)", "channel_name", "l[1]"),
      both("text", fc.constant("+"), "text"),
      join(fc.tuple(tie("text"), fc.constantFrom("lower", "upper", "trim")), (a, name) => `${a}.${name}()`),
      tie("amount").map((a) => `string(${a})`),
      tie("amount").map((a) => `money(${a}, 'EUR')`),
      tie("day").map((a) => `${a}.format('long')`),
      tie("moment").map((a) => `${a}.format("HH:mm")`),
      chosen("text"),
    ),
    amount: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom("n", "num", "o.n", "1", "2.5", "a.count"),
      both("amount", fc.constantFrom("+", "-", "*", "/", "%"), "amount"),
      tie("text").map((a) => `size(${a})`),
      tie("list").map((a) => `${a}.size()`),
      tie("amount").map((a) => `-${a}`),
      tie("moment").map((a) => `${a}.getHours('Europe/Paris')`),
      chosen("amount"),
    ),
    condition: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom("b", "true", "has(o.s)", "open('desk')", "m.yes"),
      both("amount", compared, "amount"),
      both("text", compared, "text"),
      both("day", compared, "day"),
      both("day", compared, "moment"),
      both("moment", compared, "moment"),
      both("condition", fc.constantFrom("&&", "||"), "condition"),
      tie("condition").map((a) => `!${a}`),
      join(
        fc.tuple(tie("text"), fc.constantFrom("like", "contains", "startsWith"), tie("text")),
        (a, name) => `${a}.${name}('b')`,
      ),
      join(
        fc.tuple(tie("list"), fc.constantFrom("all", "exists"), tie("condition")),
        (a, name, c) => `${a}.${name}(x, x == 'a' || ${c})`,
      ),
      both("text", fc.constant("in"), "list"),
    ),
    day: fc.oneof({ maxDepth: 3 }, fc.constantFrom("day", "day"), chosen("day")),
    moment: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom("t", "now()", "next_open('desk')"),
      tie("moment").map((a) => `(${a} + duration('1h'))`),
    ),
    list: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom("words", "['a', 'b']", "'a,b'.split(',')"),
      both("list", fc.constant("+"), "list"),
      join(fc.tuple(tie("list"), tie("condition")), (a, c) => `${a}.filter(x, ${c})`),
      join(fc.tuple(tie("list"), tie("text")), (a, c) => `${a}.map(x, x + ${c})`),
    ),
  };
});

test("nothing is found in what is right, and it does not fail for its types", () => {
  const values = {
    ...given.values,
    words: ["a", "b"],
    channel_name: "web",
    a: { count: 3 },
    m: { yes: true },
    l: [1, "a"],
  };
  const names = new Map([...scope, ["words", listOf(string)] as const, ["channel_name", string] as const]);
  fc.assert(
    fc.property(fc.oneof(right.text, right.amount, right.condition, right.list), (source) => {
      expect({ source, problems: checkExpression(source, names).problems }).toEqual({ source, problems: [] });
      const result = evaluate(source, { ...given, values }, world);
      expect(`${source}: ${result.ok ? "" : result.message}`).not.toMatch(ofTypes);
    }),
    { numRuns: 600, seed: 7 },
  );
});

test("any text ends as well", () => {
  const letters = fc.constantFrom(
    ..."ab1.,:?[](){}+-*/%<>=!&|'\"\\ \n",
    "in",
    "has(",
    "map(x,",
    "😀",
    "r'",
    "0x",
    "e9",
  );
  const texts = fc.array(letters, { maxLength: 60 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(texts, fc.jsonValue(), (source, value) => {
      const result = evaluate(source, { values: { a: value, b: value }, types: { a: "date", b: "number" } }, world);
      if (result.ok) leave(result.value);
      const problem = syntaxProblem(source);
      if (problem) expect(problem.start).toBeLessThanOrEqual(problem.end);
      checkExpression(source, scope);
      readsOf(source);
      callsOf(source);
    }),
    { numRuns: 600, seed: 7 },
  );
});
