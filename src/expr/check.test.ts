import { expect, test } from "vitest";
import { checkExpression } from "#expr/check.ts";
import {
  any,
  bool,
  date,
  file,
  int,
  listOf,
  mapOf,
  nameOf,
  number,
  shapeOf,
  string,
  type Type,
  time,
} from "#expr/type.ts";

const scope = new Map<string, Type>(
  Object.entries({
    s: string,
    n: int,
    num: number,
    b: bool,
    day: date,
    t: time,
    f: file,
    l: listOf(any),
    list: listOf(any),
    type: string,
    words: listOf(string),
    m: mapOf(any),
    a: any,
    order: shapeOf({ status: string, eta: date, total: number, lines: listOf(any), buyer: shapeOf({ name: string }) }),
    user: shapeOf({ name: string, email: string, verified: bool, claims: mapOf(any) }),
  }),
);

/** `kind@the words under the squiggle`, for each problem. */
function found(source: string): readonly string[] {
  return checkExpression(source, scope).problems.map(({ kind, start, end }) => `${kind}@${source.slice(start, end)}`);
}

test.each<string>([
  "a.b.c > 1 && a.d.like('x')",
  "a + 1 + s",
  "n + num * 2 - 1.5 > 3",
  "num % 2 == 0",
  "n in [1, 2]",
  's in ["x", "y"]',
  "s in m",
  'order.status == "shipped" && order.total >= 50',
  "order.buyer.name != null",
  'day == "2026-03-05" || day < now() || day > order.eta',
  't > "2026-03-05" && now() < "2026-03-05T10:00:00Z" && a.eta < now()',
  'day.format("long") + t.format("short")',
  'open("desk") ? "now" : next_open("desk").format("full")',
  "agents_online('desk') > 0",
  'money(n, "EUR") + money(order.total, "EUR") + money(n, s)',
  `day.format("EEEE d 'de' MMMM yyyy") + t.format("yyyy年M月d日 HH'h'mm") + t.format(s)`,
  's.lower().trim().startsWith("x")',
  "size(l) > 0 && l.size() < 3 && size(s) > 2",
  "l.filter(x, x.ok).map(x, x.price)[0] > 2",
  "words.exists(w, w.like('^a'))",
  'words.join(", ")',
  "has(order.eta) ? order.eta : 'soon'",
  "has(order) && has(user.claims.iban)",
  "user.claims.iban.startsWith('FR')",
  "user.?email.orValue('')",
  "user.?email.orValue('').like('@')",
  "t - t > duration('1h') && now() + duration('1h') > t",
  "f.name.endsWith('.pdf') && f.bytes < 1000",
  "m['x'] == 1 && m.y == 's'",
  "s == null || n != null",
  "cel.bind(x, n, x + 1) > 2",
  "!(n > 1)",
  "-n < 0",
  "string(n) + s + string(day)",
  "int(s) + 1",
  "b == true",
  "timestamp('2026-01-01T00:00:00Z') < t",
  "[1, 'a', n].size() == 3",
  '{"a": 1}.a == 1',
  "l[n] == l[num]",
  "optional.of(n).hasValue()",
  "list.size() > 0 && type == 'x' && type + s != '' && list[0].ok",
  "l.all(x, l.exists(y, y == x && y != n))",
  "dyn(n) == 'x'",
  "n > 1.5 ? n : 2.5",
])("nothing is wrong with %s", (source) => {
  expect(checkExpression(source, scope).problems).toEqual([]);
});

test.each<[string, ...string[]]>([
  ["nn + 1", "unknown@nn"],
  ["order.sttus == 'x'", "unknown@sttus"],
  ["order.buyer.nam", "unknown@nam"],
  ["user.mail", "unknown@mail"],
  ["has(order.nope)", "unknown@nope"],
  ["order['nope']", "unknown@'nope'"],
  ["value > 1 && status", "unknown@value", "unknown@status"],
  ["opne('desk')", "unknown@opne"],
  ["s.lowercase()", "unknown@lowercase"],
  ["lower(s)", "unknown@lower"],
  ["s.size().money('EUR')", "unknown@money"],
  ["n + s", "mismatch@n + s"],
  ["s + n", "mismatch@s + n"],
  ["b && s > 5", "mismatch@s > 5"],
  ["n == 'x'", "mismatch@n == 'x'"],
  ["s == 5", "mismatch@s == 5"],
  ["s && b", "mismatch@s"],
  ["!s", "mismatch@s"],
  ["n ? 1 : 2", "mismatch@n"],
  ["-s", "mismatch@s"],
  ["n.like('x')", "mismatch@n"],
  ["s.format('long')", "mismatch@s"],
  ["n.format('long')", "mismatch@n"],
  ["day.format()", "mismatch@format"],
  ["day.format(1)", "mismatch@1"],
  ["money(s, 'EUR')", "mismatch@s"],
  ["money(n)", "mismatch@money"],
  ["money(n, 'YEN')", "mismatch@'YEN'"],
  ["day.format('lng')", "mismatch@'lng'"],
  ["t.format('d de MMMM')", "mismatch@'d de MMMM'"],
  ["day.format('d MMMM, HH:mm')", "mismatch@'d MMMM, HH:mm'"],
  ["now(1)", "mismatch@now"],
  ["open(n)", "mismatch@n"],
  ["'x' in s", "mismatch@s"],
  ["n in ['a']", "mismatch@n in ['a']"],
  ["s.map(x, x)", "mismatch@s"],
  ["l.filter(x, 1)", "mismatch@1"],
  ["words.filter(w, w > 1)", "mismatch@w > 1"],
  ["s.length", "mismatch@length"],
  ["s[0]", "mismatch@s"],
  ["l['x']", "mismatch@'x'"],
  ["day == 5", "mismatch@day == 5"],
  ["day == 'soon'", "mismatch@day == 'soon'"],
  ["day + 1", "mismatch@day + 1"],
  ["t > 'x'", "mismatch@t > 'x'"],
  ["s < now()", "mismatch@s < now()"],
  ["order.status == order.eta", "mismatch@order.status == order.eta"],
  ["has(l[0])", "mismatch@has"],
  ["size(n)", "mismatch@n"],
  ["l.map(x, y)", "unknown@y"],
  ["order > 1", "mismatch@order > 1"],
  ["[n].join('')", "mismatch@[n]"],
])("%s", (source, ...expected) => {
  expect(found(source)).toEqual(expected);
});

test.each([
  ["today()", "write now(): a date compares with it by the day it is then"],
  ["len(s)", "write size(…)"],
])("what %s is called here is said", (source, help) => {
  expect(checkExpression(source, scope).problems).toMatchObject([{ kind: "unknown", help }]);
});

test("a day without quotes is three numbers, and its author is told", () => {
  expect(checkExpression("day > 2026-03-05", scope).problems).toMatchObject([
    { kind: "mismatch", help: 'a day stands in quotes: "2026-03-05"' },
  ]);
});

test.each<[string | number | boolean, string]>([
  [5, "an int"],
  [1.5, "a number"],
  [true, "a bool"],
  ["n + 1", "an int"],
  ["n / 2.0", "a number"],
  ["num + 1", "a number"],
  ["s + 'x'", "a string"],
  ["order.eta", "a date"],
  ["now()", "a time"],
  ["l.filter(x, true)", "a list"],
  ["b ? n : num", "a number"],
  ["b ? n : s", "anything"],
  ["a.x", "anything"],
  ["n > 1", "a bool"],
  ["words[0]", "a string"],
])("%s is %s", (source, expected) => {
  expect(nameOf(checkExpression(source, scope).type)).toBe(expected);
});
