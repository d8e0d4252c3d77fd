/**
 * A fault is told where it stands, and not again by what only follows from it: not by texts that are missing because
 * their file cannot be read, nor by talks that come through what is broken.
 */

import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { examine } from "#cli/examine.ts";
import type { SourceFile } from "#content/files.ts";
import { locate } from "#findings/locate.ts";
import { readFiles } from "#source/working-tree.ts";

const small = await readFiles(fileURLToPath(new URL("sites/small/", import.meta.url)));

const desk = "brands/shop/schedules/desk.yaml";
const orders = "brands/shop/connections/orders.yaml";
const hello = "assistants/bo/workflows/hello.yaml";
const order = "assistants/bo/workflows/order.yaml";
const other = "brands/shop/workflows/shared.yaml";
const fr = "assistants/bo/locales/fr.yaml";
const talk = "assistants/bo/tests/order.test.yaml";
const opening = "assistants/bo/tests/opening.test.yaml";
const sms = "channels/sms.yaml";

/** A site nothing is found in, whose files lean on one another. */
const site: Readonly<Record<string, string>> = {
  [orders]:
    "connection: orders\nbase_url: https://orders.shop.example\nauth: { bearer: { secret: ORDERS_TOKEN } }\nanswers:\n  order: { status: string, eta: date }\n",
  [sms]:
    'channel: sms\ntype: sms\nname: "SMS"\nbrand: shop\nassistant: bo\ndefault_response: { text: { en: "Hello", fr: "Bonjour" } }\n',
  [hello]:
    'workflow: hello\ntitle: "Welcome"\nsteps:\n  - id: hi\n    say: "Hello, I am Bo."\n  - id: hours\n    if: open("desk")\n    then: [{ id: is_open, say: "We are there.", end: solved }]\n    else: [{ id: is_closed, say: "We are closed.", end: solved }]\n',
  [order]:
    'workflow: order\ntitle: "Order"\nstart: { phrases: ["my order"] }\nvars: { number: string, order: orders.order, seen: string }\nsteps:\n  - id: ask_number\n    ask: number\n    text: "Which number?"\n    accept: value.like("^[0-9]+$")\n    retry: { max: 1, else: failed }\n  - id: get\n    call: orders\n    get: "/orders/{{ number }}"\n    save: { order: body.order }\n    errors: { 404: failed, else: failed }\n  - id: keep\n    set: { seen: number }\n  - id: told\n    say: "{{ order.status }}: {{ seen }}"\n  - id: more\n    run: shared\n    then: end\n  - id: failed\n    say: "I cannot see it."\n    end: unsolved\n',
  [other]:
    'workflow: shared\ntitle: { en: "Goodbye", fr: "Au revoir !" }\nsteps:\n  - id: goodbye\n    say: { en: "Bye.", fr: "Au revoir." }\n    end: solved\n',
  [fr]: 'hello:\n  title: "Accueil"\n  hi.say: "Bonjour, je suis Bo."\n  is_open.say: "Nous sommes là."\n  is_closed.say: "Nous sommes fermés."\norder:\n  title: "Commande"\n  start.phrases: ["ma commande"]\n  ask_number.text: "Quel numéro ?"\n  told.say: "{{ order.status }} : {{ seen }}"\n  failed.say: "Je ne la vois pas."\n',
  [talk]:
    'workflow: order\ngiven:\n  calls:\n    orders:\n      GET /orders/7: { body: { order: { status: gone, eta: 2026-03-05 } } }\ntests:\n  - name: there\n    talk: [{ start: phrase }, { bot: ask_number }, { user: "7" }, { bot: told, text: { fr: "gone : 7" } }, { bot: goodbye }]\n    expect: { visited: [more, goodbye] }\n',
  [opening]:
    "assistant: bo\ngiven: { now: 2026-03-02T10:00:00+01:00 }\ntests:\n  - name: open\n    talk: [{ start: open }, { bot: hi }, { bot: is_open }]\n  - name: by message\n    channel: sms\n    talk: [{ start: open }, { bot: hi }, { bot: is_open }]\n    expect: { visited: [hours], never: [is_closed] }\n",
};

type Case = readonly [name: string, file: string, find: string, put: string, ...told: string[]];

const cases: readonly Case[] = [
  ["nothing", hello, "Bo", "Bo"],
  ["a key twice in locales", fr, "order:\n", 'order:\n  title: "x"\n', "yaml-syntax 8"],
  ["a tab in locales", fr, '  title: "Commande"', '\ttitle: "Commande"', "yaml-syntax 7"],
  ["a list for a text in locales", fr, 'hi.say: "Bonjour, je suis Bo."', "hi.say: [a]", "schema 3"],
  ["an unknown variable in locales", fr, "{{ seen }}", "{{ sean }}", "placeholder-mismatch 10", "unknown-variable 10"],
  ["an unclosed expression in locales", fr, "{{ seen }}", "{{ seen }", "expression-syntax 10"],
  ["a key twice in a workflow", order, "    ask: number\n", "    ask: number\n    ask: number\n", "yaml-syntax 8"],
  [
    "a conflict in a workflow",
    order,
    "  - id: keep\n",
    "<<<<<<< HEAD\n  - id: keep\n=======\n  - id: kept\n>>>>>>> other\n",
    "yaml-syntax 16",
  ],
  [
    "a bracket that is not closed",
    order,
    "retry: { max: 1, else: failed }",
    "retry: { max: 1, else: failed",
    "yaml-syntax 10",
  ],
  ["a tab before a key", order, "    save: {", "\tsave: {", "yaml-syntax 14"],
  ["a step too far to the left", order, "  - id: keep\n", " - id: keep\n", "yaml-syntax 16"],
  [
    "two faults that have nothing to do with each other",
    order,
    '    say: "{{ order.status }}: {{ seen }}"\n  - id: more\n    run: shared\n',
    '    say: "{{ order.status }}: \\d {{ seen }}"\n  - id: more\n    run: [shared\n',
    "yaml-syntax 19",
    "yaml-syntax 21",
  ],
  ["two verbs in a workflow", order, "    ask: number\n", "    ask: number\n    wait: 1s\n", "schema 8"],
  ["two verbs in the brand's workflow", other, "    end: solved\n", "    wait: 1s\n", "schema 6"],
  ["braces in an unquoted text", order, "{ max: 1, else", "{ max: 1, text: four {4} digits }, else", "yaml-syntax 10"],
  ["an unknown time zone", desk, "Europe/Paris", "Europe/Pari", "schema 2"],
  ["an unknown key of a channel", sms, "type: sms", "typ: sms", "schema 2"],
  ["a secret where its name belongs", orders, "ORDERS_TOKEN", "sk_live_4eC39HqLyjWDarjtT1zdp7dc", "literal-secret 3"],
  ["a number for a type", order, "seen: string", "seen: 5", "schema 4"],
  ["misspelt steps", hello, "steps:", "stesp:", "schema 3"],
  ["a number for a text", hello, 'title: "Welcome"', "title: 5", "schema 2"],
  ["a yes for a text in locales", fr, 'title: "Accueil"', "title: true", "schema 2"],
  ["a list without steps", order, "else: failed }\n  - id: keep", "else: [] }\n  - id: keep", "empty-steps 15"],
  [
    "a phrase of two workflows",
    hello,
    "steps:",
    'start: { phrases: { en: ["My Order"], fr: ["bonjour"] } }\nsteps:',
    `${order} duplicate-phrase 3`,
  ],
];

test.each(cases)("%s", async (_name, file, find, put, ...told) => {
  const texts = new Map([...small].map(([path, { text }]) => [path, text] as const));
  for (const [path, text] of Object.entries(site)) texts.set(path, text);
  const text = texts.get(file) ?? "";
  expect(text.split(find).length).toBe(2);
  texts.set(
    file,
    text.replace(find, () => put),
  );
  const files = new Map([...texts].map(([path, each]): [string, SourceFile] => [path, { path, text: each }]));
  const { findings, sources } = await examine(files, { today: "2026-03-02" });
  expect(
    findings.map(
      ({ check, at }) => `${at.file === file ? "" : `${at.file} `}${check} ${locate(sources, at.file, at.start).line}`,
    ),
  ).toEqual(told);
});
