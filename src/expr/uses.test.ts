import { describe, expect, test } from "vitest";
import { consequencesOf, usesOf } from "#expr/uses.ts";

describe("what a condition's being true or false says", () => {
  test.each<[string, string[], string[]]>([
    ["x != null", ["x"], []],
    ["x == null", [], ["x"]],
    ["null != x", ["x"], []],
    ["has(x.y)", ["x", "x.y"], []],
    ["!has(x.y)", [], ["x", "x.y"]],
    ["x", ["x", "x is true"], ["x"]],
    ["x == true", ["x", "x is true"], ["x"]],
    ["x == false", ["x"], ["x", "x is true"]],
    ["x != true", ["x"], ["x", "x is true"]],
    ['x == "a"', ["x"], []],
    ["x != null && y != null", ["x", "y"], []],
    ["x == null || y == null", [], ["x", "y"]],
    ["x != null || y != null", [], []],
    ["x == null || x.y", [], ["x", "x.y"]],
    ["u.v ? x != null : false", ["u", "u.v", "u.v is true", "x"], ["u", "u.v"]],
    ["u.v ? true : false", ["u", "u.v", "u.v is true"], ["u", "u.v"]],
    ["size(x) > 0", [], []],
    ["x !=", [], []],
  ])("%s", (source, whenTrue, whenFalse) => {
    const found = consequencesOf(source);
    expect({ whenTrue: [...found.whenTrue], whenFalse: [...found.whenFalse] }).toEqual({ whenTrue, whenFalse });
  });
});

describe("how names are used: ? asks whether there is a value, > flows into the result, [what is known]", () => {
  test.each<[string, string[]]>([
    ["x", ["x>"]],
    ["x.y.z", ["x.y.z>"]],
    ["x != null && x.y > 1", ["x?", "x.y[x]"]],
    ["x == null || x.y > 1", ["x?", "x.y[x]"]],
    ["has(x.y) ? x.y : z", ["x.y?", "x.y>[x,x.y]", "z>"]],
    ["x.?y.orValue(z)", ["x.y>", "z>"]],
    ["size(x) > 1", ["x"]],
    ['x.like("a")', ["x"]],
    ["x + y.lower()", ["x>", "y>"]],
    ["xs[i].name", ["xs>", "i"]],
    ["xs.filter(x, x.n > min).map(x, x.iban)", ["xs>", "min"]],
    ["xs.exists(x, x == y)", ["xs", "y"]],
    ['{"a": x}', ["x>"]],
    ["[x, y]", ["x>", "y>"]],
    ["x ? y : z", ["x", "y>[x,x is true]", "z>[x]"]],
    ["1 +", []],
  ])("%s", (source, expected) => {
    const shown = usesOf(source).map(({ path, asks, flows, known }) => {
      const facts = known.size > 0 ? `[${[...known].join(",")}]` : "";
      return `${path.join(".")}${asks ? "?" : ""}${flows ? ">" : ""}${facts}`;
    });
    expect(shown).toEqual(expected);
  });
});
