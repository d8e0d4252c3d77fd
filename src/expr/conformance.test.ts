/** What the language promises of expressions, case by case: values in, value out. */

import { describe, expect, test } from "vitest";
import { evaluate, type Scope } from "#expr/evaluate.ts";
import { showValue } from "#expr/format.ts";
import type { Hours } from "#expr/schedule.ts";
import type { Surroundings } from "#expr/surroundings.ts";
import { parseTemplate } from "#expr/template.ts";
import { leave } from "#expr/values.ts";

const desk: Hours = {
  timezone: "Europe/Paris",
  weekly: { mon: ["09:00-12:30", "13:30-18:00"], tue: ["09:00-18:00"], wed: ["09:00-18:00"], sun: ["01:00-04:00"] },
  holidays: [{ date: "2026-12-25" }, { date: "2026-03-03" }],
};

function world(now: string, language = "en", timeZone = "Europe/Paris"): Surroundings {
  const schedules = {
    desk,
    closed: { timezone: "UTC", weekly: {} },
    early: { timezone: "Europe/Paris", weekly: { sun: ["02:30-04:00"] } },
    tokyo: { timezone: "Asia/Tokyo", weekly: { tue: ["09:00-18:00"] } },
    night: { timezone: "UTC", weekly: { sat: ["00:00-24:00"], sun: ["00:00-24:00"] } },
  };
  return { now: Date.parse(now), language, timeZone, schedules, agentsOnline: (group) => (group === "desk" ? 2 : 0) };
}

const scope: Scope = {
  values: {
    one: 1,
    half: 0.5,
    total: 5,
    huge: 2 ** 60,
    text: "Été à Łódź",
    empty: "",
    yes: true,
    nothing: null,
    eta: "2026-03-05",
    since: "2026-03-05T22:30:00.000Z",
    order: {
      id: 7,
      status: "shipped",
      eta: "2026-03-05",
      paid: 12.5,
      note: null,
      lines: [
        { sku: "a", n: 2 },
        { sku: "b", n: 1 },
      ],
    },
    names: ["Ann", "Bob"],
    numbers: [1, 2, 3.5],
    odd: { "a-b": 1, hasOwnProperty: 2 },
  },
  types: {
    total: "number",
    eta: "date",
    since: "time",
    order: { id: "int", status: "string", eta: "date", paid: "number", note: "string", lines: "list" },
  },
};

const monday = "2026-03-02T10:00:00Z";

function result(source: string | number | boolean, around: Surroundings = world(monday)): unknown {
  const value = evaluate(source, scope, around);
  return value.ok ? leave(value.value) : new Error(value.message);
}

describe("integers behave", () => {
  test.each<[string | number | boolean, unknown]>([
    ["one + 1", 2],
    ["one == 1", true],
    ["one == 1.0", true],
    ["1 == 1.0", true],
    ["one != 2", true],
    ["one in [1, 2]", true],
    ["order.id in [7]", true],
    ["one < 1.5", true],
    ["half > 0", true],
    ["one + half", 1.5],
    ["half * 4", 2],
    ["7 / 2", 3],
    ["-7 / 2", -3],
    ["7 % 4", 3],
    ["7.5 % 2", 1.5],
    ["total / 2", 2.5],
    ["total % 2", 1],
    ["total + 1 == 6", true],
    ["order.paid * 2", 25],
    ["size(names) == 2", true],
    ["names.size() - 1", 1],
    ["names[one]", "Bob"],
    ["names[names.size() - 1]", "Bob"],
    ["numbers.map(n, n + 1)", [2, 3, 4.5]],
    ["-one", -1],
    ["int('42') + 1", 43],
    ["int(3.9)", 3],
    ["double(one) / 2", 0.5],
    ["string(one) + string(half)", "10.5"],
    ["0xff", 255],
    ["1e3", 1000],
    [3, 3],
    [2.5, 2.5],
    [true, true],
  ])("%s is %j", (source, expected) => {
    expect(result(source)).toEqual(expected);
  });

  test.each(["1 / 0", "one / 0", "half / 0", "total % 0", "int('x')", "9223372036854775807 + 1"])(
    "%s is an error, not a value",
    (source) => {
      expect(result(source)).toBeInstanceOf(Error);
    },
  );
});

describe("texts", () => {
  test.each<[string, unknown]>([
    ["text.lower()", "été à łódź"],
    ["text.upper()", "ÉTÉ À ŁÓDŹ"],
    ["'  a b '.trim()", "a b"],
    ["size('é😀')", 2],
    ["text.startsWith('Été') && text.endsWith('dź') && text.contains(' à ')", true],
    ["'a,b'.split(',')", ["a", "b"]],
    ["names.join(' & ')", "Ann & Bob"],
    ["'abc'.substring(1)", "bc"],
    ["'abc'.indexOf('c')", 2],
    ["'FR-123456'.like('^[A-Z]{2}-[0-9]{6}$')", true],
    ["'FR-12345'.like('^[A-Z]{2}-[0-9]{6}$')", false],
    ["'xFR-1'.like('FR')", true],
    ["'ABC'.like('(?i)abc')", true],
    ["'été'.like('^\\\\pL+$')", true],
    ["'a\\nb'.like('a.b')", false],
    ['"it\'s" + \' "so"\'', 'it\'s "so"'],
    ["'\\u00e9'", "é"],
    ["r'\\d'", "\\d"],
    ["text == null", false],
  ])("%s is %j", (source, expected) => {
    expect(result(source)).toEqual(expected);
  });

  test.each([
    "'a'.like('(')",
    "'a'.like('(?!b)')",
    "'a'.like('(a)\\\\1')",
    "'a' + 1",
    "'a'.matches('a')",
    "one.like('a')",
  ])("%s is an error", (source) => {
    expect(result(source)).toBeInstanceOf(Error);
  });

  test("a pattern that would take years elsewhere takes no time", () => {
    const hostile = { values: { text: "a".repeat(20_000) }, types: {} };
    const value = evaluate("text.like('^(a+)+$') && !text.like('^(a|aa)+b$')", hostile, world(monday));
    expect(value).toEqual({ ok: true, value: true });
  });
});

describe("what may be missing", () => {
  test.each<[string, unknown]>([
    ["has(order.eta)", true],
    ["has(order.nope)", false],
    ["has(order.nope.deeper)", false],
    ["has(order.note)", true],
    ["order.note == null", true],
    ["has(order)", true],
    ["has(never_set)", false],
    ["has(never_set.field)", false],
    ["has(nothing)", false],
    ["has(never_set) ? never_set : 'none'", "none"],
    ["has(order.eta) ? order.eta : 'none'", "2026-03-05"],
    ["!has(never_set) || never_set > 1", true],
    ["order.?nope.orValue('none')", "none"],
    ["order.?status.orValue('none')", "shipped"],
    ["nothing == null", true],
    ["never_set == null", true],
    ["null != never_set", false],
    ["order.nope == null", true],
    ["order.nope.deeper != null", false],
    ["order.?nope == null", true],
    ["order.status != null && order.status != ''", true],
    ["never_set != null && never_set > 1", false],
    ["one == null", false],
    ["odd['a-b']", 1],
    ["'a-b' in odd", true],
    ["'toString' in odd", false],
    ["odd.hasOwnProperty", 2],
    ["yes || never_set", true],
    ["!yes && never_set", false],
  ])("%s is %j", (source, expected) => {
    expect(result(source)).toEqual(expected);
  });

  test.each([
    "never_set",
    "order.nope",
    "names[5]",
    "nothing.field",
    "never_set == 1",
    "odd.toString",
    "order.constructor",
  ])("%s is an error", (source) => {
    expect(result(source)).toBeInstanceOf(Error);
  });
});

describe("lists", () => {
  test.each<[string, unknown]>([
    ["order.lines.exists(l, l.sku == 'b' && l.n == one)", true],
    ["order.lines.all(l, l.n > 0)", true],
    ["order.lines.exists_one(l, l.n == 2)", true],
    ["order.lines.filter(l, l.n > 1).map(l, l.sku)", ["a"]],
    ["order.lines.map(l, l.n > 1, l.sku)", ["a"]],
    ["names + ['Cem']", ["Ann", "Bob", "Cem"]],
    ["'Ann' in names", true],
    ["names == ['Ann', 'Bob']", true],
    ["[1, 'a', true]", [1, "a", true]],
    ["{'a': one, 'b': [half]}", { a: 1, b: [0.5] }],
    ["cel.bind(n, size(names), n * n)", 4],
    ["yes ? 1 : 'a'", 1],
  ])("%s is %j", (source, expected) => {
    expect(result(source)).toEqual(expected);
  });
});

describe("days and moments", () => {
  test.each<[string, unknown]>([
    ["eta == '2026-03-05'", true],
    ["eta > '2026-03-04' && '2026-03-06' > eta", true],
    ["eta == order.eta", true],
    ["eta > now()", true],
    // 22:30 UTC is half past eleven in the evening in Paris: still the fifth.
    ["eta == since", true],
    ["since >= eta", true],
    ["now() < since", true],
    ["now() < '2026-03-02T10:00:01Z' && now() >= '2026-03-02T11:00:00+01:00'", true],
    ["now() == '2026-03-02T10:00:00Z'", true],
    ["now() == '2026-03-02' && '2026-03-02' == now() && now() <= '2026-03-02'", true],
    ["eta == '2026-03-05T22:30:00Z'", true],
    ["eta == 'soon' || now() == 'soon'", false],
    ["now() - duration('1h') < now()", true],
    ["since - now() > duration('24h')", true],
    ["now().getHours('Europe/Paris')", 11],
    ["string(eta)", "2026-03-05"],
    ["string(since)", "2026-03-05T22:30:00.000Z"],
    ["timestamp('2026-03-02T10:00:00Z') == now()", true],
    ["eta", "2026-03-05"],
    ["now()", "2026-03-02T10:00:00.000Z"],
  ])("%s is %j", (source, expected) => {
    expect(result(source)).toEqual(expected);
  });

  test.each<[string, string, string]>([
    ["en", "eta.format('long')", "March 5, 2026"],
    ["fr", "eta.format('long')", "5 mars 2026"],
    ["fr", "eta.format('full')", "jeudi 5 mars 2026"],
    ["en", "eta.format('short')", "3/5/26"],
    ["de", "eta.format('short')", "05.03.26"],
    ["fr", "eta.format('EEEE d MMMM')", "jeudi 5 mars"],
    ["en", "eta.format('dd/MM/yyyy')", "05/03/2026"],
    ["en", "eta.format(\"MMM d 'of' yy\")", "Mar 5 of 26"],
    ["pl", "eta.format('d MMMM')", "5 marca"],
    ["pl", "eta.format('MMMM yyyy')", "marzec 2026"],
    ["en", "eta.format('E d/M/y')", "Thu 5/3/2026"],
    ["en", "since.format('HH:mm')", "23:30"],
    ["en", "since.format('h:mm a')", "11:30 PM"],
    ["fr", "since.format('long')", "5 mars 2026 à 23:30"],
    ["en", "'2026-03-05'.format('long')", "March 5, 2026"],
    ["en", "'2026-03-05T22:30:00Z'.format('HH:mm')", "23:30"],
  ])("in %s, %s is %s", (language, source, expected) => {
    expect(result(source, world(monday, language))).toBe(expected);
  });

  test("a text that is no date has no format", () => {
    expect(result("'soon'.format('long')")).toBeInstanceOf(Error);
    expect(result("'2026-02-31'.format('long')")).toBeInstanceOf(Error);
    expect(result("now() < text")).toBeInstanceOf(Error);
    expect(result("eta >= order.status")).toBeInstanceOf(Error);
  });
});

describe("money", () => {
  test.each<[string, string, string]>([
    ["en", "money(12.5, 'EUR')", "€12.50"],
    ["en", "money(1234, 'USD')", "$1,234.00"],
    ["fr", "money(order.paid, 'EUR')", "12,50 €"],
    ["de", "money(total, 'EUR')", "5,00 €"],
    ["en", "money(1500, 'JPY')", "¥1,500"],
    ["en", "money(-1, 'EUR')", "-€1.00"],
  ])("in %s, %s is %s", (language, source, expected) => {
    expect(String(result(source, world(monday, language))).replace(/[\u00a0\u202f]/g, " ")).toBe(expected);
  });
});

describe("schedules, in their own time zone", () => {
  test.each<[string, string, boolean]>([
    ["Monday morning", "2026-03-02T08:00:00Z", true],
    ["a minute before", "2026-03-02T07:59:59Z", false],
    ["lunch", "2026-03-02T11:30:00Z", false],
    ["the last minute", "2026-03-02T16:59:59Z", true],
    ["closing time", "2026-03-02T17:00:00Z", false],
    ["a holiday", "2026-03-03T10:00:00Z", false],
    ["the day after", "2026-03-04T10:00:00Z", true],
    ["summer time", "2026-07-06T07:00:00Z", true],
    ["an hour that the clocks skip", "2026-03-29T01:30:00Z", true],
    ["an hour that comes twice, the first time", "2026-10-25T00:30:00Z", true],
    ["an hour that comes twice, the second time", "2026-10-25T01:30:00Z", true],
  ])("open: %s", (_name, now, expected) => {
    expect(result("open('desk')", world(now))).toBe(expected);
  });

  test.each<[string, string, string]>([
    ["now, while it is open", "2026-03-02T08:30:00Z", "2026-03-02T08:30:00.000Z"],
    ["after lunch", "2026-03-02T11:45:00Z", "2026-03-02T12:30:00.000Z"],
    ["not on a holiday", "2026-03-02T18:00:00Z", "2026-03-04T08:00:00.000Z"],
    ["over the weekend into summer time", "2026-03-25T18:00:00Z", "2026-03-29T00:00:00.000Z"],
    ["on the morning of the same day", "2026-03-04T00:00:00Z", "2026-03-04T08:00:00.000Z"],
    ["late on a day that is over elsewhere", "2026-03-01T23:30:00Z", "2026-03-02T08:00:00.000Z"],
  ])("next_open: %s", (_name, now, expected) => {
    expect(result("next_open('desk')", world(now))).toBe(expected);
  });

  test.each<[string, string, string]>([
    ["an hour that the clocks skip is the first one after it", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00.000Z"],
    ["an hour that comes twice is the first one", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00.000Z"],
    ["any other Sunday", "2026-03-07T12:00:00Z", "2026-03-08T01:30:00.000Z"],
  ])("next_open: %s", (_name, now, expected) => {
    expect(result("next_open('early')", world(now))).toBe(expected);
    expect(result("open('early')", world(expected))).toBe(true);
    expect(result("open('early')", world(new Date(Date.parse(expected) - 60_000).toISOString()))).toBe(false);
  });

  test("an opening is shown in its schedule's time zone, other moments in the usual one", () => {
    expect(result("next_open('tokyo').format('EEE HH:mm')")).toBe("Tue 09:00");
    expect(result("(next_open('tokyo') + duration('0s')).format('EEE HH:mm')")).toBe("Tue 01:00");
  });

  test("hours up to midnight, and over it", () => {
    expect(result("open('night')", world("2026-03-07T23:59:00Z"))).toBe(true);
    expect(result("open('night')", world("2026-03-08T23:59:00Z"))).toBe(true);
    expect(result("open('night')", world("2026-03-09T00:00:00Z"))).toBe(false);
  });

  test("what never opens, and what does not exist, are errors", () => {
    expect(result("open('closed')")).toBe(false);
    expect(result("next_open('closed')")).toBeInstanceOf(Error);
    expect(result("open('nowhere')")).toBeInstanceOf(Error);
    expect(result("open('toString')")).toBeInstanceOf(Error);
  });

  test("agents", () => {
    expect(result("agents_online('desk') > 1")).toBe(true);
    expect(result("agents_online('other') == 0")).toBe(true);
  });
});

/** A text with its values; null where one has none. */
function read(text: string, around: Surroundings): string | null {
  const parts = parseTemplate(text).map((part) => {
    if (part.kind === "text") return part.text;
    const value = evaluate(part.source, scope, around);
    return value.ok && value.value !== null ? showValue(value.value, around.language, around.timeZone) : null;
  });
  return parts.includes(null) ? null : parts.join("");
}

describe("values inside a text", () => {
  test.each<[string, string, string]>([
    ["en", "{{ one }} and {{ half }}", "1 and 0.5"],
    ["fr", "{{ half }} {{ order.paid }}", "0,5 12,5"],
    ["en", "{{ eta }}", "March 5, 2026"],
    ["fr", "{{eta}}", "5 mars 2026"],
    ["en", "{{ names }}", "Ann and Bob"],
    ["en", "{{ yes ? 'yes' : 'no' }} }}", "yes }}"],
    ["en", "{{ {'a': 1}.a }}", "1"],
    ["en", "{{ '}}' + \"{{\" }}", "}}{{"],
    ["en", "no braces { here }", "no braces { here }"],
    ["en", "{{ one", "{{ one"],
    ["en", "123456 {{ 123456 }}", "123456 123456"],
    ["en", "{{ total }}", "5"],
    ["en", "{{ empty }}.", "."],
  ])("in %s, %s reads %s", (language, text, expected) => {
    expect(read(text, world(monday, language))).toBe(expected);
  });

  test.each(["{{ never_set }}", "{{ nothing }}", "{{ order.note }}", "{{ order.?nope }}", "{{ one + }}", "{{ }}"])(
    "%s has no text",
    (text) => {
      expect(read(text, world(monday))).toBeNull();
    },
  );
});
