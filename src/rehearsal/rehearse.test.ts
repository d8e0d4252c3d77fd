import { describe, expect, test } from "vitest";
import type { SourceFile } from "#content/files.ts";
import { readContent } from "#content/read.ts";
import { locate } from "#findings/locate.ts";
import { rehearseSite } from "#rehearsal/rehearse-site.ts";

const site: Readonly<Record<string, string>> = {
  "brands/shop/brand.yaml":
    'brand: shop\nname: "Shop"\nlanguages: [en, fr]\nprivacy: { retention: 90d, notice: { en: "We keep this.", fr: "Nous gardons ceci." } }\n',
  "brands/shop/groups/desk.yaml": 'group: desk\nname: "Desk"\n',
  "brands/shop/connections/api.yaml":
    "connection: api\nbase_url: https://api.example\nanswers:\n  order: { status: string, eta: date }\n",
  "channels/text.yaml": 'channel: text\ntype: sms\nname: "SMS"\nbrand: shop\nassistant: bo\n',
  "assistants/bo/assistant.yaml":
    'assistant: bo\nname: "Bo"\nlanguages: [en]\npreparing: [fr]\nwelcome: hello\nfallback: lost\nanytime: [people]\n',
  "assistants/bo/workflows/hello.yaml":
    'workflow: hello\nsteps:\n  - id: hi\n    say: [{ text: "Hello." }, { text: "I am Bo." }, { text: "Ask me." }]\n    end: solved\n',
  "assistants/bo/workflows/lost.yaml":
    'workflow: lost\nsteps:\n  - { id: sorry_then, say: "I did not understand.", end: unsolved }\n',
  "assistants/bo/workflows/people.yaml":
    'workflow: people\nstart: { phrases: ["talk to a person"] }\nsteps:\n  - { id: handed, handoff: desk, text: "I pass you on.", tags: [wanted], no_agent: [{ id: nobody, say: "Nobody is there." }] }\n  - { id: after_people, say: "Back again.", end: solved }\n',
};

/** What is found in tests of a workflow `main`: `check line: message`. */
function found(workflow: string, tests: string, head = "workflow: main\n"): readonly string[] {
  const texts: Record<string, string> = {
    ...site,
    "assistants/bo/workflows/main.yaml": `workflow: main\nstart: { phrases: ["begin this"] }\n${workflow}`,
    "assistants/bo/tests/main.test.yaml": `${head}${tests}`,
  };
  const files = new Map(Object.entries(texts).map(([path, text]): [string, SourceFile] => [path, { path, text }]));
  const { content, findings } = readContent(files);
  expect(findings.map(({ message, at }) => `${at.file} ${message}`)).toEqual([]);
  const sources = new Map(Object.entries(texts));
  return rehearseSite(content, new Map()).findings.map(
    ({ check, message, at }) => `${check} ${locate(sources, at.file, at.start).line}: ${message}`,
  );
}

const say = 'steps:\n  - { id: a, say: "One" }\n  - { id: b, say: "Two {{ 1 + 1 }}", end: solved }\n';
const ask =
  'vars: { n: int }\nsteps:\n  - { id: q, ask: n, text: "How many?", retry: { max: 1, text: "A number?", else: out }, silence: { after: 10m, then: late } }\n  - { id: ok, say: "{{ n + 1 }}", end: solved }\n  - { id: out, say: "Never mind", end: unsolved }\n  - { id: late, say: "Still there?", end: late }\n';
const choose =
  'vars: { v: string }\nsteps:\n  - id: c\n    choose: v\n    text: "Which?"\n    options: [{ id: x, label: "Apple" }, { id: y, label: "Pear", then: [{ id: pear, say: "Pear it is" }] }]\n    other: [{ id: neither, say: "Neither" }]\n  - { id: fin, end: solved }\n';
const call =
  'vars: { id: string, order: api.order }\nsteps:\n  - { id: q, ask: id, text: "Number?" }\n  - id: get\n    call: api\n    get: "/orders/{{ id }}"\n    query: { lang: "{{ user.locale }}" }\n    retry: { max: 2 }\n    save: { order: body.order }\n    errors: { 404: none, timeout: slow, else: bad }\n  - { id: there, say: "{{ order.status }}, {{ order.eta.format(\'long\') }}", end: solved }\n  - { id: none, say: "None", end: unsolved }\n  - { id: slow, say: "Slow", end: unsolved }\n  - { id: bad, say: "Bad", end: unsolved }\n';

describe("what a talk says is what happens", () => {
  test.each<[string, string, string]>([
    [
      "a phrase begins the workflow",
      say,
      "- { name: t, talk: [{ start: phrase }, { bot: a }, { bot: b }], expect: { end: solved } }",
    ],
    [
      "a moment is the same with any offset",
      'vars: { at: time }\nsteps:\n  - { id: keep, set: { at: now() } }\n  - { id: a, say: "{{ at }}", end: solved }\n',
      "- { name: t, given: { now: 2026-03-02T09:00:00+01:00 }, talk: [{ start: open }, { bot: a }], expect: { vars: { at: 2026-03-02T08:00:00Z } } }\n- { name: u, given: { now: 2026-03-02T08:00:00Z }, talk: [{ start: open }, { bot: a }], expect: { vars: { at: 2026-03-02T09:00+01:00 } } }",
    ],
    ["it can be opened without one", say, "- { name: t, talk: [{ start: open }, { bot: a }, { bot: b }] }"],
    ["a talk may begin with what is said", say, "- { name: t, talk: [{ bot: a }, { bot: b }] }"],
    [
      "or with the customer's own words",
      say,
      '- { name: t, talk: [{ user: "please begin this" }, { bot: a }, { bot: b }] }',
    ],
    ["three dots skip what is said", say, "- { name: t, talk: [{ start: open }, ...] }"],
    ["and only as far as needed", say, "- { name: t, talk: [{ start: open }, ..., { bot: b }] }"],
    [
      "a text is a glob, the same or by language",
      say,
      '- { name: t, talk: [{ start: open }, { bot: a, text: "On?" }, { bot: b, text: { en: "*2", fr: "x" } }] }',
    ],
    [
      "a bad answer is asked again",
      ask,
      '- { name: t, talk: [{ start: open }, { bot: q }, { user: "x" }, { bot: q.retry, text: "A number?" }, { user: 41 }, { bot: ok, text: "42" }], expect: { vars: { n: 41 } } }',
    ],
    [
      "and then left",
      ask,
      '- { name: t, talk: [{ start: open }, { bot: q }, { user: "x" }, { bot: q.retry }, { user: "y" }, { bot: out }], expect: { end: unsolved, never: [ok], visited: [q, out, q.retry] } }',
    ],
    [
      "silence moves the clock",
      ask,
      "- { name: t, talk: [{ start: open }, { bot: q }, { silence: 9m59s }, { silence: 1s }, { bot: late }], expect: { end: late } }",
    ],
    [
      "an answer in time stops the clock",
      ask,
      '- { name: t, talk: [{ start: open }, { bot: q }, { silence: 9m }, { user: "1" }, { bot: ok }, { silence: 1h }] }',
    ],
    [
      "an option is picked by id, number or label",
      choose,
      '- { name: t, talk: [{ start: open }, { bot: c, options: [x, y] }, { pick: x }], expect: { vars: { v: x }, end: solved } }\n- { name: u, talk: [{ start: open }, { bot: c }, { user: "2" }, { bot: pear }] }\n- { name: v, talk: [{ start: open }, { bot: c }, { user: "apple" }] }',
    ],
    [
      "other words leave by other",
      choose,
      '- { name: t, talk: [{ start: open }, { bot: c }, { user: "plum" }, { bot: neither }] }',
    ],
    [
      "a card's option by both ids",
      'steps:\n  - id: k\n    carousel: [{ id: home, title: "Home", options: [{ id: take, label: "Take" }] }]\n    other: [{ id: no, say: "No" }]\n  - { id: z, say: "Z", end: solved }\n',
      "- { name: t, talk: [{ start: open }, { bot: k, options: [home.take] }, { pick: home.take }, { bot: z }] }",
    ],
    [
      "resolved by its arms",
      "steps:\n  - { id: r, resolved: { solved: end, unsolved: end } }\n",
      "- { name: t, talk: [{ start: open }, { bot: r }, { pick: unsolved }], expect: { end: unsolved } }",
    ],
    [
      "a form is filled",
      'vars: { n: int }\nsteps:\n  - { id: f, form: [{ var: n, label: "How many" }, { var: user.email, label: "E-mail" }], retry: { max: 1, else: z } }\n  - { id: z, say: "{{ n }} {{ user.email }}", end: solved }\n',
      '- { name: t, talk: [{ start: open }, { bot: f }, { fill: { n: 2, user.email: "nobody" } }, { bot: f.retry }, { fill: { n: 2, email: ann@example.com } }, { bot: z, text: "2 ann@example.com" }], expect: { vars: { n: 2, user.email: ann@example.com } } }',
    ],
    [
      "a file is sent",
      'vars: { p: file }\nsteps:\n  - { id: f, ask: p, text: "A picture?", files: { types: [jpg], max_mb: 1 } }\n  - { id: z, say: "{{ p.name }}", end: solved }\n',
      "- { name: t, talk: [{ start: open }, { bot: f }, { file: a.pdf }, { bot: f.retry }, { file: photos/lamp.jpg }, { bot: z, text: lamp.jpg }] }",
    ],
    [
      "wait passes by itself",
      'steps:\n  - { id: a, say: "One" }\n  - { id: w, wait: 2h }\n  - { id: b, say: "{{ now() }}", end: solved }\n',
      '- { name: t, given: { now: "2026-03-02T10:00:00+01:00" }, talk: [{ start: open }, { bot: a }, { bot: b, text: "*11:00*" }] }',
    ],
    [
      "agents speak and hand back",
      'steps:\n  - { id: h, handoff: desk, text: "A moment.", timeout: 5m, no_agent: [{ id: n, say: "Later", end: unsolved }] }\n  - { id: z, say: "Back", end: solved }\n',
      '- { name: t, given: { agents: { desk: 1 } }, talk: [{ start: open }, { bot: h }, { agent: "Hello" }, { user: "Hi" }, { silence: 10m }, { agent: done }, { bot: z }], expect: { handoff: desk, end: solved } }\n- { name: u, given: { agents: { desk: 1 } }, talk: [{ start: open }, { bot: h }, { silence: 5m }, { bot: n }], expect: { end: unsolved } }\n- { name: v, talk: [{ start: open }, { bot: n }] }',
    ],
    [
      "a workflow that is run stands by bare ids",
      'steps:\n  - { id: r, run: people }\n  - { id: z, say: "Done", end: solved }\n',
      "- { name: t, talk: [{ start: open }, { bot: nobody }, { bot: after_people }, { bot: z }] }",
    ],
    [
      "what waits is asked again after an anytime workflow",
      ask,
      '- { name: t, talk: [{ start: open }, { bot: q }, { user: "talk to a person" }, { bot: nobody }, { bot: after_people }, { bot: q }, { user: "1" }, { bot: ok }] }',
    ],
    [
      "inputs stand beside start",
      'inputs: { who: string }\nsteps:\n  - { id: a, say: "Hello {{ who }}", end: solved }\n',
      '- { name: t, talk: [{ start: open, with: { who: Ann } }, { bot: a, text: "Hello Ann" }] }',
    ],
    [
      "the customer is who is given",
      'steps:\n  - id: i\n    if: user.verified\n    then: [{ id: a, say: "{{ user.name }} {{ user.claims.tier }}" }]\n    else: [{ id: b, say: "Who?" }]\n  - { id: z, end: solved }\n',
      '- { name: t, given: { user: { name: Ann, verified: true, claims: { tier: gold } } }, talk: [{ start: open }, { bot: a, text: "Ann gold" }] }\n- { name: u, talk: [{ start: open }, { bot: b }] }',
    ],
    [
      "a channel stands beside the name",
      'steps:\n  - { id: a, say: "{{ channel.type }} {{ channel.id }}", end: solved }\n',
      '- { name: t, channel: text, talk: [{ start: open }, { bot: a, text: "sms text" }] }\n- { name: u, talk: [{ start: open }, { bot: a, text: "web *" }] }',
    ],
    [
      "a language in preparation where locales names it",
      say,
      "- { name: t, locales: [fr], talk: [{ start: open }, { bot: a }, { bot: b }] }",
    ],
    [
      "an answer of an API",
      call,
      '- name: t\n  given: { calls: { api: { GET /orders/A 1: { body: { order: { status: sent, eta: 2026-03-05 } } } } } }\n  talk: [{ start: open }, { bot: q }, { user: "A 1" }, { bot: there, text: "sent, March 5, 2026" }]\n  expect: { vars: { order.status: sent, order: { eta: 2026-03-05 } }, calls: { api: [{ get: /orders/A 1, query: { lang: en } }] } }',
    ],
    [
      "a list of answers is used up by the repeats, and begins anew for each test",
      call,
      '- name: t\n  talk: [{ start: open }, { bot: q }, { user: "1" }, { bot: there }]\n  expect: { calls: { api: 3 } }\n- name: u\n  talk: [{ start: open }, { bot: q }, { user: "1" }, { bot: there }]\n  expect: { calls: { api: 3 } }',
    ],
    ["its last answer stays", call, '- name: t\n  talk: [{ start: open }, { bot: q }, { user: "2" }, { bot: slow }]'],
    [
      "what an API refuses is not asked again",
      call,
      '- name: t\n  talk: [{ start: open }, { bot: q }, { user: "3" }, { bot: none }]\n  expect: { calls: { api: 1 } }',
    ],
    [
      "tags and other ways to end",
      'steps:\n  - { id: r, run: people }\n  - { id: z, say: "Done" , then: end }\n',
      "- { name: t, given: { agents: { desk: 1 } }, talk: [{ start: open }, { bot: handed }, { agent: done }, { bot: after_people }, { bot: z }], expect: { tags: [wanted], end: end } }",
    ],
    [
      "Parley's own steps",
      'steps:\n  - { id: a, say: "{{ user.nothing }}", end: solved }\n',
      "- { name: t, talk: [{ start: open }, { bot: sorry_then }, { bot: offer, options: [yes, no] }, { pick: no }, { bot: fine }] }",
    ],
    [
      "a button of an earlier question asks what waits again",
      choose.replace("{ id: fin, end: solved }", '{ id: fin, ask: v, text: "Sure?", then: fin }'),
      "- { name: t, talk: [{ start: open }, { bot: c }, { pick: x }, { bot: fin }, { pick: y }, { bot: fin }] }",
    ],
    [
      "a circle that only waits ends in the fallback",
      "steps:\n  - { id: w, wait: 1s, then: w }\n",
      "- { name: t, talk: [{ start: open }, { bot: sorry_then }] }",
    ],
    [
      "so does one that nobody answers for a year",
      'vars: { n: int }\nsteps:\n  - { id: q, ask: n, text: "How many?", silence: { after: 1s, then: again } }\n  - { id: z, end: solved }\n  - { id: again, goto: q }\n',
      "- { name: t, talk: [{ start: open }, { bot: q }, { silence: 365d }, ..., { bot: sorry_then }] }",
    ],
  ])("%s", (_name, workflow, tests) => {
    const stubs =
      workflow === call
        ? "given:\n  calls:\n    api:\n      GET /orders/1: [timeout, { status: 503 }, { body: { order: { status: sent, eta: 2026-03-05 } } }]\n      GET /orders/2: [{ status: 429 }, timeout]\n      GET /orders/3: { status: 404 }\n"
        : "";
    const failures = found(workflow, `${stubs}tests:\n${indented(tests)}`);
    expect(failures.filter((line) => !line.startsWith("unused-stub"))).toEqual([]);
  });

  test("an assistant begins with its welcome, whose messages are one item, and no notice is said", () => {
    const tests =
      'tests:\n  - { name: t, talk: [{ start: open }, { bot: hi, text: "*I am Bo*" }, { user: "begin this" }, { bot: a }, { bot: b }] }\n';
    expect(found(say, tests, "assistant: bo\n")).toEqual([]);
    expect(found(say, "tests:\n  - { name: t, talk: [{ bot: hi }] }\n", "assistant: bo\n")).toEqual([]);
  });
});

/** Tests as a list below `tests:`. */
function indented(tests: string): string {
  return tests
    .split("\n")
    .map((line) => `  ${line}\n`)
    .join("");
}

describe("what differs is found at its line", () => {
  test.each<[string, string, string, readonly string[]]>([
    [
      "another step",
      say,
      "- name: t\n  talk:\n    - start: open\n    - bot: b",
      ['test-failed 6: "t": the step "b" should speak here, but "a" does'],
    ],
    [
      "another text",
      say,
      '- name: t\n  talk:\n    - start: open\n    - bot: a\n      text: "Two"\n    - ...',
      ['test-failed 7: "t": what "a" says is not what "Two" expects'],
    ],
    [
      "something left over at the end",
      say,
      "- name: t\n  talk:\n    - start: open\n    - bot: a",
      ['test-failed 6: "t": after this, the step "b" speaks too, which the talk does not expect'],
    ],
    [
      "something left over before an input",
      ask,
      '- name: t\n  talk:\n    - start: open\n    - user: "1"\n    - bot: ok',
      ['test-failed 6: "t": before this, the step "q" speaks too, which the talk does not expect'],
    ],
    [
      "nothing said any more",
      say,
      "- name: t\n  talk:\n    - start: open\n    - ...\n    - bot: a\n    - bot: b\n    - bot: a",
      ['test-failed 9: "t": the step "a" should speak here, but nothing is said'],
    ],
    [
      "an option that is not offered",
      choose,
      "- name: t\n  talk:\n    - start: open\n    - bot: c\n    - pick: z",
      ['test-failed 7: "t": the option "z" is not offered here: x, y are'],
    ],
    [
      "other options",
      choose,
      "- name: t\n  talk:\n    - start: open\n    - bot: c\n      options: [y, x]",
      ['test-failed 7: "t": "c" offers x, y, not y, x'],
    ],
    [
      "a fill without a form",
      ask,
      "- name: t\n  talk:\n    - start: open\n    - bot: q\n    - fill: { n: 1 }",
      ['test-failed 7: "t": no form waits here to be filled in'],
    ],
    [
      "an input that there is not",
      'inputs: { who: string }\nsteps:\n  - { id: a, say: "Hello {{ who }}", end: solved }\n',
      "- name: t\n  talk:\n    - { start: open, with: { hwo: Ann } }\n    - ...",
      ['test-failed 5: "t": the workflow "main" has no input "hwo"'],
    ],
    [
      "a call that was sent once, and is wanted twice",
      call,
      '- name: t\n  given: { calls: { api: { GET /orders/9: { body: { order: { status: sent } } } } } }\n  talk: [{ start: open }, { bot: q }, { user: "9" }, ...]\n  expect:\n    calls:\n      api:\n        - { get: /orders/9 }\n        - { get: /orders/9 }',
      ['test-failed 10: "t": "api" should be sent GET /orders/9 after that, but it is asked for GET /orders/9'],
    ],
    [
      "an agent that nobody called",
      ask,
      '- name: t\n  talk:\n    - start: open\n    - bot: q\n    - agent: "Hello"',
      ['test-failed 7: "t": no agent has the conversation here'],
    ],
    [
      "every expectation",
      ask,
      '- name: t\n  talk:\n    - start: open\n    - bot: q\n    - user: "1"\n    - bot: ok\n  expect:\n    end: unsolved\n    handoff: desk\n    vars: { n: 2, m: 1 }\n    calls: { api: 1 }\n    tags: [x]\n    visited: [out]\n    never: [ok]',
      [
        'test-failed 10: "t": the talk should end with "unsolved", but it ends with "solved"',
        'test-failed 11: "t": the conversation should be handed to "desk", but it is handed to nobody',
        'test-failed 12: "t": the variable "n" should be 2, but it is 1',
        'test-failed 12: "t": the variable "m" should be 1, but it has no value',
        'test-failed 13: "t": "api" should be asked once, but it is not asked at all',
        'test-failed 14: "t": the tag "x" should be set, but none is set',
        'test-failed 15: "t": the talk should come by the step "out", but does not',
        'test-failed 16: "t": the talk should never come by the step "ok", but does',
      ],
    ],
    [
      "an end that is none yet",
      ask,
      "- name: t\n  talk:\n    - start: open\n    - bot: q\n  expect: { end: solved }",
      ['test-failed 7: "t": the talk should end with "solved", but it has not ended'],
    ],
    [
      "a request without a stub",
      call,
      '- name: t\n  talk:\n    - start: open\n    - bot: q\n    - user: "9"\n    - bot: there',
      ['call-without-stub 3: "t": the step "get" asks "api" for GET /orders/9, and no stub answers'],
    ],
    [
      "another query and key than were sent",
      "steps:\n  - { id: p, call: api, post: /refunds, query: { lang: fr }, idempotency_key: \"'k1'\", errors: { else: z } }\n  - { id: z, end: solved }\n",
      "- name: t\n  given: { calls: { api: { POST /refunds: { status: 201 } } } }\n  talk: [{ start: open }]\n  expect:\n    calls:\n      api:\n        - { post: /refunds, query: { lang: en }, headers: { Idempotency-Key: k2 } }\n- name: u\n  given: { calls: { api: { POST /refunds: { status: 201 } } } }\n  talk: [{ start: open }]\n  expect: { calls: { api: [{ post: /refunds, headers: { Idempotency-Key: k1 } }] } }",
      [
        'test-failed 9: "t": "api" should be sent POST /refunds with query {"lang":"en"} with headers {"Idempotency-Key":"k2"}, but it is asked for POST /refunds, with the query {"lang":"fr"}, with the headers {"idempotency-key":"k1"}',
      ],
    ],
    [
      "another body than was sent",
      "steps:\n  - { id: p, call: api, post: /refunds, body: { amount: 12, why: broken }, errors: { else: z } }\n  - { id: z, end: solved }\n",
      "- name: t\n  given: { calls: { api: { POST /refunds: { status: 201 } } } }\n  talk: [{ start: open }]\n  expect:\n    calls:\n      api:\n        - { post: /refunds, body: { amount: 13 } }",
      [
        'test-failed 9: "t": "api" should be sent POST /refunds with body {"amount":13}, but it is asked for POST /refunds, with the body {"amount":12,"why":"broken"}',
      ],
    ],
    [
      "a stub that nobody asks for",
      say,
      "- name: t\n  given:\n    calls:\n      api:\n        GET /never: timeout\n  talk: [{ start: open }, { bot: a }, { bot: b }]",
      ['unused-stub 7: no talk of this test asks "api" for GET /never'],
    ],
    [
      "a step that does not exist",
      say,
      "- name: t\n  talk: [{ start: open }, { bot: aa }]\n  expect: { never: [bb] }",
      [
        'unknown-step-in-test 4: no workflow of the assistant "bo" has a step "aa"',
        'unknown-step-in-test 5: no workflow of the assistant "bo" has a step "bb"',
      ],
    ],
    [
      "a field of a form, which speaks as the form",
      'vars: { n: int }\nsteps:\n  - { id: f, form: [{ var: n, label: "How many" }], retry: { max: 1, else: z } }\n  - { id: z, end: solved }\n',
      "- { name: t, talk: [{ start: open }, { bot: f.n }] }",
      ['unknown-step-in-test 3: the step "f" has no text of its own called "n"'],
    ],
    [
      "a language that the assistant does not speak",
      say,
      "- name: t\n  locales: [de]\n  talk: [{ start: open }, ...]",
      ['undeclared-language 4: the assistant "bo" does not speak "de"'],
    ],
  ])("%s", (_name, workflow, tests, expected) => {
    expect(found(workflow, `tests:\n${indented(tests)}`)).toEqual(expected);
  });
});
