import { expect, test } from "vitest";
import { evaluate } from "#expr/evaluate.ts";

const world = { now: 0, language: "en", timeZone: "UTC", schedules: {}, agentsOnline: () => 0 };

/** With `order` set to `{ status: "sent" }`, and `other` declared without a value. */
test.each<[string, boolean]>([
  ["has(order)", true],
  ["has(other)", false],
  ["has(other.status)", false],
  ["order != null", true],
  ["other != null", false],
  ["other == null", true],
  ["null == other", true],
  ["order.status != null", true],
  ["order.eta == null", true],
  ["other.a.b == null", true],
  ['other != null && other.status == "sent"', false],
])("%s", (source, value) => {
  const scope = { values: { order: { status: "sent" } }, types: { other: "map" } };
  expect(evaluate(source, scope, world)).toEqual({ ok: true, value });
});

test.each<string>([
  "size(list) == 2",
  "list[0] + 1 == 2",
  "list.map(each, each * 2) == [2, 4]",
  "map.a == 1",
  'string + "y" == "xy"',
  "type(1) == int",
  'type("") != int',
])("a variable may be called what CEL calls a type: %s", (source) => {
  const scope = { values: { list: [1, 2], map: { a: 1 }, string: "x" }, types: {} };
  expect(evaluate(source, scope, world)).toEqual({ ok: true, value: true });
});

test.each<string>(["type == null", "null == list", "!has(type)", "type.id == null"])(
  "a variable that bears a type's name may be without a value: %s",
  (source) => {
    expect(evaluate(source, { values: {}, types: {} }, world)).toEqual({ ok: true, value: true });
  },
);
