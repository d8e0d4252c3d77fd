import { expect, test } from "vitest";
import { callsOf, readsOf } from "#expr/reads.ts";

test.each<[string | number | boolean, string[]]>([
  ["order.status", ["order.status"]],
  ["a + b.c.d == a", ["a", "b.c.d", "a"]],
  ['user.?email.orValue("")', ["user.email"]],
  ["list[0].name + m[key]", ["list", "m", "key"]],
  ["has(order.eta) && order.eta > now()", ["order.eta", "order.eta"]],
  ["items.exists(i, i.price > limit && i.ok)", ["items", "limit"]],
  ["items.filter(i, i.ok).map(j, j.x + i)", ["items", "i"]],
  ["cel.bind(x, a + x, x + b)", ["a", "x", "b"]],
  ['{"a": x, k: [y, -z]}', ["x", "k", "y", "z"]],
  ['open("desk") ? value : last_message.lower()', ["value", "last_message"]],
  ['value.like("x")', ["value"]],
  ["a +", []],
  [true, []],
  ["optional.none()", []],
])("%s reads what it names", (source, expected) => {
  const reads = readsOf(source);
  expect(reads.map(({ path }) => path.join("."))).toEqual(expected);
  for (const { path, start, end } of reads) {
    expect(String(source).slice(start, end).replaceAll("?", "")).toBe(path.join("."));
  }
});

test("calls are found at any depth", () => {
  const calls = callsOf('a.like("x") && [now()].size() > 0');
  expect(calls.map(({ name, receiver }) => (receiver ? `.${name}` : name))).toEqual([".like", ".size", "now"]);
});
