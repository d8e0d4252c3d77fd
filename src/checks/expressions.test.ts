/** The edges of the checks of expressions: what is found, by which check, under which words of which line. */

import { describe, expect, test } from "vitest";
import type { Check } from "#checks/check.ts";
import { constantCondition } from "#checks/constant-condition/check.ts";
import { expressionSyntax } from "#checks/expression-syntax/check.ts";
import { typeMismatch } from "#checks/type-mismatch/check.ts";
import { unknownReference } from "#checks/unknown-reference/check.ts";
import { unknownVariable } from "#checks/unknown-variable/check.ts";
import { unsafeRegex } from "#checks/unsafe-regex/check.ts";
import { unusedVariable } from "#checks/unused-variable/check.ts";
import { readContent } from "#content/read.ts";
import { locate } from "#findings/locate.ts";
import { sortFindings } from "#findings/sort.ts";

const checks: readonly Check[] = [
  constantCondition,
  expressionSyntax,
  typeMismatch,
  unknownReference,
  unknownVariable,
  unsafeRegex,
];

const site: Readonly<Record<string, string>> = {
  "parley.yaml": "site: shop\n",
  "brands/shop/brand.yaml":
    'brand: shop\nname: "Shop"\nlanguages: [en, fr]\nvalues: { free_from: 50, since: 2020-01-01, colours: [red], home: { city: Lyon } }\n',
  "brands/shop/groups/desk.yaml": 'group: desk\nname: "Desk"\nschedule: desk\n',
  "brands/shop/schedules/desk.yaml": 'schedule: desk\ntimezone: Europe/Paris\nweekly: { mon: ["09:00-18:00"] }\n',
  "brands/shop/connections/api.yaml":
    "connection: api\nbase_url: https://api.example\nanswers: { order: { status: string, eta: date, total: number, buyer: { name: string } } }\n",
  "assistants/bo/assistant.yaml": 'assistant: bo\nname: "Bo"\nlanguages: [en, fr]\nwelcome: hello\nfallback: hello\n',
  "assistants/bo/workflows/inner.yaml":
    "workflow: inner\ninputs: { reason: string, count: int }\noutputs: { ticket: string, left: int }\nsteps:\n  - { id: a, set: { ticket: reason, left: count } }\n",
};

const hello = "assistants/bo/workflows/hello.yaml";
const vars =
  "vars: { s: string, n: int, num: number, b: bool, day: date, t: time, f: file, l: list, m: map, order: api.order }";

/** `check line words`, for each finding; lines count from the first step, and other files are named. */
function found(
  steps: string,
  files: Readonly<Record<string, string>> = {},
  run: readonly Check[] = checks,
): readonly string[] {
  const texts = new Map(Object.entries({ ...site, [hello]: `workflow: hello\n${vars}\nsteps:\n${steps}\n`, ...files }));
  const tree = new Map([...texts].map(([path, text]) => [path, { path, text }]));
  const { content, findings } = readContent(tree);
  expect(findings).toEqual([]);
  const options = { today: "2026-03-02", limits: {} as never, sources: texts } as never;
  return sortFindings(run.flatMap((check) => check.run(content, options))).map(({ check, at }) => {
    const { line } = locate(texts, at.file, at.start);
    const place = at.file === hello ? `${line - 3}` : `${at.file}:${line}`;
    return `${check} ${place} ${texts.get(at.file)?.slice(at.start, at.end)}`;
  });
}

const condition = (source: string) => `  - id: a\n    if: ${source}\n    then: end`;

describe("a condition", () => {
  test.each<[string, ...string[]]>([
    ["b"],
    ["open('desk') && n > 1"],
    ["brand.free_from > 40 && brand.home.city == 'Lyon' && 'red' in brand.colours"],
    ["brand.since < now() || conversation.started > t || channel.type == 'web'"],
    ["user.claims.level == 3 || user.verified"],
    ["has(user.email) && user.email.like('@')"],
    ["m.any.thing > 3 || l[0].x == 'y'"],
    ["order.buyer.name != '' && order.eta > now()"],
    ["n", "type-mismatch 2 n"],
    ["order.status", "type-mismatch 2 order.status"],
    ["'yes'", "type-mismatch 2 'yes'"],
    ["5", "type-mismatch 2 5"],
    ["true", "constant-condition 2 true"],
    ["n == n", "constant-condition 2 n == n"],
    ["b || true", "constant-condition 2 b || true"],
    ["b && 1 > 2", "constant-condition 2 b && 1 > 2"],
    ["!(b || !false)", "constant-condition 2 !(b || !false)"],
    ["size('abc') == 3", "constant-condition 2 size('abc') == 3"],
    ["now() > timestamp('2026-01-01T00:00:00Z')"],
    ["b ==", "expression-syntax 2 ="],
    ["b = true", "expression-syntax 2 ="],
    ["(b", "expression-syntax 2 b"],
    ["b or n > 1", "expression-syntax 2 or"],
    ["order.total > fifty", "unknown-variable 2 fifty"],
    ["brand.free_form > 1", "unknown-variable 2 free_form"],
    ["brand.home.town == ''", "unknown-variable 2 town"],
    ["user.verifeid", "unknown-variable 2 verifeid"],
    ["channel.kind == 'web'", "unknown-variable 2 kind"],
    ["value > 1", "unknown-variable 2 value"],
    ["opened('desk')", "unknown-variable 2 opened"],
    ["open('dsk')", "unknown-reference 2 dsk"],
    ["agents_online('dsk') > 0", "unknown-reference 2 dsk"],
    ["next_open('dsk') > now()", "unknown-reference 2 dsk"],
    ["s.like('[')", "unsafe-regex 2 '['"],
    ["s.like('a(?=b)')", "unsafe-regex 2 'a(?=b)'"],
    ["s.matches('a')", "unsafe-regex 2 matches"],
    ["s > n && nope", "type-mismatch 2 s > n", "unknown-variable 2 nope"],
  ])("%s", (source, ...expected) => {
    expect(found(condition(`"${source}"`))).toEqual(expected);
  });

  test("of an option", () => {
    const steps = (source: string) =>
      `  - id: a\n    choose:\n    text: x\n    options:\n      - { id: x, label: x, if: ${source} }\n    other: end`;
    expect(found(steps("n"))).toEqual(["type-mismatch 5 n"]);
    expect(found(steps("false"))).toEqual(["constant-condition 5 false"]);
    expect(found(steps("nope > 1"))).toEqual(["unknown-variable 5 nope"]);
  });
});

describe("the words under the squiggle, however the scalar is written", () => {
  test.each<[string, string, ...string[]]>([
    ["double quotes", '  - id: a\n    if: "s == \\"x\\" && nope"\n    then: end', "unknown-variable 2 nope"],
    ["single quotes", "  - id: a\n    if: 's == ''x'' && nope'\n    then: end", "unknown-variable 2 nope"],
    [
      "a folded text",
      "  - id: a\n    say: >-\n      One\n\n      two {{ nope }}\n        three",
      "unknown-variable 5 nope",
    ],
    ["a literal text", "  - id: a\n    say: |\n      One\n      {{ s }} {{ n + s }}", "type-mismatch 4 n + s"],
    [
      "a plain text over lines",
      "  - id: a\n    if: b &&\n      n > 2 &&\n      nope\n    then: end",
      "unknown-variable 4 nope",
    ],
    ["an expression over lines", '  - id: a\n    if: "b &&\n      nope > 1"\n    then: end', "unknown-variable 3 nope"],
    ["a flow map", '  - { id: a, say: { en: "x {{ nope }}", fr: "{{ b }}" } }', "unknown-variable 1 nope"],
    ["after an emoji", '  - id: a\n    say: "😀 \\u00e9 {{ nope }}"', "unknown-variable 2 nope"],
    [
      "two in one text",
      '  - id: a\n    say: "{{ nope }} {{ nope2 }}"',
      "unknown-variable 2 nope",
      "unknown-variable 2 nope2",
    ],
    ["an unclosed one", '  - id: a\n    say: "{{ s }} and {{ n }"', "expression-syntax 2 {{"],
    ["an empty one", '  - id: a\n    say: "x {{ }}"', "expression-syntax 2 "],
  ])("%s", (_name, steps, ...expected) => {
    expect(found(steps)).toEqual(expected);
  });

  test("a text in locales/", () => {
    const locale = "assistants/bo/locales/fr.yaml";
    const files = { [locale]: "hello:\n  a.say: >-\n    Voici\n    {{ nope }}\n" };
    expect(found('  - { id: a, say: "Hi" }', files)).toEqual([`unknown-variable ${locale}:4 nope`]);
  });
});

describe("what is kept in a variable", () => {
  test.each<[string, string, ...string[]]>([
    [
      "set, right",
      "  - id: a\n    set: { n: n + 1, num: n, s: s + 'x', b: n > 1, day: order.eta, l: '[1]', m: order, t: now() }",
    ],
    ["set, literals", "  - id: a\n    set: { n: 1, num: 1.5, b: true, s: '\"x\"', day: '\"2026-03-05\"' }"],
    ["set, today", "  - id: a\n    set: { day: 'now().format(\"yyyy-MM-dd\")' }"],
    ["set, a moment in a day", "  - id: a\n    set: { day: now() }", "type-mismatch 2 now()"],
    [
      "set, more than a day",
      "  - id: a\n    set: { day: 's + now().format(\"yyyy-MM-dd\")' }",
      'type-mismatch 2 s + now().format("yyyy-MM-dd")',
    ],
    ["set, null", "  - id: a\n    set: { s: 'null', n: m.x, day: 'l[0]' }"],
    ["set, undeclared", "  - id: a\n    set:\n      nn: 1", "unknown-variable 3 nn"],
    ["set, a text in an int", "  - id: a\n    set: { n: s }", "type-mismatch 2 s"],
    ["set, a fraction in an int", "  - id: a\n    set: { n: 1.5 }", "type-mismatch 2 1.5"],
    ["set, true in an int", "  - id: a\n    set: { n: true }", "type-mismatch 2 true"],
    ["set, a number in a text", "  - id: a\n    set: { s: 5 }", "type-mismatch 2 5"],
    ["set, no day", "  - id: a\n    set: { day: '\"soon\"' }", 'type-mismatch 2 "soon"'],
    ["set, a text", '  - id: a\n    set: { n: { text: "{{ s }}" } }', 'type-mismatch 2 "{{ s }}"'],
    [
      "save, right",
      "  - id: a\n    call: api\n    get: /x\n    save: { order: body.order, n: status, s: headers.etag }\n    errors: { else: end }",
    ],
    [
      "save, undeclared",
      "  - id: a\n    call: api\n    get: /x\n    save: { odrer: body }\n    errors: { else: end }",
      "unknown-variable 4 odrer",
    ],
    [
      "save, of another type",
      "  - id: a\n    call: api\n    get: /x\n    save: { s: status }\n    errors: { else: end }",
      "type-mismatch 4 status",
    ],
    ["ask, undeclared", "  - { id: a, ask: nn, text: x }", "unknown-variable 1 nn"],
    ["ask, a detail", "  - { id: a, ask: user.email, text: x, accept: value.like('@') }"],
    ["ask, no detail", "  - { id: a, ask: user.emial, text: x }", "unknown-variable 1 user.emial"],
    [
      "ask, what only an identity says",
      "  - { id: a, ask: user.verified, text: x }",
      "unknown-variable 1 user.verified",
    ],
    ["ask, by the variable's type", "  - { id: a, ask: n, text: x, accept: value > 1 }"],
    ["ask, a day", "  - { id: a, ask: day, text: x, accept: value > now() }"],
    ["ask, a file", "  - { id: a, ask: f, text: x, files: { types: [pdf] }, accept: value.bytes < 10 }"],
    ["ask, of another type", "  - { id: a, ask: n, type: email, text: x }", "type-mismatch 1 email"],
    ["ask, a list", "  - { id: a, ask: l, text: x }", "type-mismatch 1 l"],
    ["ask, a text as a number", "  - { id: a, ask: s, text: x, accept: value > 1 }", "type-mismatch 1 value > 1"],
    [
      "form",
      "  - { id: a, form: [{ var: s, label: x }, { var: nn, label: x }, { var: b, type: date, label: x }] }",
      "unknown-variable 1 nn",
      "type-mismatch 1 date",
    ],
    [
      "choose, undeclared",
      "  - { id: a, choose: nn, text: x, options: [{ id: x, label: x }], other: end }",
      "unknown-variable 1 nn",
    ],
    [
      "choose, an int",
      "  - { id: a, choose: n, text: x, options: [{ id: x, label: x }], other: end }",
      "type-mismatch 1 n",
    ],
    [
      "carousel",
      "  - { id: a, carousel: [{ id: x, title: x, options: [{ id: y, label: y }] }], save: { card: cc, option: n }, other: end }",
      "unknown-variable 1 cc",
      "type-mismatch 1 n",
    ],
    ["run, right", "  - { id: a, run: inner, with: { reason: s, count: n }, save: { s: ticket, num: left } }"],
    [
      "run, undeclared",
      "  - { id: a, run: inner, with: { reason: s, count: n }, save: { ss: ticket } }",
      "unknown-variable 1 ss",
    ],
    [
      "run, an input of another type",
      "  - { id: a, run: inner, with: { reason: n, count: { text: x } } }",
      "type-mismatch 1 n",
      "type-mismatch 1 x",
    ],
    [
      "run, an output of another type",
      "  - { id: a, run: inner, with: { reason: s, count: n }, save: { n: ticket } }",
      "type-mismatch 1 ticket",
    ],
  ])("%s", (_name, steps, ...expected) => {
    expect(found(steps)).toEqual(expected);
  });
});

describe("other places", () => {
  test.each<[string, string, ...string[]]>([
    [
      "options from data",
      "  - { id: a, choose: s, text: x, options: { each: l, as: item, id: item.id, label: '{{ item.name }}' }, other: end }",
    ],
    [
      "no list",
      "  - { id: a, choose: s, text: x, options: { each: n, as: item, id: item.id, label: x }, other: end }",
      "type-mismatch 1 n",
    ],
    [
      "the item's name elsewhere",
      "  - { id: a, choose: s, text: '{{ item.name }}', options: { each: l, as: item, id: item, label: x }, other: end }",
      "unknown-variable 1 item",
    ],
    [
      "cards from data",
      "  - { id: a, carousel: { each: l, as: c, id: c.id, title: '{{ c.t }}', image: '{{ c.i }}', link: 'https://x/{{ d.x }}' } }",
      "unknown-variable 1 d",
    ],
    ["a path", "  - { id: a, call: api, get: '/x/{{ nope }}', errors: { else: end } }", "unknown-variable 1 nope"],
    [
      "a body",
      "  - { id: a, call: api, post: /x, body: { a: [{ b: '{{ nope }}' }] }, errors: { else: end } }",
      "unknown-variable 1 nope",
    ],
    [
      "a header, a query and a key",
      "  - { id: a, call: api, post: /x, headers: { h: '{{ h1 }}' }, query: { q: '{{ q1 }}' }, idempotency_key: k1, errors: { else: end } }",
      "unknown-variable 1 h1",
      "unknown-variable 1 q1",
      "unknown-variable 1 k1",
    ],
    [
      "tags and fields",
      "  - { id: a, handoff: desk, mode: offline, tags: ['{{ t1 }}'], fields: { f: f1 } }",
      "unknown-variable 1 t1",
      "unknown-variable 1 f1",
    ],
    ["a search", "  - { id: a, articles: { query: last_mesage } }", "unknown-variable 1 last_mesage"],
    ["a switch", "  - { id: a, switch: order.status, cases: { shipped: end }, else: end }"],
    ["a switch on a list", "  - { id: a, switch: l, cases: { x: end }, else: end }", "type-mismatch 1 l"],
    [
      "a case that never comes",
      "  - { id: a, switch: n, cases: { 1: end, one: end }, else: end }",
      "type-mismatch 1 one",
    ],
    ["a constant switch", "  - { id: a, switch: '\"x\"', cases: { x: end }, else: end }", 'constant-condition 1 "x"'],
    [
      "a retry's text",
      "  - { id: a, ask: s, text: x, retry: { max: 1, text: '{{ nope }}', else: end } }",
      "unknown-variable 1 nope",
    ],
    [
      "a link",
      "  - { id: a, say: [{ links: [{ label: x, url: 'https://x/{{ nope }}' }] }] }",
      "unknown-variable 1 nope",
    ],
  ])("%s", (_name, steps, ...expected) => {
    expect(found(steps)).toEqual(expected);
  });
});

describe("a channel's default response", () => {
  const response = (text: string) =>
    `channel: web\ntype: web\nname: Web\nbrand: shop\ndefault_response: { text: ${text} }\n`;
  test.each<[string, ...string[]]>([
    ['"Hi {{ user.name }}, free from {{ brand.free_from }}"'],
    ['"{{ nope }}"', "unknown-variable channels/web.yaml:5 nope"],
    ['{ en: "x", fr: "{{ brand.nope }}" }', "unknown-variable channels/web.yaml:5 nope"],
    ['"{{ user.name + 1 }}"', "type-mismatch channels/web.yaml:5 user.name + 1"],
    ['"{{ user.name }"', "expression-syntax channels/web.yaml:5 {{"],
    ["'{{ next_open(\"dsk\") }}'", "unknown-reference channels/web.yaml:5 dsk"],
  ])("%s", (text, ...expected) => {
    expect(found("  - { id: a, say: x }", { "channels/web.yaml": response(text) })).toEqual(expected);
  });
});

describe("unused-variable", () => {
  const unused = (head: string, steps: string) =>
    found("", { [hello]: `workflow: hello\n${head}\nsteps:\n${steps}\n` }, [unusedVariable]).map((line) =>
      line.split(" ").at(-1),
    );
  test.each<[string, string, string, string[]]>([
    ["read in a text", "vars: { s: string }", '  - { id: a, say: "{{ s }}" }', []],
    ["only asked for", "vars: { s: string }", "  - { id: a, ask: s, text: x }", ["s"]],
    ["only set", "vars: { s: string }", "  - { id: a, set: { s: '\"x\"' } }", ["s"]],
    ["read by itself", "vars: { n: int }", "  - { id: a, set: { n: n + 1 } }", []],
    ["an input", "inputs: { s: string }", "  - { id: a, say: x }", ["s"]],
    ["an output", "outputs: { s: string }", "  - { id: a, set: { s: '\"x\"' } }", []],
    ["given to another", "vars: { s: string }", "  - { id: a, run: inner, with: { reason: s, count: 1 } }", []],
    [
      "in a body",
      "vars: { s: string }",
      "  - { id: a, call: api, post: /x, body: ['{{ s }}'], errors: { else: end } }",
      [],
    ],
    [
      "the name of an item hides it",
      "vars: { s: string, l: list }",
      "  - { id: a, if: 'l.exists(s, s > 1)', then: end }",
      ["s"],
    ],
    ["in a broken expression", "vars: { s: string }", "  - { id: a, if: s ==, then: end }", []],
  ])("%s", (_name, head, steps, expected) => {
    expect(unused(head, steps)).toEqual(expected);
  });
});
