/** The edges of the checks of robustness, each on a site of one workflow: where a finding is due, and where none is. */

import { describe, expect, test } from "vitest";
import { callTooSlow } from "#checks/call-too-slow/check.ts";
import { callWithoutErrorExit } from "#checks/call-without-error-exit/check.ts";
import type { Check } from "#checks/check.ts";
import { handoffOutsideHours } from "#checks/handoff-outside-hours/check.ts";
import { hostOutsideConnection } from "#checks/host-outside-connection/check.ts";
import { noFallbackExit } from "#checks/no-fallback-exit/check.ts";
import { scheduleExpires } from "#checks/schedule-expires/check.ts";
import { undeclaredWorkflow } from "#checks/undeclared-workflow/check.ts";
import { unsafeRetry } from "#checks/unsafe-retry/check.ts";
import { readContent } from "#content/read.ts";
import { locate } from "#findings/locate.ts";

const site: Readonly<Record<string, string>> = {
  "brands/shop/brand.yaml": 'brand: shop\nname: "Shop"\nlanguages: [en]\n',
  "brands/shop/groups/desk.yaml": 'group: desk\nname: "Desk"\nschedule: desk\n',
  "brands/shop/schedules/desk.yaml":
    'schedule: desk\ntimezone: Europe/Paris\nweekly: { mon: ["09:00-18:00"] }\nholidays: []\n',
  "assistants/bo/assistant.yaml": 'assistant: bo\nname: "Bo"\nlanguages: [en]\nwelcome: hello\nfallback: hello\n',
};

const hello = "assistants/bo/workflows/hello.yaml";

/** The lines (counted from the first step) or, in other files, `file:line` that a check finds something at. */
function found(
  check: Check,
  steps: string,
  files: Readonly<Record<string, string>> = {},
): readonly (string | number)[] {
  const texts = new Map(Object.entries({ ...site, [hello]: `workflow: hello\nsteps:\n${steps}`, ...files }));
  const tree = new Map([...texts].map(([path, text]) => [path, { path, text }]));
  const { content, findings } = readContent(tree);
  expect(findings).toEqual([]);
  return check.run(content, { today: "2026-03-02", limits: {} as never, sources: texts }).map(({ at }) => {
    const { line } = locate(texts, at.file, at.start);
    return at.file === hello ? line - 2 : `${at.file}:${line}`;
  });
}

const call = (keys: string) => `  - id: ask\n    call: orders\n${keys.replace(/^/gm, "    ")}\n`;

describe("call-without-error-exit", () => {
  test.each<[string, number[]]>([
    ["get: /a", [1]],
    ["get: /a\nerrors: {}", [4]],
    ["get: /a\nerrors:\n  404: end", [4]],
    ["get: /a\nerrors:\n  else: end", []],
    ["get: /a\nerrors:\n  else: []", []],
  ])("%j", (keys, lines) => {
    expect(found(callWithoutErrorExit, call(keys))).toEqual(lines);
  });
});

describe("call-too-slow", () => {
  test.each<[string, number[]]>([
    ["get: /a", []],
    ["get: /a\ntimeout: 20s", []],
    ["get: /a\ntimeout: 20001ms", [4]],
    ["get: /a\nretry: { max: 3 }", []],
    ["get: /a\nretry: { max: 4 }", [4]],
    ["get: /a\ntimeout: 10s\nretry: { max: 1, backoff: 1m }", []],
    ["get: /a\nretry: { max: 2 }\ntimeout: 7s", [5]],
    ["get: /a\ntimeout: 3s\nretry: { max: 9 }", [5]],
    ["get: /a\ntimeout: 1m30s", [4]],
  ])("%j", (keys, lines) => {
    expect(found(callTooSlow, call(`${keys}\nerrors: { else: end }`))).toEqual(lines);
  });
});

describe("unsafe-retry", () => {
  test.each<[string, number[]]>([
    ["post: /a\nretry: { max: 1 }", [4]],
    ["patch: /a\nretry: { max: 1 }", [4]],
    ["post: /a\nretry: { max: 0 }", []],
    ["post: /a", []],
    ["post: /a\nretry: { max: 1 }\nidempotency_key: conversation.id", []],
    ["get: /a\nretry: { max: 1 }", []],
    ["put: /a\nretry: { max: 1 }", []],
    ["delete: /a\nretry: { max: 1 }", []],
  ])("%j", (keys, lines) => {
    expect(found(unsafeRetry, call(`${keys}\nerrors: { else: end }`))).toEqual(lines);
  });
});

describe("host-outside-connection", () => {
  const outside = [
    "https://evil.example/a",
    "HTTP://evil.example",
    " https://evil.example",
    "https:evil.example",
    "//evil.example/a",
    "//{{ value }}/a",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "{{ value }}",
    "{{ value }}/a",
    "@evil.example/a",
    ":8080/a",
    "/a/../../b",
    "/a/%2E%2e/b",
  ];
  const inside = [
    "/a",
    "a/b",
    "/",
    "",
    "/{{ value }}",
    "/a/{{ value }}/b",
    "/a:b",
    "/@me",
    "/a..b/c",
    "/.well-known/x",
    "/search?from=https://x.example/../y",
  ];
  test.each(outside)("out: %j", (path) => {
    expect(found(hostOutsideConnection, call(`get: ${JSON.stringify(path)}\nerrors: { else: end }`))).toEqual([3]);
  });
  test.each(inside)("in: %j", (path) => {
    expect(found(hostOutsideConnection, call(`get: ${JSON.stringify(path)}\nerrors: { else: end }`))).toEqual([]);
  });
});

describe("no-fallback-exit", () => {
  const choice = 'text: "Which?"\n    options: [{ id: a, label: "A" }]';
  test.each<[string, number[]]>([
    ['ask: user.name\n    text: "Who?"', [1]],
    ['ask: user.name\n    text: "Who?"\n    retry: { max: 1 }', [4]],
    ['ask: user.name\n    text: "Who?"\n    retry: { max: 1, else: end }', []],
    [`choose:\n    ${choice}`, [1]],
    [`choose:\n    ${choice}\n    other: end`, []],
    ['form: [{ var: user.name, label: "Name" }]', []],
    ['carousel: [{ id: a, title: "A", options: [{ id: b, label: "B" }] }]', []],
  ])("%j", (keys, lines) => {
    expect(found(noFallbackExit, `  - id: ask\n    ${keys}\n`)).toEqual(lines);
  });
});

describe("schedule-expires", () => {
  const file = "brands/shop/schedules/desk.yaml";
  const holidays = (...dates: string[]) =>
    `schedule: desk\ntimezone: Europe/Paris\nweekly: {}\nholidays:\n${dates.map((date) => `  - { date: ${date} }\n`).join("")}`;
  test.each<[string, string[], string[]]>([
    ["60 days ahead are enough", ["2026-05-01"], []],
    ["59 are not", ["2026-04-30"], [`${file}:5`]],
    ["the last one counts, wherever it stands", ["2026-03-10", "2026-12-25", "2026-03-03"], []],
    ["and is shown", ["2026-03-10", "2026-04-06", "2026-03-03"], [`${file}:6`]],
    ["also when all are over", ["2025-12-25"], [`${file}:5`]],
  ])("%s", (_name, dates, places) => {
    expect(found(scheduleExpires, '  - { id: a, say: "A" }\n', { [file]: holidays(...dates) })).toEqual(places);
  });
  test("a schedule that lists none", () => {
    expect(found(scheduleExpires, '  - { id: a, say: "A" }\n')).toEqual([]);
  });
});

describe("handoff-outside-hours", () => {
  const people = (nobody = '[{ id: nobody, say: "Nobody is there." }]') =>
    `{ id: people, handoff: desk, timeout: 5m, no_agent: ${nobody} }`;
  const closed = '{ id: closed, say: "We are closed.", end: unsolved }';
  const other = (steps: string) => ({ "assistants/bo/workflows/people.yaml": `workflow: people\nsteps:\n${steps}` });

  test.each<[string, string, number[]]>([
    ["nothing asks for the hours", `  - ${people()}\n`, [1]],
    ["another schedule does", `  - { id: a, if: open("shop"), then: [${people()}] }\n`, [1]],
    ["a condition around it", `  - { id: a, if: open("desk"), then: [${people()}] }\n`, []],
    ["it stands in the arm of closed hours", `  - { id: a, if: open("desk"), else: [${people()}] }\n`, [1]],
    ["a condition turned round", `  - { id: a, if: '!open("desk")', then: [${closed}] }\n  - ${people()}\n`, []],
    ["who is not sent away goes on", `  - { id: a, if: '!open("desk")', then: [] }\n  - ${people()}\n`, [2]],
    ["and something else", `  - { id: a, if: 'user.verified && open("desk")', then: [${people()}] }\n`, []],
    ["or something else", `  - { id: a, if: 'user.verified || open("desk")', then: [${people()}] }\n`, [1]],
    ["whether agents are online", `  - { id: a, if: 'agents_online("desk") > 0', then: [${people()}] }\n`, []],
    [
      "a variable that holds it",
      `  - { id: s, set: { is_open: open("desk") } }\n  - { id: a, if: is_open, then: [${people()}] }\n`,
      [],
    ],
    ["a switch", `  - { id: a, switch: open("desk"), cases: { "true": [${people()}] }, else: end }\n`, []],
    [
      "an option that is only there in open hours",
      `  - { id: a, choose: , text: "?", other: end, options: [{ id: p, label: "P", if: open("desk"), then: [${people()}] }] }\n`,
      [],
    ],
    ["its no_agent says the hours", `  - ${people(`[{ id: nobody, say: 'Until {{ next_open("desk") }}.' }]`)}\n`, []],
    [
      "what follows its no_agent says them",
      `  - ${people(`[{ id: record, handoff: desk, mode: offline }]`)}\n  - { id: b, say: 'Until {{ next_open("desk") }}.' }\n`,
      [],
    ],
    [
      "behind a choice nobody may come by them",
      `  - ${people(`[{ id: more, choose: , text: "?", other: end, options: [{ id: p, label: "P", then: hours }] }]`)}\n  - { id: hours, say: 'Until {{ next_open("desk") }}.' }\n`,
      [1],
    ],
    ["without a no_agent, that comes first", "  - { id: people, handoff: desk }\n", []],
    ["offline", "  - { id: people, handoff: desk, mode: offline }\n", []],
  ])("%s", (_name, steps, lines) => {
    expect(found(handoffOutsideHours, steps)).toEqual(lines);
  });

  test.each<[string, string, Readonly<Record<string, string>>, (string | number)[]]>([
    [
      "a workflow that is only run in open hours",
      '  - { id: a, if: open("desk"), then: [{ id: r, run: people }] }\n',
      other(`  - ${people()}\n`),
      [],
    ],
    [
      "and also at other times",
      '  - { id: a, if: open("desk"), then: [{ id: r, run: people }] }\n  - { id: b, run: people }\n',
      other(`  - ${people()}\n`),
      ["assistants/bo/workflows/people.yaml:3"],
    ],
    [
      "a workflow that its no_agent runs says the hours",
      `  - ${people("[{ id: r, run: people }]")}\n`,
      other("  - { id: b, say: 'Until {{ next_open(\"desk\") }}.' }\n"),
      [],
    ],
    [
      "a group without a schedule",
      `  - ${people()}\n`,
      { "brands/shop/groups/desk.yaml": 'group: desk\nname: "Desk"\n' },
      [],
    ],
    [
      "a schedule that is always open",
      `  - ${people()}\n`,
      {
        "brands/shop/schedules/desk.yaml": `schedule: desk\ntimezone: UTC\nweekly: { ${["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map((day) => `${day}: ["00:00-24:00"]`).join(", ")} }\n`,
      },
      [],
    ],
    [
      "a brand's workflow, which has one finding however many assistants run it",
      "  - { id: r, run: desk-people }\n",
      {
        "brands/shop/workflows/desk-people.yaml": `workflow: desk-people\nsteps:\n  - ${people()}\n`,
        "assistants/al/assistant.yaml": 'assistant: al\nname: "Al"\nlanguages: [en]\nwelcome: desk-people\n',
      },
      ["brands/shop/workflows/desk-people.yaml:3"],
    ],
  ])("%s", (_name, steps, files, places) => {
    expect(found(handoffOutsideHours, steps, files)).toEqual(places);
  });
});

describe("undeclared-workflow", () => {
  const bo = "assistants/bo/assistant.yaml";

  test.each<[string, string[]]>([
    ["welcome: hello\nfallback: hello\n", []],
    ["welcome: hello\n", [`${bo}:1`]],
    ["fallback: hello\n", [`${bo}:1`]],
    ["", [`${bo}:1`, `${bo}:1`]],
    ["status: draft\n", []],
    ["welcome: helo\nfallback: hello\n", [`${bo}:4`]],
  ])("%j", (more, places) => {
    const files = { [bo]: `assistant: bo\nname: "Bo"\nlanguages: [en]\n${more}` };
    expect(found(undeclaredWorkflow, '  - { id: a, say: "A" }\n', files)).toEqual(places);
  });
});
