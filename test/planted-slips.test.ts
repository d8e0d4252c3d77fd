/** Slips of people who do not program, and what their tools do to a text: found where they stand, with what to write. */

import { type PlantedFault, plantedFaults } from "./support/planted-faults.ts";

const hello = "assistants/bo/workflows/hello.yaml";
const web = "channels/web.yaml";
const orders = "brands/shop/connections/orders.yaml";

const title = 'title: { en: "Welcome", fr: "Accueil" }\n';
const workflow = (head: string, steps: string) => `workflow: hello\n${title}${head}steps:\n${steps}`;
const said = (text: string, head = "") => workflow(head, `  - id: hi\n    say: ${text}\n    end: solved\n`);
const condition = (cel: string) =>
  workflow(
    "",
    `  - id: if_so\n    if: ${cel}\n    then: end\n    else: [{ id: hi, say: { en: "Hi", fr: "Salut" }, end: solved }]\n`,
  );
const asked = (rest: string) =>
  workflow(
    "vars: { day: date }\n",
    `  - id: ask_day\n    ask: ${rest}\n    text: { en: "When?", fr: "Quand ?" }\n    retry: { max: 1, else: end }\n  - id: hi\n    say: { en: "{{ day }}", fr: "{{ day }}" }\n    end: solved\n`,
  );
const called = (errors: string) =>
  workflow(
    "",
    `  - id: get\n    call: orders\n    get: /orders\n    errors: { ${errors}, else: end }\n  - id: hi\n    end: solved\n`,
  );
const channel = (origin: string) =>
  `channel: web\ntype: web\nname: "Web"\nbrand: shop\nassistant: bo\nweb: { origins: [${origin}] }\ndefault_response: { text: { en: "Hello", fr: "Bonjour" } }\n`;
const linked = (url: string) => said(`[{ links: [{ label: { en: "Prices", fr: "Prix" }, url: ${url} }] }]`);

const cases: readonly PlantedFault[] = [
  // What a word processor makes of a quote and of a space.
  ["curly quotes in an expression", hello, condition("open(«“»desk”)"), "expression-syntax", /straight/, /write "…"/],
  [
    "a no-break space at a line's beginning",
    hello,
    said('{ en: "Hi", fr: "Salut" }').replace("    end", "  «\u00a0» end"),
    "yaml-syntax",
    /U\+00A0/,
    /type a space/,
  ],
  [
    "a character that nobody sees",
    hello,
    said('{ en: "H«\u0007»i", fr: "Salut" }'),
    "yaml-syntax",
    /U\+0007/,
    /delete it/,
  ],
  // What is written out, and means nothing.
  [
    "a way to write a day",
    hello,
    said(`{ en: "{{ now().format(«'lng'») }}", fr: "{{ now().format(«'lng'») }}" }`),
    "type-mismatch",
    /"l", "n", "g"/,
    /"long", "full" or "short"/,
  ],
  [
    "a currency",
    hello,
    said(`{ en: "{{ money(5, «'YEN'») }}", fr: "{{ money(5, «'YEN'») }}" }`),
    "type-mismatch",
    /"YEN" is no currency/,
    /"EUR" or "JPY"/,
  ],
  [
    "a function of a spreadsheet",
    hello,
    condition("«today»() > now()"),
    "unknown-variable",
    /no function "today"/,
    /now\(\)/,
  ],
  ["a function that there is none of", hello, condition("«sunshine»() > 1"), "unknown-variable", /there are now\(\)/],
  [
    "a field of another type than its shape says",
    hello,
    workflow(
      "vars: { trip: { day: date, seats: int } }\n",
      `  - id: keep\n    set: { trip: '«{"day": "2026-03-05", "seats": "two"}»' }\n  - id: hi\n    say: { en: "{{ trip.seats }}!", fr: "{{ trip.seats }} !" }\n    end: solved\n`,
    ),
    "type-mismatch",
    /"seats" is a string here, and an int in the variable "trip"/,
  ],
  [
    "a field that its shape has not",
    hello,
    workflow(
      "vars: { trip: { day: date, seats: int } }\n",
      `  - id: keep\n    set: { trip: '«{"day": "2026-03-05", "seets": 2}»' }\n  - id: hi\n    say: { en: "{{ trip.seats }}!", fr: "{{ trip.seats }} !" }\n    end: solved\n`,
    ),
    "type-mismatch",
    /the variable "trip" has no field "seets"/,
    /did you mean "seats"/,
  ],
  [
    "a token in the site's settings",
    "parley.yaml",
    'site: small\nenvironments:\n  local: { platform: embedded }\n  live: { platform: https://chat.example, token: «"ghp_16C7e42F292c6912E7710c838347Ae178B4a"» }\n',
    "literal-secret",
    /\{ env: NAME \}/,
  ],
  // Addresses.
  [
    "a link without its scheme",
    hello,
    linked('«"shop.example/prices"»'),
    "schema",
    /link's address/,
    /write https:\/\/shop\.example\/prices/,
  ],
  ["a link that would run something", hello, linked('«"javascript:alert(1)"»'), "schema", /link's address/],
  [
    "an origin with a path",
    web,
    channel('«"https://www.shop.example/chat"»'),
    "schema",
    /nothing behind the host/,
    /write https:\/\/www\.shop\.example$/m,
  ],
  [
    "an origin with a slash",
    web,
    channel('«"https://www.shop.example/"»'),
    "schema",
    /write https:\/\/www\.shop\.example$/m,
  ],
  [
    "a connection without its scheme",
    orders,
    "connection: orders\nbase_url: «orders.shop.example»\n",
    "schema",
    /write https:\/\/orders\.shop\.example/,
  ],
  ["an error that is none", hello, called("«200»: end"), "schema", /"200"/, /the status of an error/],
  [
    "no time to answer",
    hello,
    workflow("", "  - id: hi\n    resolved: { solved: end, unsolved: end }\n    silence: { after: «0s», then: end }\n"),
    "schema",
    /more than nothing/,
  ],
  ["a text that is compared with a number", hello, condition('«5 > "2"»'), "type-mismatch", /and "2" is a string/],
  // One slip, told once.
  [
    "a mistyped variable, which nothing else reads",
    hello,
    workflow(
      "vars: { colour: string }\n",
      '  - id: hi\n    ask: colour\n    text: { en: "Which?", fr: "Laquelle ?" }\n    retry: { max: 1, else: end }\n  - id: bye\n    say: { en: "{{ «coluor» }}!", fr: "{{ «coluor» }} !" }\n    end: solved\n',
    ),
    "unknown-variable",
    /"colour"/,
  ],
  [
    "a type that there is none of",
    hello,
    asked("day\n    type: «datum»\n    accept: value > now()"),
    "schema",
    /"datum"/,
  ],
  [
    "a variable that is not declared, and what is asked of its answer",
    hello,
    workflow(
      "",
      '  - id: hi\n    ask: «dey»\n    text: { en: "When?", fr: "Quand ?" }\n    accept: value > now()\n    retry: { max: 1, else: end }\n  - id: bye\n    end: solved\n',
    ),
    "unknown-variable",
    /"dey"/,
  ],
  [
    "a form's variable twice",
    hello,
    workflow(
      "",
      '  - id: hi\n    form:\n      - { var: user.name, label: { en: "Name", fr: "Nom" } }\n      - { var: «user.name», label: { en: "Mail", fr: "E-mail" } }\n    text: { en: "Who?", fr: "Qui ?" }\n    retry: { max: 1, else: end }\n  - id: bye\n    say: { en: "{{ user.name }}", fr: "{{ user.name }}" }\n    end: solved\n',
    ),
    "duplicate-id",
    /another field's/,
    /name another variable/,
  ],
  [
    "a file whose name is no id",
    "channels/Web 2.yaml",
    channel('"https://a.example"').replace("channel: web", "channel: «web»"),
    "id-mismatch",
    /rename the file: an id has small letters/,
  ],
];

plantedFaults(cases);
