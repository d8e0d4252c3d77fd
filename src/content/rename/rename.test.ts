import { describe, expect, test } from "vitest";
import { readContent } from "#content/read.ts";
import { applyEdits } from "#content/rename/edit.ts";
import { type Renamed, rename } from "#content/rename/rename.ts";
import type { Heard } from "#content/rename/scope.ts";

const site: Readonly<Record<string, string>> = {
  "parley.yaml": "site: small\n",
  "brands/shop/brand.yaml": 'brand: shop\nname: "Shop"\nlanguages: [en]\n',
  "brands/shop/groups/desk.yaml": 'group: desk\nname: "Desk"\nschedule: desk\n',
  "brands/shop/schedules/desk.yaml": "schedule: desk\ntimezone: Europe/Paris\nweekly: {}\n",
  "brands/shop/connections/api.yaml":
    "connection: api\nbase_url: https://api.example\nanswers: { order: { total: number } }\n",
  "channels/web.yaml": "channel: web\ntype: web\nname: Web\nbrand: shop\nassistant: bo # he answers\n",
  "assistants/bo/assistant.yaml": "assistant: bo\nname: Bo\nlanguages: [en, fr]\nwelcome: hello\nanytime: ['hello']\n",
  "assistants/bo/locales/fr.yaml": `hello:
  "ask.text": "Quoi ?" # the step's own key
  pick.options.a.label: "{{ name + ' a' }}"
  form.form.name.label: "Nom"
`,
  "assistants/bo/workflows/hello.yaml": `workflow: hello
inputs: { given: string }
outputs: { made: string }
vars: { name: string, choice: string, order: api.order }
steps:
  - id: ask # the first
    ask: name
    text: { en: "What, \\"{{ name }}\\"?" }
    retry: { max: 1, else: "pick" }
  - id: pick
    choose: choice
    text: { en: "Which?" }
    options:
      - { id: a, label: { en: "A" }, if: 'choice != "a" && choice in ["a", "b"]', goto: ask }
      - { id: b, label: { en: "B" } }
    other: pick
  - id: form
    form: [{ var: name, label: { en: "Name" } }]
  - id: sort
    switch: choice
    cases: { a: ask, b: end }
    else: [{ id: list, set: { made: "[1].map(name, name)[0] == 1 ? name : given" } }]
  - id: fetch
    call: api
    get: "/{{ name }}"
    save: { order: body.name }
    errors: { else: end }
  - { id: last, say: { en: 'Open: {{ open("desk") }}' } }
`,
  "assistants/bo/workflows/other.yaml": `workflow: other
vars: { name: string }
steps:
  - { id: ask, run: hello, with: { given: name }, save: { name: made } }
`,
  "assistants/bo/workflows/shelf.yaml": `workflow: shelf
vars: { room: string }
steps:
  - { id: place, choose: room, text: { en: "Where?" }, options: [{ id: hall, label: { en: "Hall" } }], other: end }
  - { id: show, say: { en: "{{ brand.lamps[room] }}" } }
`,
  "assistants/bo/tests/a.test.yaml": `workflow: hello
given: { agents: { desk: 1 }, calls: { api: { GET /a: {} } } }
tests:
  - name: a
    talk:
      - start: open
        with: { given: x }
      - bot: ask.retry
      - bot: pick
        options: [a, b]
      - pick: a
      - bot: ask
      - fill: { name: Ann }
    expect: { visited: [ask], vars: { choice: a, order.total: 1, name: Ann }, calls: { api: 1 } }
`,
  "assistants/bo/tests/b.test.yaml": `assistant: bo
tests:
  - name: b
    channel: web
    talk: [{ bot: ask }, "...", { pick: a }]
`,
};

const files = new Map(Object.entries(site).map(([path, text]) => [path, { path, text }]));
const { content } = readContent(files);
const sources = new Map(Object.entries(site));
const heard: Heard = { speaker: () => null, came: () => false };
const known = { content, sources, heard };

function result(kind: Renamed, place: string, to: string) {
  const renaming = rename(known, kind, place, to);
  if ("refused" in renaming) throw new Error(renaming.refused);
  return renaming;
}

/** The lines that a renaming changes, as they are afterwards. */
function changed(kind: Renamed, place: string, to: string): readonly string[] {
  const { edits, moves } = result(kind, place, to);
  const lines = Object.entries(site).flatMap(([file, text]) => {
    const after = applyEdits(
      text,
      edits.filter((edit) => edit.file === file),
    ).split("\n");
    const before = text.split("\n");
    return after.filter((line, index) => line !== before[index]).map((line) => line.trim());
  });
  return [...lines, ...moves.map(({ from, to: target }) => `${from} → ${target}`)];
}

describe("renaming", () => {
  test("a step: its exits, its texts' places, its tests; comments and quotes stay", () => {
    expect(changed("step", "bo/hello/ask", "ask_name")).toEqual([
      '"ask_name.text": "Quoi ?" # the step\'s own key',
      "- id: ask_name # the first",
      `- { id: a, label: { en: "A" }, if: 'choice != "a" && choice in ["a", "b"]', goto: ask_name }`,
      "cases: { a: ask_name, b: end }",
      "- bot: ask_name.retry",
      "- bot: ask_name",
      "expect: { visited: [ask_name], vars: { choice: a, order.total: 1, name: Ann }, calls: { api: 1 } }",
    ]);
    expect(changed("step", "bo/hello/pick", "123")).toContain('retry: { max: 1, else: "123" }');
    expect(changed("step", "bo/hello/pick", "123")).toContain('other: "123"');
  });

  test("a step whose id another workflow has too: a test that may mean either is left to a person", () => {
    expect(result("step", "bo/hello/ask", "x").notes).toEqual([
      {
        at: expect.objectContaining({ file: "assistants/bo/tests/b.test.yaml" }),
        message: '"ask" is a step of "other" too, and was left as it was here: see which is meant',
      },
    ]);
  });

  test("an option: what is compared with it, and what tests pick", () => {
    expect(changed("option", "bo/hello/pick/a", "first")).toEqual([
      `pick.options.first.label: "{{ name + ' a' }}"`,
      `- { id: first, label: { en: "A" }, if: 'choice != "first" && choice in ["first", "b"]', goto: ask }`,
      "cases: { first: ask, b: end }",
      "options: [first, b]",
      "- pick: first",
      "expect: { visited: [ask], vars: { choice: first, order.total: 1, name: Ann }, calls: { api: 1 } }",
      'talk: [{ bot: ask }, "...", { pick: first }]',
    ]);
  });

  test("an option whose id goes on as data: a person is told where", () => {
    expect(result("option", "bo/shelf/place/hall", "first").notes).toEqual([
      {
        at: expect.objectContaining({ file: "assistants/bo/workflows/shelf.yaml" }),
        message: 'the option\'s id goes on from here, in "room": see whether anything else knows it by its old name',
      },
    ]);
  });

  test("a variable: wherever it is filled or read, but no name that an expression makes itself", () => {
    expect(changed("variable", "bo/hello/name", "who")).toEqual([
      `pick.options.a.label: "{{ who + ' a' }}"`,
      'form.form.who.label: "Nom"',
      "vars: { who: string, choice: string, order: api.order }",
      "ask: who",
      'text: { en: "What, \\"{{ who }}\\"?" }',
      'form: [{ var: who, label: { en: "Name" } }]',
      'else: [{ id: list, set: { made: "[1].map(name, name)[0] == 1 ? who : given" } }]',
      'get: "/{{ who }}"',
      "- fill: { who: Ann }",
      "expect: { visited: [ask], vars: { choice: a, order.total: 1, who: Ann }, calls: { api: 1 } }",
    ]);
    expect(changed("variable", "bo/hello/order", "parcel")).toContain(
      "expect: { visited: [ask], vars: { choice: a, parcel.total: 1, name: Ann }, calls: { api: 1 } }",
    );
  });

  test("an input and an output: the workflows that give and take them", () => {
    expect(changed("variable", "bo/hello/given", "got")).toEqual([
      "inputs: { got: string }",
      'else: [{ id: list, set: { made: "[1].map(name, name)[0] == 1 ? name : got" } }]',
      "- { id: ask, run: hello, with: { got: name }, save: { name: made } }",
      "with: { got: x }",
    ]);
    expect(changed("variable", "bo/hello/made", "out")).toContain(
      "- { id: ask, run: hello, with: { given: name }, save: { name: out } }",
    );
  });

  test("what has a file or a folder", () => {
    expect(changed("workflow", "bo/hello", "greeting")).toEqual([
      "welcome: greeting",
      "anytime: ['greeting']",
      "greeting:",
      "workflow: greeting",
      "- { id: ask, run: greeting, with: { given: name }, save: { name: made } }",
      "workflow: greeting",
      "assistants/bo/workflows/hello.yaml → assistants/bo/workflows/greeting.yaml",
    ]);
    expect(changed("assistant", "bo", "ann")).toEqual([
      "assistant: ann # he answers",
      "assistant: ann",
      "assistant: ann",
      "assistants/bo → assistants/ann",
    ]);
    expect(changed("channel", "web", "chat")).toEqual([
      "channel: chat",
      "channel: chat",
      "channels/web.yaml → channels/chat.yaml",
    ]);
    expect(changed("brand", "shop", "store")).toEqual(["brand: store", "brand: store", "brands/shop → brands/store"]);
    expect(changed("schedule", "shop/desk", "hours")).toEqual([
      "schedule: hours",
      "schedule: hours",
      `- { id: last, say: { en: 'Open: {{ open("hours") }}' } }`,
      "brands/shop/schedules/desk.yaml → brands/shop/schedules/hours.yaml",
    ]);
    expect(changed("group", "shop/desk", "team")).toEqual([
      "group: team",
      "given: { agents: { team: 1 }, calls: { api: { GET /a: {} } } }",
      "brands/shop/groups/desk.yaml → brands/shop/groups/team.yaml",
    ]);
    expect(changed("connection", "shop/api", "store-api")).toEqual([
      "connection: store-api",
      "vars: { name: string, choice: string, order: store-api.order }",
      "call: store-api",
      "given: { agents: { desk: 1 }, calls: { store-api: { GET /a: {} } } }",
      "expect: { visited: [ask], vars: { choice: a, order.total: 1, name: Ann }, calls: { store-api: 1 } }",
      "brands/shop/connections/api.yaml → brands/shop/connections/store-api.yaml",
    ]);
  });

  test.each<[Renamed, string, string, string]>([
    ["step", "bo/hello/ask", "pick", 'the workflow "hello" has a step "pick" already'],
    ["step", "bo/hello/ask", "end", '"end" is no step\'s id: it ends a workflow'],
    ["step", "bo/hello/no", "x", 'the workflow "hello" has no step "no"'],
    ["step", "bo/hello/ask", "Ask!", '"Ask!" is not an id: small letters a-z, digits, - and _ only'],
    ["option", "bo/hello/pick/a", "b", 'the step "pick" has "b" already'],
    ["option", "bo/hello/ask/a", "b", 'the step "ask" of "hello" has no option or card "a"'],
    ["variable", "bo/hello/name", "choice", '"choice" means something in the workflow "hello" already'],
    ["variable", "bo/hello/name", "body", '"body" means something in the workflow "hello" already'],
    ["workflow", "bo/hello", "other", 'there is a workflow "other" already'],
    ["workflow", "al/hello", "x", '"al/hello" names no workflow: there is no assistant or brand "al"'],
    ["channel", "www", "x", '"www" names no channel: there is no channel "www"'],
    ["group", "shop/x", "y", '"shop/x" names no group: there is no group "x"'],
  ])("%s %s to %s is refused", (kind, place, to, message) => {
    expect(rename(known, kind, place, to)).toMatchObject({ refused: message });
  });
});
