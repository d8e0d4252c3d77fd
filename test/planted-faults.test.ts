/**
 * Faults planted into a site that nothing is found in. `«…»` marks where each finding must stand, from its first
 * character to its last; the words behind a case are part of what its author reads.
 */

import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { examine } from "#cli/examine.ts";
import type { SourceFile } from "#content/files.ts";
import { readFiles } from "#source/working-tree.ts";
import { type PlantedFault, plantedFaults } from "./support/planted-faults.ts";

const small = await readFiles(fileURLToPath(new URL("sites/small/", import.meta.url)));

const bo = "assistants/bo/assistant.yaml";
const hello = "assistants/bo/workflows/hello.yaml";
const web = "channels/web.yaml";
const desk = "brands/shop/schedules/desk.yaml";
const orders = "brands/shop/connections/orders.yaml";
const brand = "brands/shop/brand.yaml";
const site = "parley.yaml";
const articles = "brands/shop/articles/returns.en.md";
const talk = "assistants/bo/tests/hello.test.yaml";

/** A workflow with these steps; two lines stand before them. */
const steps = (text: string) => `workflow: hello\ntitle: { en: "Welcome", fr: "Accueil" }\nsteps:\n${text}`;
/** A step that says something and ends, with more keys. */
const say = (more: string) => steps(`  - id: hi\n    say: { en: "Hi", fr: "Salut" }\n${more}`);
const channel = (more: string) =>
  `channel: web\ntype: web\nname: "Web"\nbrand: shop\nassistant: bo\n${more}\ndefault_response: { text: { en: "Hello", fr: "Bonjour" } }\n`;
const weekly = (text: string) => `schedule: desk\ntimezone: Europe/Paris\nweekly: ${text}\n`;

const cases: readonly PlantedFault[] = [
  // Syntax.
  [
    "a colon in an unquoted text",
    hello,
    steps("  - id: hi\n    say: «Votre commande : partie»\n"),
    "yaml-syntax",
    /": "/,
    /double quotes/,
  ],
  [
    "a colon in an unquoted text of a flow map",
    hello,
    steps('  - id: hi\n    say: { en: «Your order : gone», fr: "Partie" }\n'),
    "yaml-syntax",
    /": "/,
    /double quotes/,
  ],
  ["a key twice", web, `${channel('«name»: "W"')}`, "yaml-syntax", /"name".*twice/, /keep one/],
  ["a tab", hello, steps('  - id: hi\n«\t»say: "Hi"\n'), "yaml-syntax", /tab/, /spaces/],
  ["a forgotten bracket", web, channel("only: «[»local"), "yaml-syntax", /not closed/],
  ["an empty file", web, "«»", "yaml-syntax", /empty/],
  ["only comments", web, "«»# to do\n", "yaml-syntax", /empty/],
  ["a merge key", web, `«<<»: {}\n${channel("")}`, "yaml-syntax", /merge keys/],
  ["an unknown tag", web, channel("only: «!env» [local]"), "yaml-syntax", /!env/],
  ["a second document", web, `${channel("")}«---»\nname: x\n`, "yaml-syntax", /second/],
  // Keys.
  [
    "an unknown key",
    hello,
    say("    «edn»: solved\n"),
    "schema",
    /"edn" means nothing in a step with the verb "say"/,
    /"end"/,
  ],
  ["a key of another verb", hello, say("    «options»: []\n    end: solved\n"), "schema", /"options"/, /id, say/],
  ["an unknown key of a channel", web, channel("«protected»: true"), "schema", /"protected"/, /"protect"/],
  ["an unknown key in a nested map", desk, weekly('{ «monday»: ["09:00-18:00"] }'), "schema", /"monday"/],
  ["a key that is reserved", web, channel("«rollout»: 10"), "schema", /reserved/],
  [
    "a trigger that is reserved",
    hello,
    `start: { phrases: { en: [hi], fr: [salut] }, «page»: "/x" }\n${say("    end: solved\n")}`.replace(
      /^(start.*\n)(workflow: hello\n)/,
      "$2$1",
    ),
    "schema",
    /reserved/,
  ],
  ["a verb that is reserved", hello, steps("  - id: hi\n    «rate»: 5\n"), "schema", /reserved/],
  ["a missing key of a file", brand, '«brand»: shop\nname: "The Shop"\n', "schema", /"languages"/, /add "languages/],
  [
    "a missing key of a step",
    hello,
    steps("  - id: «hi»\n    ask: user.name\n    end: solved\n"),
    "schema",
    /"text"/,
    /add "text/,
  ],
  [
    "a missing key of a map in a step",
    hello,
    say(
      '    end: solved\n  - id: b\n    ask: user.name\n    text: { en: "N?", fr: "N ?" }\n    «silence»: { after: 5m }\n',
    ),
    "schema",
    /"silence" lacks the key "then"/,
  ],
  ["a step without an id", hello, steps('  - «say»: { en: "Hi", fr: "Salut" }\n    end: solved\n'), "schema", /"id"/],
  [
    "an id that does not come first",
    hello,
    steps('  - say: { en: "Hi", fr: "Salut" }\n    «id»: hi\n    end: solved\n'),
    "schema",
    /first/,
  ],
  // Verbs.
  ["two verbs", hello, say("    «wait»: 2s\n"), "schema", /"say" and "wait"/, /two steps/],
  [
    "two verbs, the other way round",
    hello,
    steps('  - id: hi\n    wait: 2s\n    «say»: { en: "Hi", fr: "Salut" }\n'),
    "schema",
    /"wait" and "say"/,
  ],
  ["no verb", hello, steps("  - id: «hi»\n    end_it: true\n"), "schema", /no verb/, /say/],
  ["a misspelt verb", hello, steps('  - id: hi\n    «sya»: "Hi"\n'), "schema", /"sya"/, /"say"/],
  ["a step that is no map", hello, steps("  - «hello»\n"), "schema", /not a step/],
  ["goto with then", hello, say("  - id: a\n    goto: end\n    «then»: end\n"), "schema", /beside "goto"/],
  ["then and end", hello, say("    then: end\n    «end»: solved\n"), "schema", /beside "then"/],
  [
    "a list of steps behind a say",
    hello,
    say("    «then»:\n      - id: b\n        end: solved\n"),
    "schema",
    /not a list/,
  ],
  [
    "a condition that decides nothing",
    hello,
    steps("  - id: c\n    «if»: user.verified\n"),
    "schema",
    /decides nothing/,
  ],
  [
    "two methods",
    hello,
    steps('  - id: c\n    call: orders\n    get: "/a"\n    «post»: "/b"\n    errors: { else: end }\n    end: solved\n'),
    "schema",
    /beside "get"/,
  ],
  [
    "no method",
    hello,
    steps("  - id: c\n    «call»: orders\n    errors: { else: end }\n    end: solved\n"),
    "schema",
    /what it asks/,
  ],
  [
    "two kinds in one part",
    hello,
    steps('  - id: p\n    say:\n      - text: { en: "Hi", fr: "Salut" }\n        «links»: []\n    end: solved\n'),
    "schema",
    /beside "text"/,
  ],
  ["the id end", hello, steps("  - id: «end»\n    wait: 2s\n    end: solved\n"), "schema", /"end"/],
  // Ids.
  [
    "a step's id with a capital letter",
    hello,
    steps('  - id: «askOrder»\n    say: { en: "Hi", fr: "Salut" }\n    end: solved\n'),
    "schema",
    /"askOrder"/,
    /"ask-order"/,
  ],
  [
    "a variable's name with a hyphen",
    hello,
    `workflow: hello\nvars: { «order-id»: string }\n${say("    end: solved\n").slice(16)}`,
    "schema",
    /"order-id"/,
    /"order_id"/,
  ],
  ["an outcome of two words", hello, say('    end: «"all good"»\n'), "schema", /"all good"/, /"all-good"/],
  // Values of a wrong kind or form.
  ["an impossible hour", desk, weekly('{ mon: [«"09:00-25:00"»] }'), "schema", /25:00, which no clock shows/],
  ["an impossible minute", desk, weekly('{ mon: [«"09:60-12:00"»] }'), "schema", /09:60, which no clock shows/],
  [
    "hours that end before they begin",
    desk,
    weekly('{ mon: [«"18:00-09:00"»] }'),
    "schema",
    /ends before it begins/,
    /"18:00-24:00"/,
  ],
  ["hours without minutes", desk, weekly('{ mon: [«"9-18"»] }'), "schema", /"9-18"/, /"09:00-12:30"/],
  ["hours that are no list", desk, weekly('{ mon: «"09:00-18:00"» }'), "schema", /list of hours/, /brackets/],
  [
    "an unknown time zone",
    desk,
    "schedule: desk\ntimezone: «Europe/Pari»\nweekly: {}\n",
    "schema",
    /no time zone/,
    /"Europe\/Paris"/,
  ],
  [
    "a city for a time zone",
    desk,
    "schedule: desk\ntimezone: «Tokyo»\nweekly: {}\n",
    "schema",
    /no time zone/,
    /"Asia\/Tokyo"/,
  ],
  [
    "a holiday that no calendar has",
    desk,
    `${weekly("{}")}holidays: [{ date: «2026-02-30» }, { date: 2099-01-01 }]\n`,
    "schema",
    /no day of the calendar/,
  ],
  [
    "a holiday in another order",
    desk,
    `${weekly("{}")}holidays: [{ date: «25/12/2026» }]\n`,
    "schema",
    /not a date/,
    /2026-12-25/,
  ],
  [
    "a duration in words",
    hello,
    steps('  - id: w\n    wait: «"5 minutes"»\n    end: solved\n'),
    "schema",
    /duration/,
    /write 5m/,
  ],
  [
    "a duration without a unit",
    hello,
    steps("  - id: w\n    wait: «5»\n    end: solved\n"),
    "schema",
    /the number 5 is not a duration/,
    /5s/,
  ],
  ["yes for true", web, channel("protect: «yes»"), "schema", /"yes" is not true or false/, /write true/],
  [
    "an unknown word of a closed list",
    web,
    channel("").replace("type: web", "type: «wab»"),
    "schema",
    /"wab"/,
    /"web"/,
  ],
  [
    "a word for a list",
    bo,
    'assistant: bo\nname: "Bo"\nbrand: shop\nlanguages: «en»\nwelcome: hello\nfallback: lost\n',
    "schema",
    /not a list of languages/,
    /\[en\]/,
  ],
  [
    "a language by its name",
    bo,
    'assistant: bo\nname: "Bo"\nbrand: shop\nlanguages: [«English»]\nwelcome: hello\nfallback: lost\n',
    "schema",
    /"English"/,
    /"fr"/,
  ],
  [
    "a language twice",
    bo,
    'assistant: bo\nname: "Bo"\nbrand: shop\nlanguages: [en, fr, «en»]\nwelcome: hello\nfallback: lost\n',
    "schema",
    /"en" stands in this list twice/,
  ],
  [
    "a colour's name",
    brand,
    'brand: shop\nname: "The Shop"\nlanguages: [en, fr]\ntheme: { color: «red» }\n',
    "schema",
    /colour/,
  ],
  [
    "a number in quotes",
    site,
    'site: small\nenvironments: { local: { platform: embedded } }\npublish: { max_channel_takeovers: «"2"» }\n',
    "schema",
    /number/,
    /without quotes: 2/,
  ],
  [
    "a share over 1",
    site,
    "site: small\nenvironments: { local: { platform: embedded } }\npublish: { max_removed_share: «30» }\n",
    "schema",
    /share from 0 to 1/,
    /at most 1/,
  ],
  [
    "a window without a zone",
    site,
    'site: small\nenvironments: { local: { platform: embedded } }\npublish: { windows: [«"mon-fri 09:00-17:00"»] }\n',
    "schema",
    /window/,
    /Europe\/Paris/,
  ],
  [
    "a window with an impossible hour",
    site,
    'site: small\nenvironments: { local: { platform: embedded } }\npublish: { windows: [«"mon-fri 09:00-27:00 Europe/Paris"»] }\n',
    "schema",
    /27:00/,
  ],
  [
    "a freeze that ends before it begins",
    site,
    "site: small\nenvironments: { local: { platform: embedded } }\npublish: { freeze: [{ from: 2026-11-30, to: «2026-11-27» }] }\n",
    "schema",
    /before it begins/,
  ],
  [
    "a secret in place of its name",
    orders,
    "connection: orders\nbase_url: https://x.example\nauth: { bearer: { secret: «shop_token» } }\n",
    "schema",
    /never stands in a file/,
  ],
  [
    "two ways to sign in",
    orders,
    "connection: orders\nbase_url: https://x.example\nauth: { bearer: { secret: A }, «query»: { name: k, secret: B } }\n",
    "schema",
    /exactly one/,
  ],
  ["no address", orders, "connection: orders\nbase_url: «x.example»\n", "schema", /address/],
  [
    "one value that is no address among those by environment",
    orders,
    "connection: orders\nbase_url: { local: «x.example» }\n",
    "schema",
    /address/,
  ],
  [
    "an unquoted number for an id",
    brand,
    'brand: shop\nname: "The Shop"\nlanguages: [en, fr]\nzendesk: { brand: «360001» }\n',
    "schema",
    /the number 360001/,
    /"360001"/,
  ],
  [
    "environments in the wrong place",
    web,
    channel("zendesk: { «local»: { integration: x }, integration: y }"),
    "schema",
    /"local"/,
    /integration/,
  ],
  [
    "a type that does not exist",
    hello,
    `workflow: hello\nvars: { n: «integer» }\n${say("    end: solved\n").slice(16)}`,
    "schema",
    /"integer" is no type/,
    /"int"/,
  ],
  [
    "a misspelt key beside a type",
    hello,
    `workflow: hello\nvars: { n: { type: string, «sensitiv»: true } }\n${say("    end: solved\n").slice(16)}`,
    "schema",
    /"sensitiv"/,
    /"sensitive"/,
  ],
  [
    "a type that does not exist in a shape",
    orders,
    "connection: orders\nbase_url: https://x.example\nanswers: { order: { eta: «datetime» } }\n",
    "schema",
    /no type/,
    /"time"/,
  ],
  [
    "a map where a list of steps belongs",
    hello,
    steps("  - id: c\n    if: user.verified\n    then: { «id»: x, say: hi }\n"),
    "schema",
    /list of steps/,
    /"- "/,
  ],
  [
    "an error that is no status",
    hello,
    steps('  - id: c\n    call: orders\n    get: "/a"\n    errors: { «timeuot»: end, else: end }\n    end: solved\n'),
    "schema",
    /"timeuot"/,
  ],
  ["an article without front matter", articles, "«»Thirty days.\n", "schema", /front matter/],
  ["an article without a title", articles, '---\n«tags»: ["x"]\n---\nThirty days.\n', "schema", /"title"/],
  [
    "a test that says not what it tests",
    talk,
    "«tests»:\n  - name: x\n    talk: [{ start: open }]\n",
    "schema",
    /does not say what it tests/,
  ],
  [
    "a test of an item with a misspelt key",
    talk,
    "workflow: hello\ntests:\n  - name: x\n    talk: [{ start: open }, { «bto»: hi }]\n",
    "schema",
    /"bto"/,
    /"bot"/,
  ],
  // What names another file, or a thing twice.
  ["another id than the file's name", web, channel("").replace("channel: web", "channel: «wob»"), "id-mismatch"],
  [
    "two steps with one id",
    hello,
    say('    end: solved\n  - id: «hi»\n    say: { en: "Ho", fr: "Hé" }\n    end: solved\n'),
    "duplicate-id",
  ],
  [
    "an assistant that does not exist",
    web,
    channel("").replace("assistant: bo", "assistant: «ba»"),
    "unknown-reference",
    /"ba"/,
    /"bo"/,
  ],
  [
    "an environment that does not exist",
    orders,
    "connection: orders\nbase_url: { «lcoal»: https://x.example }\n",
    "unknown-reference",
    /"lcoal"/,
  ],
  [
    "an outcome that the other workflow never ends with",
    hello,
    steps("  - id: r\n    run: lost\n    outcomes: { unsolved: end, «sloved»: end, else: end }\n    end: solved\n"),
    "unknown-reference",
    /no outcome "sloved" of the workflow "lost"/,
    /lost.yaml/,
  ],
  ["a step that does not exist", hello, say("    then: «byee»\n"), "unknown-target"],
  [
    "a step that nothing leads to",
    hello,
    say('    end: solved\n  - id: «bye»\n    say: { en: "Bye", fr: "Au revoir" }\n    end: solved\n'),
    "unreachable-step",
  ],
  [
    "a text without one of the languages",
    hello,
    steps('  - id: hi\n    «say»: "Hi"\n    end: solved\n'),
    "missing-translation",
  ],
  [
    "a reserved verb, beside an end, that is all that reads a variable",
    hello,
    `workflow: hello\ntitle: { en: "Welcome", fr: "Accueil" }\nvars: { stars: int }\nsteps:\n  - id: hi\n    «rate»: stars\n    end: solved\n`,
    "schema",
    /reserved/,
  ],
  [
    "a choice of nothing",
    hello,
    steps('  - id: q\n    choose:\n    text: { en: "Which?", fr: "Lequel ?" }\n    «options»: []\n    other: end\n'),
    "schema",
    /options needs at least 1 entry/,
  ],
  [
    "a switch of no cases",
    hello,
    steps("  - id: q\n    switch: channel.id\n    «cases»: {}\n    else: end\n"),
    "schema",
  ],
  ["a set of nothing", hello, steps("  - id: q\n    «set»: {}\n    end: solved\n"), "schema"],
  [
    "a detail that no customer has",
    talk,
    "workflow: hello\ngiven: { user: { «emial»: ann@example.com } }\ntests:\n  - name: x\n    talk: [{ start: open }, { bot: hi }]\n",
    "schema",
    /"email"/,
  ],
  [
    "a text of a talk in a language that nobody speaks",
    talk,
    'assistant: bo\ntests:\n  - name: a\n    talk: [{ start: open }, { bot: hi, text: { en: "*", «pt»: "*" } }]\n',
    "undeclared-language",
    /does not speak "pt"/,
  ],
  [
    "a share that no tests can reach",
    site,
    "site: small\nenvironments: { local: { platform: embedded } }\ncoverage: { exits: «800» }\n",
    "schema",
  ],
  [
    "a kept text without one of the languages",
    hello,
    `workflow: hello\ntitle: { en: "Welcome", fr: "Accueil" }\nvars: { note: string }\nsteps:\n  - id: keep\n    set: { note: { «text»: { en: "Hi" } } }\n  - id: hi\n    say: { en: "So: {{ note }}", fr: "Donc : {{ note }}" }\n    end: solved\n`,
    "missing-translation",
    /keep\.set\.note\.text/,
  ],
  [
    "a file that matches no pattern",
    "assistants/bo/workflow/x.yaml",
    "«»a: 1\n",
    "unknown-file",
    /workflow/,
    /workflows\/<workflow>/,
  ],
];

plantedFaults(cases);

test("faults in two files are found in one run", async () => {
  const files = new Map<string, SourceFile>([
    ...small,
    [web, { path: web, text: "channel: web\ntype: [\nassistant: bo\n" }],
    [hello, { path: hello, text: say("    then: byee\n") }],
  ]);
  const { findings } = await examine(files, { today: "2026-03-02" });
  expect(findings.map(({ check, at }) => `${check} ${at.file}`)).toEqual([
    `unknown-target ${hello}`,
    `yaml-syntax ${web}`,
  ]);
});
