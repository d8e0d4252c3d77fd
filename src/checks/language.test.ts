/** The edges of the checks of languages, channels and phrases: where a finding is due, and where none is. */

import { describe, expect, test } from "vitest";
import type { Check } from "#checks/check.ts";
import { confusablePhrases } from "#checks/confusable-phrases/check.ts";
import { duplicateLabel } from "#checks/duplicate-label/check.ts";
import { duplicatePhrase } from "#checks/duplicate-phrase/check.ts";
import { labelTooLong } from "#checks/label-too-long/check.ts";
import { missingAsset } from "#checks/missing-asset/check.ts";
import { missingPhrases } from "#checks/missing-phrases/check.ts";
import { missingTranslation } from "#checks/missing-translation/check.ts";
import { placeholderMismatch } from "#checks/placeholder-mismatch/check.ts";
import { sameAsDefault } from "#checks/same-as-default/check.ts";
import { stepDegrades } from "#checks/step-degrades/check.ts";
import { undeclaredLanguage } from "#checks/undeclared-language/check.ts";
import { readContent } from "#content/read.ts";
import { channelLimits } from "#drivers/limits.ts";
import { locate } from "#findings/locate.ts";

const site: Readonly<Record<string, string>> = {
  "brands/shop/brand.yaml": 'brand: shop\nname: "The Shop"\nlanguages: [en, fr]\n',
  "assistants/bo/assistant.yaml": 'assistant: bo\nname: "Bo"\nlanguages: [en, fr]\nwelcome: hello\n',
};

const hello = "assistants/bo/workflows/hello.yaml";

/** `line:column` in the workflow, counted from its line after `workflow:`; `file:line:column` elsewhere. */
function found(check: Check, body: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  const texts = new Map(Object.entries({ ...site, [hello]: `workflow: hello\n${body}`, ...files }));
  const { content } = readContent(new Map([...texts].map(([path, text]) => [path, { path, text }])));
  return check.run(content, { today: "2026-03-02", limits: channelLimits, sources: texts }).map(({ at }) => {
    const { line, column } = locate(texts, at.file, at.start);
    return at.file === hello ? `${line - 1}:${column}` : `${at.file}:${line}:${column}`;
  });
}

const say = (text: string) => `steps:\n  - id: hi\n    say: ${text}\n`;
const locale = (text: string) => ({ "assistants/bo/locales/fr.yaml": `hello:\n${text}` });
const channel = (id: string, type: string) => ({
  [`channels/${id}.yaml`]: `channel: ${id}\ntype: ${type}\nname: "C"\nbrand: shop\nassistant: bo\n`,
});

describe("missing-translation", () => {
  test.each<[string, Record<string, string>, string[]]>([
    [say('"Hello"'), {}, ["3:5"]],
    [say('"Hello"'), locale('  hi.say: "Bonjour"\n'), []],
    [say('{ en: "Hello", fr: "" }'), {}, ["3:29"]],
    [say('\n      - text: { en: "A" }\n      - { image: a.svg, alt: "A picture" }'), {}, ["4:9", "5:25"]],
    ['title: "Hello"\nsteps: []\n', {}, ["1:1"]],
  ])("%j %j", (body, files, places) => {
    expect(found(missingTranslation, body, files)).toEqual(places);
  });
});

describe("placeholder-mismatch", () => {
  const declared = "vars: { a: string, b: string, n: int, d: date }\n";

  test.each<[string, string, string[]]>([
    ["Hello {{ a }} {{ b }}", "Bonjour {{b}} {{ a}} {{ a }}", []],
    ["Hello {{ a }}", "Bonjour {{ b }}", ["3:49"]],
    ["Hello {{ a }}", "Bonjour", ["3:37"]],
    ["Hello", "Bonjour {{ a }}", ["3:41"]],
    ["{{ n }} {{ n == 1 ? 'day' : 'days' }}", "{{ n }} {{ n == 1 ? 'jour' : 'jours' }}", []],
    ["{{ n == 1 ? 'day' : 'days' }}", "{{ n == 2 ? 'jour' : 'jours' }}", ["3:57"]],
    ["{{ d.format('MM/dd') }}", "{{ d.format('dd/MM') }}", []],
    ["{{ d.format('long') }}", "{{ d.format('short') }}", ["3:50"]],
    ["{{ open('desk') }}", "{{ open('shop') }}", ["3:46"]],
  ])("%j %j", (en, fr, places) => {
    expect(found(placeholderMismatch, say(`{ en: "${en}", fr: "${fr}" }`) + declared)).toEqual(places);
  });

  test("in locales/, in a folded text", () => {
    const files = locale("  hi.say: >-\n    Bonjour\n    {{ b }}\n");
    expect(found(placeholderMismatch, say('"Hello {{ a }}"') + declared, files)).toEqual([
      "assistants/bo/locales/fr.yaml:4:8",
    ]);
  });

  test("not where the default text names what does not exist, which has a finding of its own", () => {
    const text = (name: string) => say(`{ en: "Hello {{ ${name} }}", fr: "Bonjour {{ b }}" }`) + declared;
    expect(found(placeholderMismatch, text("a"))).toEqual(["3:49"]);
    expect(found(placeholderMismatch, text("aa"))).toEqual([]);
  });
});

describe("same-as-default", () => {
  test.each<[string, string[]]>([
    ['{ en: "Good morning", fr: "Good morning" }', ["3:36"]],
    ['{ en: "Welcome", fr: "Welcome" }', ["3:31"]],
    ['{ en: "{{ order }} – 42 €", fr: "{{ order }} – 42 €" }', []],
    ['{ en: "The Shop", fr: "The Shop" }', []],
    ['{ en: "https://shop.example/en", fr: "https://shop.example/en" }', []],
    ['{ en: "FAQ", fr: "FAQ" }', []],
  ])("%s", (text, places) => {
    expect(found(sameAsDefault, say(text))).toEqual(places);
  });
});

describe("undeclared-language", () => {
  test.each<[string, Record<string, string>, string[]]>([
    [say('{ en: "Hello", de: "Hallo" }'), {}, ["3:25"]],
    ["start: { phrases: { de: [hallo] } }\nsteps: []\n", {}, ["1:21"]],
    [say('"Hello"'), { "assistants/bo/locales/de.yaml": "{}\n" }, ["assistants/bo/locales/de.yaml:1:1"]],
    [
      say('{ en: "Hello", de: "Hallo" }'),
      { "assistants/bo/assistant.yaml": 'assistant: bo\nname: "Bo"\nlanguages: [en]\npreparing: [de]\n' },
      [],
    ],
    ["steps: []\n", { "brands/shop/articles/a.de.md": "---\ntitle: A\n---\n" }, ["brands/shop/articles/a.de.md:1:1"]],
  ])("%j %j", (body, files, places) => {
    expect(found(undeclaredLanguage, body, files)).toEqual(places);
  });
});

const phrases = (list: string) => `start: { phrases: ${list} }\nsteps: []\n`;

describe("phrases", () => {
  test.each<[string, string[]]>([
    [phrases('["hello"]'), ["1:10"]],
    [phrases('{ en: ["hello"], fr: [] }'), ["1:10"]],
    [phrases('{ en: ["hello"], fr: ["salut"] }'), []],
    ["steps: []\n", []],
  ])("missing-phrases %j", (body, places) => {
    expect(found(missingPhrases, body)).toEqual(places);
  });

  const other = "assistants/bo/workflows/other.yaml";
  test.each<[string, string, Record<string, string>, string[], string[]]>([
    ["where is my order", "Where is my order?", {}, [`${other}:2:20`], []],
    ["where is my order", "where are my orders", {}, [], [`${other}:2:20`]],
    ["where is my order", "cancel my order", {}, [], []],
    ["where can I order", "where is my order", {}, [], []],
    ["my parcel has arrived", "my parcel has not arrived", {}, [], []],
    ["hello", "hello", { [other]: `workflow: other\nstatus: draft\n${phrases('["hello"]')}` }, [], []],
  ])("%j and %j", (one, two, files, same, alike) => {
    const all = { [other]: `workflow: other\n${phrases(`["${two}"]`)}`, ...files };
    expect(found(duplicatePhrase, phrases(`["${one}"]`), all)).toEqual(same);
    expect(found(confusablePhrases, phrases(`["${one}"]`), all)).toEqual(alike);
  });
});

const pick = (label: string, count = 1) =>
  `steps:\n  - id: pick\n    choose:\n    text: "?"\n    options:\n${Array.from({ length: count }, (_, index) => `      - { id: o${index}, label: "${label}" }\n`).join("")}`;

describe("channels", () => {
  test.each<[string, Record<string, string>, string[]]>([
    ["a".repeat(40), {}, []],
    ["a".repeat(41), {}, ["6:26"]],
    ["👩‍👩‍👧‍👦".repeat(20), channel("wa", "whatsapp"), []],
    ["a".repeat(21), channel("wa", "whatsapp"), ["6:26"]],
    [`${"a".repeat(20)}{{ user.name + user.email }}`, channel("wa", "whatsapp"), []],
  ])("label-too-long %s", (label, files, places) => {
    expect(found(labelTooLong, pick(label), files)).toEqual(places);
  });

  test.each<[number, Record<string, string>, string[]]>([
    [4, {}, []],
    [3, channel("wa", "whatsapp"), []],
    [4, channel("wa", "whatsapp"), ["5:5"]],
    [4, channel("sms", "sms"), []],
    [11, channel("wa", "whatsapp"), []],
  ])("step-degrades: %d options %j", (count, files, places) => {
    expect(found(stepDegrades, pick("A", count), files)).toEqual(places);
  });

  test("a brand's workflow is measured where an assistant that runs it answers", () => {
    const help = `workflow: help\nsteps:\n  - id: f\n    form: [{ var: a, label: "A" }]\n`;
    const files = { "brands/shop/workflows/help.yaml": help, ...channel("sms", "sms") };
    expect(found(stepDegrades, "steps: []\n", files)).toEqual([]);
    expect(found(stepDegrades, "steps:\n  - id: r\n    run: help\n", files)).toEqual([
      "brands/shop/workflows/help.yaml:4:5",
    ]);
  });

  test.each<[string, string[]]>([
    ["https://shop.example/a.png", []],
    ["http://shop.example/a.png", ["4:18"]],
    ['"{{ item.picture }}"', []],
    ["a.png", ["4:18"]],
  ])("missing-asset %s", (image, places) => {
    expect(found(missingAsset, say(`\n      - { image: ${image} }`))).toEqual(places);
  });
});

describe("duplicate-label", () => {
  const choose = (...options: readonly string[]) =>
    `steps:\n  - id: q\n    choose:\n    text: "?"\n    options:\n${options.map((each) => `      - { ${each} }\n`).join("")}    other: end\n`;

  test.each<[string, string[]]>([
    [choose('id: a, label: "One"', 'id: b, label: "Two"'), []],
    [choose('id: a, label: "One"', 'id: b, label: " one!"'), ["7:25"]],
    [choose('id: a, label: "One"', 'id: b, label: "Two"', 'id: c, label: "ONE"'), ["8:25"]],
    [choose('id: a, label: { en: "A", fr: "C" }', 'id: b, label: { en: "B", fr: "C" }'), ["7:40"]],
    [choose('id: a, label: "One"', 'id: b, if: user.verified, label: "One"'), []],
    [choose('id: a, label: "👍"', 'id: b, label: "👎"'), []],
    [choose('id: a, label: "One"').concat(choose('id: b, label: "One"').slice(7).replace("id: q", "id: r")), []],
  ])("%j", (body, places) => {
    expect(found(duplicateLabel, body)).toEqual(places);
  });
});
