import { expect, test } from "vitest";
import type { SourceFile } from "#content/files.ts";
import { readContent } from "#content/read.ts";
import { coverageOf } from "#rehearsal/coverage.ts";
import { rehearseSite } from "#rehearsal/rehearse-site.ts";
import { sampleText } from "#rehearsal/suggest/sample-text.ts";
import { suggest } from "#rehearsal/suggest/suggest.ts";

const site: Readonly<Record<string, string>> = {
  "brands/b/brand.yaml": 'brand: b\nname: "B"\nlanguages: [en, fr]\n',
  "brands/b/groups/desk.yaml": 'group: desk\nname: "Desk"\n',
  "brands/b/connections/api.yaml":
    "connection: api\nbase_url: https://api.example\nanswers:\n  order: { status: string, paid: bool, items: list }\n",
  "channels/web.yaml": 'channel: web\ntype: web\nname: "Web"\nbrand: b\nassistant: a\n',
  "assistants/a/assistant.yaml": 'assistant: a\nname: "A"\nlanguages: [en, fr]\nfallback: lost\n',
  "assistants/a/workflows/lost.yaml":
    'workflow: lost\nsteps:\n  - { id: what, say: { en: "What?", fr: "Quoi ?" }, end: unsolved }\n',
  "assistants/a/workflows/order.yaml": `workflow: order
start: { phrases: { en: ["where is my order"], fr: ["où est ma commande"] } }
vars: { id: string, order: api.order, item: string }
steps:
  - id: number
    ask: id
    text: { en: "Your number?", fr: "Votre numéro ?" }
    accept: value.like("^(?:FR|EN)-[0-9]{6}$")
    retry: { max: 1, else: people }
    silence: { after: 10m, then: people }
  - id: get
    call: api
    get: "/orders/{{ id }}"
    retry: { max: 1 }
    save: { order: body.order }
    errors: { 404: none, timeout: people, else: people }
  - id: how
    switch: order.status
    cases: { sent: [{ id: sent, say: { en: "Sent", fr: "Partie" } }], lost: people }
    else: [{ id: waiting, say: { en: "Wait", fr: "Attendez" } }]
  - id: paid
    if: order.paid
    then: [{ id: thanks, say: { en: "Thanks", fr: "Merci" } }]
  - id: which
    choose: item
    text: { en: "Which?", fr: "Lequel ?" }
    options: { each: order.items, as: it, id: it.id, label: "{{ it.name }}" }
    other: people
  - { id: done, resolved: { solved: end, unsolved: people } }
  - { id: none, say: { en: "None", fr: "Aucune" }, end: unsolved }
  - id: people
    handoff: desk
    timeout: 5m
    no_agent: [{ id: later, say: { en: "Later", fr: "Plus tard" }, end: unsolved }]
  - { id: back, say: { en: "Back", fr: "Revoilà" }, end: solved }
`,
};

function read(texts: Readonly<Record<string, string>>) {
  const files = new Map(Object.entries(texts).map(([path, text]): [string, SourceFile] => [path, { path, text }]));
  const { content, findings } = readContent(files);
  expect(findings.map(({ message }) => message)).toEqual([]);
  return content;
}

test("the suggested talks pass, and together they leave by every exit", () => {
  const content = read(site);
  const suggestions = suggest(
    content,
    coverageOf(content, [], () => true),
    [],
  );
  expect(suggestions.map(({ workflow, without }) => ({ workflow, without }))).toEqual([
    { workflow: "lost", without: [] },
    { workflow: "order", without: [] },
  ]);
  const tests = suggestions.map((each, index): [string, string] => {
    const path = `assistants/a/tests/t${index}.test.yaml`;
    return [path, each.write(path) ?? ""];
  });
  const tested = read({ ...site, ...Object.fromEntries(tests) });
  const { results, findings } = rehearseSite(tested, new Map());
  expect(findings.map(({ message }) => message)).toEqual([]);
  const { exits } = coverageOf(tested, results, () => true).shares;
  expect(exits).toEqual({ covered: exits.total, total: exits.total });
});

test("what is covered is not suggested", () => {
  const talk =
    "workflow: lost\ntests:\n  - { name: t, talk: [{ start: open }, { bot: what }], expect: { end: unsolved } }\n";
  const content = read({ ...site, "assistants/a/tests/lost.test.yaml": talk });
  const { results } = rehearseSite(content, new Map());
  expect(
    suggest(
      content,
      coverageOf(content, results, () => true),
      results,
    ).map(({ workflow }) => workflow),
  ).toEqual(["order"]);
});

test.each([
  ["^[A-Z]{2}-[0-9]{6}$", "AA-000000"],
  ["^\\d{5}$", "11111"],
  ["(?i)^(?:yes|no)!?$", "yes"],
  ["^[^0-9]+@.+\\.[a-z]{2,}$", "a@a.aa"],
  ["^a|b$", "a"],
  ["(unclosed", undefined],
])("a text that %s takes", (pattern, text) => {
  expect(sampleText(pattern)).toBe(text);
  if (text !== undefined) expect(new RegExp(pattern.replace("(?i)", ""), "i").test(text)).toBe(true);
});
