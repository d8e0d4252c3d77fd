/** One finding for what is gone from a workflow, however many texts `locales/` still have of it. */

import { expect, test } from "vitest";
import { readContent } from "#content/read.ts";

const workflow = `workflow: hello
title: { en: "Hello", fr: "Bonjour" }
vars: { to: string }
steps:
  - id: pick
    choose: to
    text: { en: "What?", fr: "Quoi ?" }
    options:
      - { id: house, label: "Home", goto: ask_it }
      - { id: shop, label: { en: "Shop", fr: "Boutique" }, goto: ask_it }
    other: end
  - id: ask_it
    ask: to
    text: "Which one?"
    retry: { max: 1, text: "Once more?", else: end }
  - id: bye
    say: { en: "Bye", fr: "Au revoir" }
`;

function told(...lines: string[]): readonly string[] {
  const files = {
    "parley.yaml": "site: s\n",
    "brands/b/brand.yaml": "brand: b\nname: B\nlanguages: [en, fr]\n",
    "assistants/bo/assistant.yaml": "assistant: bo\nname: Bo\nlanguages: [en, fr]\nwelcome: hello\nfallback: hello\n",
    "assistants/bo/workflows/hello.yaml": workflow,
    "assistants/bo/locales/fr.yaml": `hello:\n${lines.map((line) => `  ${line}\n`).join("")}`,
  };
  const { findings } = readContent(new Map(Object.entries(files).map(([path, text]) => [path, { path, text }])));
  return findings.map(({ message, help }) => `${message}; ${help}`);
}

test("nothing, where all places lead to a text", () => {
  expect(told('pick.options.house.label: "Maison"', 'ask_it.text: "Lequel ?"')).toEqual([]);
});

test("a step that has another name now is told once, with its new name and the command", () => {
  expect(told('ask.text: "Lequel ?"', 'ask.retry.text: "Encore ?"', 'pick.options.house.label: "Maison"')).toEqual([
    '"ask", below which 2 texts stand, is not in the workflow "hello"; if it is "ask_it" now, write that here; "parley rename step bo/hello/ask ask_it" changes both at once, before the name is changed by hand',
  ]);
});

test("so is an option", () => {
  expect(told('pick.options.home.label: "Maison"', 'ask_it.text: "Lequel ?"')).toEqual([
    '"pick.options.home.label" leads to no text of the workflow "hello"; if it is "pick.options.house" now, write that here; "parley rename option bo/hello/pick/home house" changes both at once, before the name is changed by hand',
  ]);
});

test("what is gone, and is nothing else now, is told once for each", () => {
  expect(
    told('old.text: "a"', 'old.retry.text: "b"', 'gone.say: "c"', 'ask_it.retry.text: "d"', 'bye.sya: "e"'),
  ).toEqual([
    '"old", below which 2 texts stand, is not in the workflow "hello"; name a text by its step and key, such as hello.say',
    '"gone.say" leads to no text of the workflow "hello"; name a text by its step and key, such as hello.say',
    '"bye.sya" leads to no text of the workflow "hello"; did you mean "bye.say"?',
  ]);
});
