import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SourceFile } from "#content/files.ts";
import { readContent } from "#content/read.ts";
import type { Event } from "#runtime/event.ts";
import { begin, step } from "#runtime/interpreter.ts";
import type { Program } from "#runtime/program.ts";
import type { State } from "#runtime/state.ts";

const brand: Program["brand"] = {
  kind: "brand",
  id: "b",
  name: "B",
  languages: ["en", "fr"],
  values: { free_from: 50 },
  schedules: {},
  connections: {},
  articles: {},
  assets: {},
  groups: { desk: { group: "desk", name: "Desk" } },
};
const channel: Program["channel"] = {
  kind: "channel",
  id: "web",
  type: "web",
  name: "Web",
  brand: "b",
  default_response: { text: { en: "We write back.", fr: "À bientôt." }, ask: ["email"], handoff: "desk" },
};
const fallback = 'workflow: fallback\nsteps:\n  - { id: sorry, say: "Sorry?", end: unsolved }\n';

/** A program whose welcome is these steps. */
function programOf(steps: string, head = ""): Program {
  const texts: Record<string, string> = {
    "assistants/a/assistant.yaml": 'assistant: a\nname: "A"\nbrand: b\nlanguages: [en]\n',
    "assistants/a/workflows/main.yaml": `workflow: main\n${head}steps:\n${steps}`,
    "assistants/a/workflows/fallback.yaml": fallback,
  };
  const { content, findings } = readContent(
    new Map(Object.entries(texts).map(([path, text]): [string, SourceFile] => [path, { path, text }])),
  );
  expect(findings).toEqual([]);
  const items = [...(content.assistants.get("a")?.workflows.values() ?? [])];
  const workflows = Object.fromEntries(items.flatMap(({ id, value }) => (value ? [[id, value]] : [])));
  return {
    brand,
    channel,
    assistant: {
      kind: "assistant",
      id: "a",
      name: "A",
      brand: "b",
      languages: ["en"],
      welcome: "main",
      fallback: "fallback",
      workflows,
    },
  };
}

function start(program: Program): State {
  return begin(program, { conversation: "c", started: "2026-03-02T10:00:00Z", languages: ["en"] });
}

/** The steps that spoke, asked or were handed over, an entry an event. */
function talk(program: Program, events: readonly Event[], online = 0): readonly string[] {
  let state = start(program);
  return events.map((event) => {
    const result = step(program, state, event, { now: Date.parse("2026-03-02T10:00:00Z"), agentsOnline: () => online });
    state = JSON.parse(JSON.stringify(result.state)) as State;
    return result.effects
      .map((effect) =>
        effect.kind === "message" ? effect.step : effect.kind === "ended" ? `end:${effect.outcome}` : effect.kind,
      )
      .join(" ");
  });
}

const open: Event = { kind: "open" };
const text = (said: string): Event => ({ kind: "text", text: said });
const pick = (option: string): Event => ({ kind: "pick", option });

describe("a verb does what the language says", () => {
  test.each<[string, string, string, readonly Event[], readonly string[]]>([
    [
      "ask repeats, then leaves by retry.else",
      "vars: { n: int }\n",
      '  - { id: q, ask: n, text: "How many?", retry: { max: 1, else: out } }\n  - { id: ok, say: "{{ n + 1 }}", end: solved }\n  - { id: out, say: "Never mind", end: unsolved }\n',
      [open, text("x"), text("y")],
      ["q", "q.retry", "out end:unsolved"],
    ],
    [
      "ask keeps a good answer",
      "vars: { n: int }\n",
      '  - { id: q, ask: n, text: "How many?" }\n  - { id: ok, say: "{{ n + 1 }}", end: solved }\n',
      [open, text("41")],
      ["q", "ok end:solved"],
    ],
    [
      "choose takes a label, a number, or leaves by other",
      "",
      '  - id: q\n    choose:\n    text: "Which?"\n    options: [{ id: a, label: "Apple", goto: x }, { id: b, label: "Pear", goto: y }]\n    other: z\n  - { id: x, say: "a", then: q }\n  - { id: y, say: "b", then: q }\n  - { id: z, say: "c", end: solved }\n',
      [open, text("apple"), text("2"), text("plum")],
      ["q", "x q", "y q", "z end:solved"],
    ],
    [
      "a nested list rejoins after its parent",
      "",
      '  - id: c\n    if: brand.free_from > 40\n    then: [{ id: yes, say: "y" }]\n    else: [{ id: no, say: "n" }]\n  - { id: after, say: "z", end: solved }\n',
      [open],
      ["yes after end:solved"],
    ],
    [
      "resolved ends with its arm's name",
      "",
      "  - { id: r, resolved: { solved: end, unsolved: end } }\n",
      [open, pick("unsolved")],
      ["r", "end:unsolved"],
    ],
    [
      "handoff leaves by no_agent when nobody is online",
      "",
      '  - { id: h, handoff: desk, no_agent: [{ id: n, say: "later", end: unsolved }] }\n',
      [open],
      ["n end:unsolved"],
    ],
    [
      "a failing expression runs the fallback, then offers people",
      "vars: { m: map }\n",
      '  - { id: bad, say: "{{ m.x }}", end: solved }\n',
      [open],
      ["log sorry end:unsolved offer"],
    ],
    [
      "what nobody understands runs the fallback",
      "",
      '  - { id: hi, say: "hi", end: solved }\n',
      [open, text("zzz")],
      ["hi end:solved", "sorry end:unsolved"],
    ],
    [
      "a circle ends after 50 steps",
      "",
      '  - { id: a, set: { x: "1" }, then: a }\n',
      [open],
      ["log sorry end:unsolved offer"],
    ],
  ])("%s", (_name, head, steps, events, expected) => {
    expect(talk(programOf(steps, head), events)).toEqual(expected);
  });

  test("the default response asks for details and leaves a record", () => {
    const program = { ...programOf('  - { id: hi, say: "hi", end: solved }\n'), assistant: null };
    expect(talk(program, [open, text("ann@example.com")])).toEqual(["text email", "handoff thanks end:solved"]);
  });
});

test("whatever customers do, the state is plain data and they are answered", () => {
  const steps =
    '  - id: q\n    choose: v\n    text: "Which?"\n    options: [{ id: a, label: "Apple" }, { id: b, label: "Pear", goto: h }]\n    other: ask\n  - { id: ask, ask: n, text: "How many?", retry: { max: 1, else: q } }\n  - { id: say, say: "{{ 10 / n }}", then: q }\n  - { id: h, handoff: desk, no_agent: q }\n';
  const program = programOf(steps, "vars: { v: string, n: int }\n");
  const event = fc.oneof(
    fc.string({ minLength: 1, maxLength: 20 }).map(text),
    fc.constantFrom("0", "1", "2", "apple", "5").map(text),
    fc.constantFrom("a", "b", "zz").map(pick),
    fc.constant<Event>({ kind: "timer", timer: "t1" }),
    fc.constant<Event>({ kind: "called", call: "c1", result: { kind: "timeout" } }),
    fc.constant<Event>({ kind: "language", language: "fr" }),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 15 }), (events) => {
      let state = start(program);
      for (const each of [open, ...events]) {
        const world = { now: 0, agentsOnline: () => 0 };
        const result = step(program, state, each, world);
        expect(JSON.parse(JSON.stringify(result.state))).toEqual(result.state);
        expect(step(program, state, each, world)).toEqual(result);
        if (each.kind === "text") expect(result.effects.some(({ kind }) => kind === "message")).toBe(true);
        if (each.kind === "pick")
          expect(result.effects.some(({ kind }) => kind === "message" || kind === "ended")).toBe(true);
        state = result.state;
      }
    }),
    { numRuns: 300, seed: 7 },
  );
});
