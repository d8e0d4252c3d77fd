/** The edges of the checks of the graph, each on a site of a few steps: where a finding is due, and where none is. */

import { describe, expect, test } from "vitest";
import type { Check } from "#checks/check.ts";
import { deadEnd } from "#checks/dead-end/check.ts";
import { loopWithoutInput } from "#checks/loop-without-input/check.ts";
import { neverStarted } from "#checks/never-started/check.ts";
import { noWayOut } from "#checks/no-way-out/check.ts";
import { recursiveRun } from "#checks/recursive-run/check.ts";
import { unknownTarget } from "#checks/unknown-target/check.ts";
import { unreachableStep } from "#checks/unreachable-step/check.ts";
import { workflowTooLarge } from "#checks/workflow-too-large/check.ts";
import { readContent } from "#content/read.ts";
import { locate } from "#findings/locate.ts";

const site: Readonly<Record<string, string>> = {
  "brands/shop/brand.yaml": 'brand: shop\nname: "Shop"\nlanguages: [en]\n',
  "brands/shop/groups/desk.yaml": 'group: desk\nname: "Desk"\n',
  "assistants/bo/assistant.yaml": 'assistant: bo\nname: "Bo"\nlanguages: [en]\nwelcome: main\n',
};
const main = "assistants/bo/workflows/main.yaml";

/** A workflow of the assistant's: its steps, a line each. */
function workflow(id: string, ...steps: readonly string[]): Readonly<Record<string, string>> {
  return { [`assistants/bo/workflows/${id}.yaml`]: `workflow: ${id}\nsteps:\n${lines(steps)}` };
}

const lines = (steps: readonly string[]): string => steps.map((step) => `  - { ${step} }\n`).join("");

/** What a check finds: the number of the step's line (or the file), the word it stands at, and the message. */
function found(
  check: Check,
  steps: readonly string[],
  files: Readonly<Record<string, string>> = {},
): readonly string[] {
  const texts = new Map(Object.entries({ ...site, ...workflow("main", ...steps), ...files }));
  const { content } = readContent(new Map([...texts].map(([path, text]) => [path, { path, text }])));
  return check.run(content, { today: "2026-03-02", limits: {} as never, sources: texts }).map(({ at, message }) => {
    const { line } = locate(texts, at.file, at.start);
    const word = texts.get(at.file)?.slice(at.start, at.end);
    return `${at.file === main ? line - 2 : `${at.file}:${line}`} (${word}) ${message}`;
  });
}

type Row = readonly [
  name: string,
  steps: readonly string[],
  findings: readonly string[],
  files?: Readonly<Record<string, string>>,
];

function holds(check: Check, rows: readonly Row[]): void {
  describe(check.name, () => {
    test.each(rows.map(([name, ...row]) => [name, row] as const))("%s", (_name, [steps, expected, files]) => {
      expect(found(check, steps, files)).toEqual(expected);
    });
  });
}

const end = "id: z, end: solved";
const ask = 'ask: n, text: "?", retry: { max: 1, else: end }';
const quiet = workflow("other", 'id: word, say: "!"', "id: done, end: solved");
const asking = workflow("other", `id: q, ${ask}`, "id: done, end: solved");
/** Asks only some customers. */
const sometimes = workflow(
  "other",
  "id: c, if: user.verified, then: known",
  `id: q, ${ask}, end: asked`,
  "id: known, end: solved",
);

holds(deadEnd, [
  ["a last step that ends", ['id: a, say: "!", end: solved'], []],
  [
    "a last step that jumps",
    ['id: a, choose:, text: "?", options: [{ id: x, label: "X" }], other: end, then: end'],
    [],
  ],
  ["a last say", [`id: a, ${ask}`, 'id: b, say: "!"'], ["2 (b) the path a → b runs past the last step"]],
  ["a last handoff", ["id: a, handoff: desk"], []],
  ["a last run", ["id: a, run: other"], [], quiet],
  ["an arm before the last step rejoins it", ['id: a, if: user.verified, then: [{ id: b, say: "!" }]', end], []],
  [
    "an arm of the last step",
    ['id: a, if: user.verified, then: end, else: [{ id: b, say: "!" }]'],
    ["1 (b) the path a → b runs past the last step"],
  ],
  [
    "a condition without else in the last place",
    ["id: a, if: user.verified, then: end"],
    ['1 (a) the path a runs past the last step by "else"'],
  ],
  ["an empty list in the last place", ["id: a, articles: { ids: [x] }, none: [], then: end"], []],
  [
    "an option without a way of its own",
    ['id: a, choose:, text: "?", options: [{ id: x, label: "X" }, { id: y, label: "Y", then: end }], other: end'],
    ['1 (a) the path a runs past the last step by "options.x"'],
  ],
  ["what is missing has a check of its own", ["id: a, switch: channel.type, cases: { web: end }"], []],
  [
    "an exit of the last step's, into a list",
    ['id: a, handoff: desk, no_agent: [{ id: b, say: "!" }]'],
    ["1 (b) the path a → b runs past the last step"],
  ],
  [
    "lists in a step that ends the workflow end it",
    ['id: a, run: other, outcomes: { solved: [{ id: b, say: "!" }] }, end: x'],
    [],
    quiet,
  ],
  ["a step that nothing reaches", ["id: a, end: solved", 'id: b, say: "!"'], []],
]);

holds(unknownTarget, [
  ["end, by then", ['id: a, choose:, text: "?", options: [{ id: x, label: "X", then: end }], other: end'], []],
  [
    "end, by an option's goto",
    ['id: a, choose:, text: "?", options: [{ id: x, label: "X", goto: end }], other: end'],
    ['1 (end) "options.x" of the step "a" leads to "end", which is no step of this workflow'],
  ],
  ["a step in a list", ['id: a, if: user.verified, then: [{ id: b, say: "!" }]', "id: c, goto: b"], []],
  [
    "no step",
    [`${ask.replace("end", "nowhere")}`.replace(/^/, "id: a, ")],
    ['1 (nowhere) "retry.else" of the step "a" leads to "nowhere", which is no step of this workflow'],
  ],
]);

holds(unreachableStep, [
  [
    "of a stretch, the first",
    [end, 'id: a, say: "!"', 'id: b, say: "!", then: end'],
    ['2 (a) no path leads to the step "a"'],
  ],
  ["a loop of its own", [end, 'id: a, say: "!"', 'id: b, say: "!", then: a'], ['2 (a) no path leads to the step "a"']],
  [
    "no_agent of an offline handoff",
    ['id: a, handoff: desk, mode: offline, no_agent: [{ id: b, say: "!" }], end: x'],
    ['1 (b) no path leads to the step "b"'],
  ],
  [
    "other of cards without options",
    ['id: a, carousel: [{ id: x, title: "X" }], other: [{ id: b, say: "!" }], end: x'],
    ['1 (b) no path leads to the step "b"'],
  ],
  [
    "behind a run whose every outcome has an exit",
    ["id: a, run: other, outcomes: { solved: end }", end],
    ['2 (z) no path leads to the step "z"'],
    quiet,
  ],
  ["behind a run with another outcome", ["id: a, run: other, outcomes: { solved: end }", end], [], sometimes],
  ["behind a run that is missing", ["id: a, run: nowhere, outcomes: { solved: end }", end], []],
]);

holds(loopWithoutInput, [
  ["a step that leads to itself", ['id: a, say: "!", then: a'], ["1 (a) the loop a → a never waits for the customer"]],
  [
    "a pause is no question",
    ["id: a, wait: 2s", "id: b, goto: a"],
    ["2 (a) the loop a → b → a never waits for the customer"],
  ],
  ["a question", [`id: a, ${ask}`, "id: b, goto: a"], []],
  [
    "a choice whose other asks again",
    ['id: a, choose:, text: "?", options: [{ id: x, label: "X" }], other: a', end],
    [],
  ],
  [
    "cards without options",
    ['id: a, carousel: [{ id: x, title: "X" }], then: a'],
    ["1 (a) the loop a → a never waits for the customer"],
  ],
  [
    "cards with options",
    ['id: a, carousel: [{ id: x, title: "X", options: [{ id: y, label: "Y" }] }], other: end, then: a'],
    [],
  ],
  ["people who take over", ["id: a, handoff: desk, no_agent: end, then: a"], []],
  [
    "a record for people",
    ["id: a, handoff: desk, mode: offline, then: a"],
    ["1 (a) the loop a → a never waits for the customer"],
  ],
  [
    "nobody online",
    ["id: a, handoff: desk, no_agent: a, then: end"],
    ["1 (a) the loop a → a never waits for the customer"],
  ],
  [
    "an error that tries again",
    ["id: a, call: api, get: /, errors: { 404: end, else: b }, end: x", "id: b, wait: 1s, then: a"],
    ["2 (a) the loop a → b → a never waits for the customer"],
  ],
  [
    "only one arm asks",
    ["id: a, if: user.verified, then: b, else: a", `id: b, ${ask}, then: a`],
    ["1 (a) the loop a → a never waits for the customer"],
  ],
  ["a run that asks", ["id: a, run: other, then: a"], [], asking],
  ["a run that does not", ["id: a, run: other, then: a"], ["1 (a) the loop a → a never waits for the customer"], quiet],
  [
    "a run that asks sometimes",
    ["id: a, run: other, then: a"],
    ["1 (a) the loop a → a never waits for the customer"],
    sometimes,
  ],
  ["a run that asks before this outcome", ["id: a, run: other, outcomes: { asked: a, else: end }"], [], sometimes],
  [
    "a run that asks nothing before this outcome",
    ["id: a, run: other, outcomes: { solved: a, else: end }"],
    ["1 (a) the loop a → a never waits for the customer"],
    sometimes,
  ],
  ["a run of what is missing", ["id: a, run: nowhere, then: a"], []],
  [
    "two loops through one step",
    ["id: a, if: user.verified, then: b, else: c", "id: b, wait: 1s, then: a", "id: c, wait: 1s, then: a"],
    ["2 (a) the loop a → b → a never waits for the customer", "3 (a) the loop a → c → a never waits for the customer"],
  ],
  [
    "a list that rejoins where its parent leads",
    ["id: a, wait: 1s", 'id: b, articles: { ids: [x] }, none: [{ id: c, say: "!" }], then: a'],
    [
      "2 (a) the loop a → b → a never waits for the customer",
      "2 (a) the loop a → b → c → a never waits for the customer",
    ],
  ],
]);

const pick = (other: string, more = ""): string =>
  `id: a, choose:, text: "?", options: [{ id: x, label: "X", goto: b }], other: ${other}${more}`;

holds(noWayOut, [
  [
    "a menu without an end",
    [pick("a"), 'id: b, say: "!", then: a'],
    ["1 (a) the loop a → b → a has no path to an end or to people"],
  ],
  ["an end", [pick("end"), 'id: b, say: "!", then: a'], []],
  ["an end after silence", [pick("a", ", silence: { after: 5m, then: end }"), 'id: b, say: "!", then: a'], []],
  ["people", [pick("b"), "id: b, handoff: desk, no_agent: a, then: a"], []],
  [
    "a run that hands over to people",
    [pick("b"), "id: b, run: other, then: a"],
    [],
    workflow("other", "id: h, handoff: desk, no_agent: end"),
  ],
  [
    "a run that comes back",
    [pick("b"), "id: b, run: other, then: a"],
    ["1 (a) the loop a → b → a has no path to an end or to people"],
    quiet,
  ],
  ["a loop that asks nothing has a check of its own", ['id: a, say: "!", then: a'], []],
  [
    "behind a way out, a loop without one",
    [`id: q, ${ask}`, pick("a"), 'id: b, say: "!", then: a'],
    ["2 (a) the loop a → b → a has no path to an end or to people"],
  ],
]);

const shared = (id: string, ...steps: readonly string[]): Readonly<Record<string, string>> => ({
  [`brands/shop/workflows/${id}.yaml`]: `workflow: ${id}\nsteps:\n${lines(steps)}`,
});

holds(recursiveRun, [
  ["itself", ["id: a, run: main"], ['1 (main) the workflow "main" runs itself: main → main']],
  ["another that comes back", ["id: a, run: other"], [], quiet],
  [
    "through others",
    ["id: a, run: one"],
    ['assistants/bo/workflows/two.yaml:3 (main) the workflow "main" runs itself: main → one → two → main'],
    { ...workflow("one", "id: a, run: two"), ...workflow("two", "id: a, run: main") },
  ],
  [
    "through the brand's",
    ["id: a, run: one"],
    ['brands/shop/workflows/two.yaml:3 (one) the workflow "one" runs itself: one → two → one'],
    { ...shared("one", "id: a, run: two"), ...shared("two", "id: a, run: one") },
  ],
  ["one workflow run twice", ["id: a, run: other", "id: b, run: other"], [], quiet],
]);

holds(neverStarted, [
  ["by welcome", [end], []],
  ["by nothing", [end], ['assistants/bo/workflows/other.yaml:1 (other) nothing starts the workflow "other"'], quiet],
  ["by a run", ["id: a, run: other"], [], quiet],
  ["by a run that is misspelt", ["id: a, run: othr"], [], quiet],
  [
    "by a welcome that is misspelt",
    [end],
    [],
    { "assistants/bo/assistant.yaml": 'assistant: bo\nname: "Bo"\nlanguages: [en]\nwelcome: mian\n' },
  ],
  [
    "by one that nothing starts",
    [end],
    ['assistants/bo/workflows/other.yaml:1 (other) nothing starts the workflow "other"'],
    { ...workflow("other", "id: a, run: third"), ...workflow("third", end) },
  ],
  [
    "a draft",
    [end],
    [],
    { "assistants/bo/workflows/other.yaml": `workflow: other\nstatus: draft\nsteps:\n${lines([end])}` },
  ],
  [
    "the brand's, by nothing",
    [end],
    ['brands/shop/workflows/other.yaml:1 (other) nothing starts the workflow "other"'],
    shared("other", end),
  ],
  ["the brand's, by a run", ["id: a, run: other"], [], shared("other", end)],
  [
    "by anytime, without phrases",
    [end],
    [
      'assistants/bo/workflows/other.yaml:1 (other) nothing starts the workflow "other": it stands in "anytime", and has no phrases that could work at any time',
    ],
    {
      ...quiet,
      "assistants/bo/assistant.yaml": 'assistant: bo\nname: "Bo"\nlanguages: [en]\nwelcome: main\nanytime: [other]\n',
    },
  ],
  ["by a run with a misspelt name", ["id: a, run: othre"], [], quiet],
  [
    "by a file that is broken",
    [end],
    [],
    {
      ...quiet,
      "assistants/bo/workflows/broken.yaml": "workflow: broken\nsteps: [{ id: a, run: other }\n",
    },
  ],
]);

const many = (count: number): readonly string[] => [
  ...Array.from({ length: count - 1 }, (_, i) => `id: s${i}, say: "!"`),
  end,
];
const nested = (depth: number): string =>
  depth === 0
    ? 'id: deep, say: "!"'
    : `id: d${depth}, if: user.verified, then: [{ ${nested(depth - 1)} }, { id: e${depth}, say: "!" }]`;

holds(workflowTooLarge, [
  ["100 steps", many(100), []],
  ["101 steps", many(101), ['0 (steps) the workflow "main" has 101 steps, and 100 are enough for anybody to follow']],
  ["arms nested 4 deep", [nested(4), end], []],
  ["arms nested 6 deep", [nested(6), end], ['1 (d1) the step "d1" is nested 5 deep: d6 → d5 → d4 → d3 → d2 → d1']],
]);
