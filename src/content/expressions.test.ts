import { expect, test } from "vitest";
import { spanOf } from "#content/expression-place.ts";
import { expressionsOf, unclosedTemplatesOf } from "#content/expressions.ts";
import type { SourceFile } from "#content/files.ts";
import { readContent } from "#content/read.ts";

const file = "assistants/bo/workflows/all.yaml";
const texts: Readonly<Record<string, string>> = {
  "parley.yaml": "site: shop\n",
  "brands/shop/brand.yaml": 'brand: shop\nname: "Shop"\nlanguages: [fr, en]\n',
  "assistants/bo/assistant.yaml": "assistant: bo\nname: Bo\nlanguages: [fr, en]\nwelcome: all\n",
  "assistants/bo/locales/en.yaml": "all:\n  hi.say: 'It''s {{ e1 }}'\n  pick.options.label: '{{ item.e2 }}'\n",
  [file]: `workflow: all
title: "{{ t1 }}"
steps:
  - id: hi
    say: >-
      Voici
      {{ f1 }}
  - id: parts
    say:
      - { text: { fr: "{{ p1 }}", en: "x {{ y" } }
      - { image: "{{ p2 }}", alt: "{{ p3 }}" }
      - { links: [{ label: "{{ p4 }}", url: "https://x/{{ p5 }}" }] }
  - { id: q, ask: email, text: "{{ a1 }}", accept: value.like("@") && a2, retry: { max: 1, text: "{{ a3 }}" } }
  - { id: details, form: [{ var: email, label: "{{ d1 }}", accept: value != d2 }] }
  - id: pick
    choose: x
    text: "{{ c1 }}"
    options: { each: c2, as: item, id: item.id, label: "{{ item.c3 }}" }
  - id: static
    choose:
    text: x
    options: [{ id: a, label: "{{ s1 }}", if: s2 }]
  - id: cards
    carousel: { each: k1, as: card, id: card.id, title: "{{ card.k2 }}", image: "{{ card.k3 }}", link: "https://x/{{ k4 }}" }
  - { id: found, articles: { query: last_message } }
  - id: ring
    call: api
    post: "/x/{{ r1 }}"
    query: { q: "{{ r2 }}" }
    headers: { H: "{{ r3 }}" }
    body: { a: [{ b: "{{ r4 }}" }] }
    idempotency_key: r5
    save: { order: body.order }
    errors: { else: end }
  - { id: keep, set: { x: s3, y: { text: "{{ s4 }}" }, z: true } }
  - { id: cond, if: i1, then: [{ id: inner, switch: i2, cases: { a: end }, else: end }] }
  - id: outer
    if: n1
    then:
      - id: list
        choose: x
        text: "{{ n2 }}"
        options: { each: n3, as: one, id: one.id, label: "{{ one.n4 }}", then: [{ id: chosen, say: "{{ n5 }}" }, { id: kept, set: { y: { text: "{{ n6 }}" } } }] }
  - { id: other, run: all, with: { i: w1, j: { text: "{{ w2 }}" } } }
  - { id: people, handoff: g, tags: ["{{ h1 }}"], fields: { f: h2 } }
`,
};

function read() {
  const files = new Map(Object.entries(texts).map(([path, text]): [string, SourceFile] => [path, { path, text }]));
  const { content, findings } = readContent(files);
  expect(findings).toEqual([]);
  const assistant = content.assistants.get("bo");
  const item = assistant?.workflows.get("all");
  if (!assistant || !item?.value) throw new Error("the workflow was not read");
  return { owner: { item, assistant }, workflow: item.value };
}

test("every expression is found, with what it is for, and the letters at its place are its own", () => {
  const { owner, workflow } = read();
  const sources = new Map(Object.entries(texts));
  const lines = expressionsOf(workflow).map((placed) => {
    const at = spanOf(owner, placed, sources);
    expect(sources.get(at.file)?.slice(at.start, at.end)).toBe(String(placed.source));
    const target = placed.target === null ? "" : ` → ${placed.target}`;
    const names = placed.names.length === 0 ? "" : ` [${placed.names.join(" ")}]`;
    const where = at.file === file ? "" : ` in ${at.file}`;
    return `${placed.step} ${placed.purpose}${target}: ${placed.source}${names}${where}`;
  });
  expect(lines.join("\n")).toMatchInlineSnapshot(`
    "null text: t1
    hi text: f1
    hi text: e1 in assistants/bo/locales/en.yaml
    parts text: p1
    parts text: p3
    parts text: p4
    parts link: p2
    parts link: p5
    q text: a1
    q text: a3
    q accept → email: value.like("@") && a2 [value]
    details text: d1
    details accept → email: value != d2 [value]
    pick text: c1
    pick text: item.c3 [item]
    pick text: item.e2 [item] in assistants/bo/locales/en.yaml
    pick each → item: c2
    pick id: item.id [item]
    static text: s1
    static condition: s2
    cards text: card.k2 [card]
    cards each → card: k1
    cards id: card.id [card]
    cards link: card.k3 [card]
    cards link: k4 [card]
    found search: last_message
    ring path: r1
    ring query → q: r2
    ring header → H: r3
    ring body: r4
    ring idempotency_key: r5
    ring save → order: body.order [status body headers]
    keep set → x: s3
    keep set → y: s4
    keep set → z: true
    cond condition: i1
    inner switch: i2
    list text: n2
    list text: one.n4 [one]
    chosen text: n5
    outer condition: n1
    list each → one: n3
    list id: one.id [one]
    kept set → y: n6
    other with → i: w1
    other with → j: w2
    people tag: h1
    people field → f: h2"
  `);
});

test("a text in which an expression does not end", () => {
  const { workflow } = read();
  expect(unclosedTemplatesOf(workflow)).toMatchObject([
    { path: ["steps", 1, "say", 0, "text", "en"], text: { name: "parts.say.0.text", language: "en" }, start: 2 },
  ]);
});
