/** Faults in the shape of a file: syntax, keys, verbs and ids. The site they are planted into has none. */

import { type PlantedFault, plantedFaults } from "../support/planted-faults.ts";
import { brand, channel, desk, hello, say, steps, web, weekly } from "./files.ts";

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
];

plantedFaults(cases);
