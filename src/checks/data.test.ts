/** The edges of the checks of data flow, each on a site of a few steps: where a finding is due, and where none is. */

import { describe, expect, test } from "vitest";
import type { Check } from "#checks/check.ts";
import { literalSecret } from "#checks/literal-secret/check.ts";
import { maybeUnset } from "#checks/maybe-unset/check.ts";
import { runInputs } from "#checks/run-inputs/check.ts";
import { sensitiveLeak } from "#checks/sensitive-leak/check.ts";
import { unverifiedIdentity } from "#checks/unverified-identity/check.ts";
import { readContent } from "#content/read.ts";
import { locate } from "#findings/locate.ts";

type Files = Readonly<Record<string, string>>;

const site: Files = {
  "brands/shop/brand.yaml": 'brand: shop\nname: "Shop"\nlanguages: [en]\n',
  "brands/shop/connections/api.yaml": "connection: api\nbase_url: https://api.example\n",
  "assistants/bo/assistant.yaml": 'assistant: bo\nname: "Bo"\nlanguages: [en]\nwelcome: main\n',
};
const main = "assistants/bo/workflows/main.yaml";

/** A workflow of the assistant's: what it declares, and its steps, a line each. */
function workflow(id: string, head: string, ...steps: readonly string[]): Files {
  const lines = steps.map((step) => `  - { ${step} }\n`).join("");
  return {
    [`assistants/bo/workflows/${id}.yaml`]: `workflow: ${id}\n${head === "" ? "" : `${head}\n`}steps:\n${lines}`,
  };
}

/** What a check finds: the number of the step's line (or the file), the word it stands at, and the message. */
function found(check: Check, files: Files): readonly string[] {
  const texts = new Map(Object.entries({ ...site, ...files }));
  const { content } = readContent(new Map([...texts].map(([path, text]) => [path, { path, text }])));
  const text = texts.get(main) ?? "";
  const first = text.slice(0, text.indexOf("steps:")).split("\n").length;
  return check.run(content, { today: "2026-03-02", limits: {} as never, sources: texts }).map(({ at, message }) => {
    const { line } = locate(texts, at.file, at.start);
    const word = texts.get(at.file)?.slice(at.start, at.end);
    return `${at.file === main ? line - first : `${at.file}:${line}`} (${word}) ${message}`;
  });
}

type Row = readonly [name: string, steps: readonly string[], findings: readonly string[], files?: Files];

/** `head` is what the main workflow declares. */
function holds(check: Check, head: string, rows: readonly Row[]): void {
  describe(`${check.name}, with ${head}`, () => {
    test.each(rows.map(([name, ...row]) => [name, row] as const))("%s", (_name, [steps, expected, files]) => {
      expect(found(check, { ...workflow("main", head, ...steps), ...files })).toEqual(expected);
    });
  });
}

const end = "id: z, end: solved";
const say = (id: string, text: string, more = "") => `id: ${id}, say: "${text}"${more}`;
const ask = (more: string) => `id: q, ask: x, text: "?", ${more}`;
const call = (more: string) => `id: c, call: api, get: /a, ${more}`;

holds(maybeUnset, "vars: { x: string, y: string, xs: list }", [
  [
    "read before it is set",
    [say("a", "{{ x }}"), end],
    ['1 (x) "x" may have no value here: the workflow begins with this step, and nothing has set it'],
  ],
  ["set on the way", [ask("retry: { max: 1, else: end }"), say("a", "{{ x }}")], []],
  [
    "not set when no answer fits",
    [ask("retry: { max: 1, else: a }"), say("a", "{{ x }}", ", end: solved")],
    ['2 (x) "x" may have no value here: the path q → a does not set it'],
  ],
  [
    "not set after silence",
    [ask("retry: { max: 1, else: end }, silence: { after: 5m, then: [{ id: s, say: '{{ x }}' }] }"), end],
    ['1 (x) "x" may have no value here: the path q → s does not set it'],
  ],
  [
    "a form sets all",
    [
      'id: f, form: [{ var: x, label: "X" }, { var: y, label: "Y" }], retry: { max: 1, else: end }',
      say("a", "{{ x }} {{ y }}"),
    ],
    [],
  ],
  [
    "a choice sets",
    ['id: c, choose: x, text: "?", options: [{ id: o, label: "O" }], other: end', say("a", "{{ x }}")],
    [],
  ],
  [
    "but not by other",
    ['id: c, choose: x, text: "?", options: [{ id: o, label: "O" }], other: a', say("a", "{{ x }}")],
    ['2 (x) "x" may have no value here: the path c → a does not set it'],
  ],
  [
    "cards from data, of which there may be none",
    [
      'id: c, carousel: { each: "[1]", as: i, id: i, title: "T", options: [{ id: o, label: "O" }] }, save: { option: x }, other: a',
      say("a", "{{ x }}"),
    ],
    ['2 (x) "x" may have no value here: the path c → a does not set it'],
  ],
  ["a call saves", [call("save: { x: body.x }, errors: { else: end }"), say("a", "{{ x }}")], []],
  [
    "but not when it fails",
    [call("save: { x: body.x }, errors: { 404: a, else: end }"), say("a", "{{ x }}")],
    ['2 (x) "x" may have no value here: the path c → a does not set it'],
  ],
  ["one variable after another", ["id: s, set: { x: '\"a\"', y: x }", say("a", "{{ y }}")], []],
  [
    "in the wrong order",
    ["id: s, set: { y: x, x: '\"a\"' }", end],
    ['1 (x) "x" may have no value here: the workflow begins with this step, and nothing has set it'],
  ],
  [
    "by itself",
    ["id: s, set: { x: x + 'a' }", end],
    ['1 (x) "x" may have no value here: the workflow begins with this step, and nothing has set it'],
  ],
  [
    "both arms set",
    [
      "id: i, if: user.verified, then: [{ id: s, set: { x: '\"a\"' } }], else: [{ id: t, set: { x: '\"b\"' } }]",
      say("a", "{{ x }}"),
    ],
    [],
  ],
  [
    "one arm sets",
    ["id: i, if: user.verified, then: [{ id: s, set: { x: '\"a\"' } }]", say("a", "{{ x }}")],
    ['2 (x) "x" may have no value here: the path i → a does not set it'],
  ],
  ["a condition", ["id: i, if: x != null, then: [{ id: a, say: '{{ x }}' }]", end], []],
  ["its other arm", ["id: i, if: x == null, then: end, else: [{ id: a, say: '{{ x }}' }]", end], []],
  ["has()", ["id: i, if: has(x) && size(x) > 2, then: [{ id: a, say: '{{ x }}' }]", end], []],
  ["inside an expression", [say("a", "{{ x == null ? '' : x }}"), end], []],
  [
    "the wrong way round",
    [say("a", "{{ x == null ? x : '' }}"), end],
    ['1 (x) "x" may have no value here: the workflow begins with this step, and nothing has set it'],
  ],
  [
    "an option's condition",
    [
      "id: c, choose:, text: '?', options: [{ id: o, label: '{{ x }}', if: x != null, goto: a }], other: end",
      say("a", "{{ x }}"),
    ],
    [],
  ],
  [
    "a step that fails leads nowhere",
    [say("a", "{{ x }}"), say("b", "{{ x }}"), end],
    ['1 (x) "x" may have no value here: the workflow begins with this step, and nothing has set it'],
  ],
  [
    "what only a bad answer needs",
    [ask("retry: { max: 1, text: '{{ x }}', else: end }"), end],
    ['1 (x) "x" may have no value here: the workflow begins with this step, and nothing has set it'],
  ],
  ["a step that nothing reaches", [end, say("a", "{{ x }}")], []],
  [
    "in a loop, only from the second round on",
    ["id: i, if: x != null, then: a", ask("retry: { max: 1, else: end }, then: i"), say("a", "{{ x }}")],
    [],
  ],
  ["names that an expression makes", ["id: s, set: { xs: '[1]' }", say("a", "{{ xs.map(x, x + 1).size() }}")], []],
  ["what is misspelt where it is set", [call("save: { xx: body.x }, errors: { else: end }"), say("a", "{{ x }}")], []],
  [
    "a path, a header, a body",
    [call("headers: { a: '{{ x }}' }, errors: { else: end }"), end],
    ['1 (x) "x" may have no value here: the workflow begins with this step, and nothing has set it'],
  ],
]);

holds(maybeUnset, "outputs: { x: string }", [
  ["set on every path", ["id: s, set: { x: '\"a\"' }, end: solved"], []],
  [
    "not set on one",
    [ask("retry: { max: 1, else: [{ id: n, say: '!', end: unsolved }] }"), end],
    ['-1 (x) the output "x" may have no value in the end: the path q → n → end does not set it'],
  ],
  ["never set", [end], ['-1 (x) the output "x" may have no value in the end: the path z → end does not set it']],
]);

holds(maybeUnset, "inputs: { x: string }", [["an input", [say("a", "{{ x }}")], []]]);

const other = workflow(
  "other",
  "inputs: { a: string, b: string }\noutputs: { out: string }",
  "id: s, set: { out: a + b }, end: solved",
);

holds(runInputs, "vars: { x: string }", [
  ["all given", ["id: r, run: other, with: { a: '\"1\"', b: { text: '2' } }, save: { x: out }"], [], other],
  ["none given", ["id: r, run: other"], ['1 (run) the step "r" runs "other" without its inputs "a" and "b"'], other],
  [
    "one given",
    ["id: r, run: other, with: { a: '\"1\"' }"],
    ['1 (with) the step "r" runs "other" without its input "b"'],
    other,
  ],
  [
    "one too many",
    ["id: r, run: other, with: { a: '\"1\"', b: '\"2\"', third: '\"3\"' }"],
    ['1 (third) the workflow "other" has no input "third"'],
    other,
  ],
  [
    "an output that there is not",
    ["id: r, run: other, with: { a: '\"1\"', b: '\"2\"' }, save: { x: oot }"],
    ['1 (oot) the workflow "other" has no output "oot"'],
    other,
  ],
  ["a workflow that is missing", ["id: r, run: nowhere, with: { a: '\"1\"' }"], []],
]);

holds(runInputs, "inputs: { x: string }", [
  [
    "as welcome",
    [end],
    ['assistants/bo/assistant.yaml:4 (main) "welcome" of the assistant "bo" starts "main" without its input "x"'],
  ],
]);

holds(runInputs, "inputs: { x: string }\nstart: { phrases: [hi] }", [
  [
    "by phrases",
    [end],
    ['-1 (start) a phrase starts "main" without its input "x"'],
    { "assistants/bo/assistant.yaml": 'assistant: bo\nname: "Bo"\nlanguages: [en]\nanytime: [main]\n' },
  ],
]);

holds(sensitiveLeak, "vars: { x: { type: string, sensitive: true }, y: string, xs: list }", [
  ["in a text", [say("a", "{{ x }}")], ['1 (x) the sensitive "x" stands in a text']],
  [
    "in a path",
    [call("errors: { else: end }").replace("/a", "'/{{ x }}'")],
    ['1 (x) the sensitive "x" stands in the path of a call'],
  ],
  [
    "in a query",
    [call("query: { a: '{{ x }}' }, errors: { else: end }")],
    ['1 (x) the sensitive "x" stands in the query of a call'],
  ],
  [
    "in a header",
    [call("headers: { a: '{{ x }}' }, errors: { else: end }")],
    ['1 (x) the sensitive "x" stands in a header of a call'],
  ],
  ["in a body", [call("body: { a: '{{ x }}' }, errors: { else: end }")], []],
  [
    "in a tag and a field",
    ["id: h, handoff: desk, tags: ['{{ x }}'], fields: { a: x.upper() }"],
    ['1 (x) the sensitive "x" stands in a tag', '1 (x) the sensitive "x" stands in a field'],
  ],
  ["in a condition", ["id: i, if: size(x) > 2, then: end", say("a", "{{ x != null ? 'yes' : 'no' }}")], []],
  [
    "through set",
    ["id: s, set: { y: { text: 'no {{ x }}' } }", say("a", "{{ y }}")],
    ['2 (y) "y", which is made of the sensitive "x", stands in a text'],
  ],
  ["weighed only", ['id: s, set: { y: \'size(x) > 2 ? "long" : "short"\' }', say("a", "{{ y }}")], []],
  [
    "through save",
    [call("save: { y: body.a + x }, errors: { else: end }"), say("a", "{{ y }}")],
    ['2 (y) "y", which is made of the sensitive "x", stands in a text'],
  ],
  [
    "through with, and back",
    ["id: r, run: other, with: { a: x, b: '\"\"' }, save: { y: out }", say("a", "{{ y }}")],
    ['2 (y) "y", which is made of the sensitive "x", stands in a text'],
    other,
  ],
  [
    "inside what is run",
    ["id: r, run: third, with: { a: x }"],
    ['assistants/bo/workflows/third.yaml:4 (a) "a", which is made of the sensitive "x", stands in a text'],
    workflow("third", "inputs: { a: string }", say("t", "{{ a }}", ", end: solved")),
  ],
  [
    "in an option from data",
    [
      "id: s, set: { xs: '[x]' }",
      "id: c, choose:, text: '?', options: { each: xs, as: it, id: '\"a\"', label: '{{ it }}' }, other: end, then: end",
    ],
    ['2 (it) "it", which is made of the sensitive "x", stands in a text'],
  ],
]);

holds(sensitiveLeak, "vars: { x: string }", [
  [
    "asked for so",
    [ask("sensitive: true, retry: { max: 1, else: end }"), say("a", "{{ x }}")],
    ['2 (x) the sensitive "x" stands in a text'],
  ],
  [
    "a detail of the customer",
    [
      'id: f, form: [{ var: user.phone, label: "P", sensitive: true }], retry: { max: 1, else: end }',
      say("a", "{{ user.phone }}"),
    ],
    ['2 (user.phone) the sensitive "user.phone" stands in a text'],
  ],
]);

const find = call("query: { a: '{{ user.email }}' }, errors: { else: end }");
const typed = (way: string) =>
  `the call names the customer by "user.email" which anybody can type: ${way} asks for user.verified`;

holds(unverifiedIdentity, "vars: { x: string, ok: bool }", [
  ["at once", [find], [`1 (user.email) ${typed("nothing before it")}`]],
  ["in a header", [call("headers: { a: '{{ user.email }}' }, errors: { else: end }")], []],
  ["another detail", [call("query: { a: '{{ user.locale }} {{ user.id }}' }, errors: { else: end }")], []],
  ["behind a condition", ["id: i, if: user.verified, else: end", find], []],
  [
    "behind the wrong arm",
    ["id: i, if: user.verified, then: end", find],
    [`2 (user.email) ${typed("nothing on the path i → c")}`],
  ],
  ["behind its contrary", ["id: i, if: '!user.verified', then: end", find], []],
  ["behind a part of it", ["id: i, if: user.verified && has(user.email), else: end", find], []],
  [
    "behind one of two",
    ["id: i, if: user.verified || has(user.email), else: end", find],
    [`2 (user.email) ${typed("nothing on the path i → c")}`],
  ],
  ["behind a switch", ["id: i, switch: user.verified, cases: { true: c }, else: end", find], []],
  [
    "behind an option's condition",
    ["id: o, choose:, text: '?', options: [{ id: a, label: 'A', if: user.verified, goto: c }], other: end", find],
    [],
  ],
  [
    "behind a variable",
    ["id: s, set: { ok: user.verified && channel.type == 'web' }", "id: i, if: ok, else: end", find],
    [],
  ],
  [
    "behind a variable that says less",
    ["id: s, set: { ok: user.verified || channel.type == 'web' }", "id: i, if: ok, else: end", find],
    [`3 (user.email) ${typed("nothing on the path s → i → c")}`],
  ],
  [
    "inside the expression",
    [call("query: { a: '{{ user.verified ? user.email : \"\" }}' }, errors: { else: end }")],
    [],
  ],
  [
    "where another path leads around it",
    ["id: i, if: channel.type == 'web', then: c", "id: j, if: user.verified, else: end", find],
    [`3 (user.email) ${typed("nothing on the path i → c")}`],
  ],
  [
    "through a variable",
    [
      "id: s, set: { x: user.email.lower() }",
      call("body: { a: '{{ x }}' }, errors: { else: end }").replace("get", "post"),
    ],
    [
      '2 (x) the call names the customer by "x", which is made of "user.email", which anybody can type: nothing on the path s → c asks for user.verified',
    ],
  ],
  [
    "in a workflow that is run behind a condition",
    ["id: i, if: user.verified, then: [{ id: r, run: inner }]", end],
    [],
    workflow("inner", "", find, end),
  ],
  [
    "in a workflow that is run",
    ["id: r, run: inner"],
    [`assistants/bo/workflows/inner.yaml:3 (user.email) ${typed("nothing on the path r → c")}`],
    workflow("inner", "", find, end),
  ],
  [
    "behind a workflow that lets nobody else through",
    ["id: r, run: inner, outcomes: { ok: c, else: end }, then: end", find],
    [],
    workflow("inner", "", "id: i, if: user.verified, then: [{ id: y, end: ok }]", "id: n, end: not_ok"),
  ],
]);

const sentWith = (key: string, value: string) => [call(`${key}: ${value}, errors: { else: end }`)];
/** Put together here, so that nobody takes it for a key that got lost. */
const stripe = ["sk", "live", "51Habcdefghijk"].join("_");

holds(literalSecret, "vars: { x: string }", [
  [
    "a bearer's token",
    sentWith("headers", "{ Authorization: 'Bearer abc123' }"),
    ["1 ('Bearer abc123') a value for \"Authorization\" is written out here"],
  ],
  ["a bearer's token from a variable", sentWith("headers", "{ Authorization: 'Bearer {{ x }}' }"), []],
  ["a placeholder", sentWith("headers", "{ Authorization: 'Bearer <token>' }"), []],
  [
    "a key",
    sentWith("query", "{ api_key: 'a8fK20xq' }"),
    ["1 ('a8fK20xq') a value for \"api_key\" is written out here"],
  ],
  [
    "a password in a body",
    sentWith("body", "{ login: { password: 'hunter2' } }"),
    ["1 ('hunter2') a value for \"password\" is written out here"],
  ],
  [
    "a password whose name is written in letters by their numbers",
    sentWith("body", String.raw`{ "pass\u0077ord": 'hunter2' }`),
    ["1 ('hunter2') a value for \"password\" is written out here"],
  ],
  ["a word", sentWith("body", "{ password: 'required', token: 'reset-password', secret: 'SHOP_TOKEN' }"), []],
  ["a key of no secret", sentWith("query", "{ sort_key: 'name', page_token: 'first', key: 'status' }"), []],
  [
    "a token that looks random",
    sentWith("query", "{ token: '9f8e7d6c5b4a39281706' }"),
    ["1 ('9f8e7d6c5b4a39281706') a value for \"token\" is written out here"],
  ],
  [
    "in a path",
    [call("errors: { else: end }").replace("/a", "'/a?api_key=a8fK20xq'")],
    ["1 ('/a?api_key=a8fK20xq') a value for \"api_key\" is written out here"],
  ],
  ["a known look, in a text", [say("a", stripe)], [`1 ("${stripe}") a Stripe key is written out here`]],
  [
    "set to a variable",
    ["id: s, set: { api_token: '\"a8fK20xq\"', secret: 'x + \"a8fK20xq\"' }", end],
    ['1 (\'"a8fK20xq"\') a value for "api_token" is written out here'],
  ],
  [
    "set to a text",
    ["id: s, set: { api_token: { text: 'a8fK20xq' } }", end],
    ["1 ('a8fK20xq') a value for \"api_token\" is written out here"],
  ],
  [
    "in place of a secret's name",
    [end],
    [`brands/shop/connections/api.yaml:3 (${stripe}) a Stripe key is written out here`],
    {
      "brands/shop/connections/api.yaml": `connection: api\nbase_url: https://api.example\nauth: { bearer: { secret: ${stripe} } }\n`,
    },
  ],
  [
    "in an address",
    [end],
    ["brands/shop/connections/api.yaml:2 (https://bo:pw@api.example) a password in an address is written out here"],
    {
      "brands/shop/connections/api.yaml":
        "connection: api\nbase_url: https://bo:pw@api.example\nauth: { bearer: { secret: API_TOKEN } }\n",
    },
  ],
  [
    "among a brand's values",
    [end],
    ['brands/shop/brand.yaml:4 ("a8fK20xq") a value for "maps_api_key" is written out here'],
    {
      "brands/shop/brand.yaml":
        'brand: shop\nname: "Shop"\nlanguages: [en]\nvalues: { maps_api_key: "a8fK20xq", free_from: 50 }\n',
    },
  ],
]);
