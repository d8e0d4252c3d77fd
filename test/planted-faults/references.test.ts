/** Faults in what names another file, or a thing twice. The site they are planted into has none. */

import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { examine } from "#cli/examine.ts";
import type { SourceFile } from "#content/files.ts";
import { readFiles } from "#source/working-tree.ts";
import { type PlantedFault, plantedFaults } from "../support/planted-faults.ts";
import { channel, hello, orders, say, site, steps, talk, web } from "./files.ts";

const cases: readonly PlantedFault[] = [
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

const small = await readFiles(fileURLToPath(new URL("../sites/small/", import.meta.url)));

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
