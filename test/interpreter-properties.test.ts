/**
 * What holds of every conversation, whatever authors write and customers do. `PARLEY_RUNS` asks for more conversations
 * than a test run has time for, and `PARLEY_SEED` for others.
 */

import fc from "fast-check";
import { expect, test } from "vitest";
import type { Step, Workflow } from "#content/workflow.ts";
import type { Effect } from "#runtime/effect.ts";
import type { Event } from "#runtime/event.ts";
import { begin, step as take } from "#runtime/interpreter.ts";
import { compile, type Program } from "#runtime/program.ts";
import type { State } from "#runtime/state.ts";
import { pickedOf } from "#runtime/verbs/choose.ts";
import { anyBrand, anyChannel, anyEvents, anySteps, current, type Loose, workflowOf } from "./support/any-workflow.ts";

const runs = Number(process.env.PARLEY_RUNS ?? 800);
const seed = Number(process.env.PARLEY_SEED ?? 11);

/** What an author may get wrong: each of these fails when it runs. */
const failing = { en: "{{ v.missing }}" };
function spoiled(step: Loose): Loose {
  switch (step.kind) {
    case "say":
      return { ...step, say: [{ text: { en: "fine" } }, { text: failing }] };
    case "set":
      return { ...step, set: { v: "v.missing" } };
    case "if":
      return { ...step, if: "v.missing" };
    case "switch":
      return { ...step, switch: "v.missing" };
    case "articles":
      return { ...step, articles: { query: "v.missing" } };
    case "call":
      return { ...step, get: "/{{ v.missing }}" };
    case "handoff":
      return { ...step, fields: { a: "v.missing" } };
    case "run":
      return { ...step, with: { a: "v.missing" } };
    case "ask":
    case "form":
    case "choose":
    case "carousel":
    case "resolved":
      return { ...step, text: failing };
    default:
      return step;
  }
}

const loose = fc
  .tuple(anySteps, fc.infiniteStream(fc.nat({ max: 9 })))
  .map(([steps, chances]) =>
    (steps.length === 0 ? [{ kind: "say", say: { en: "?" } }] : steps).map((each) =>
      chances.next().value === 0 ? spoiled(each) : each,
    ),
  );

const more: fc.Arbitrary<Event> = fc.oneof(
  fc.constantFrom<Event>(
    { kind: "open" },
    { kind: "language", language: "fr" },
    { kind: "language", language: "xx" },
    { kind: "file", file: { name: "a.pdf", type: "application/pdf", bytes: 1, url: "/a" } },
    { kind: "file", file: { name: "harmful.pdf", type: "application/pdf", bytes: 1, url: "" }, isRefused: true },
    { kind: "pick", option: "gone", label: "the inner thing" },
    { kind: "agent", name: "Ann", text: "hello" },
    { kind: "agent-done" },
    { kind: "timer", timer: "t1" },
    { kind: "called", call: "c1", result: { kind: "timeout" } },
    { kind: "text", text: "the inner thing" },
    { kind: "text", text: "something else" },
    { kind: "text", text: "blue whales" },
    { kind: "text", text: "yes please" },
  ),
  fc.string({ minLength: 1, maxLength: 12, unit: "grapheme" }).map((text): Event => ({ kind: "text", text })),
);
const events = fc
  .tuple(anyEvents, fc.array(more, { maxLength: 12 }), fc.infiniteStream(fc.boolean()))
  .map(([some, others, order]) => {
    const [left, right] = [[...some], [...others]];
    const mixed: Event[] = [];
    while (left.length > 0 || right.length > 0) {
      const next = (order.next().value ? left : right).shift();
      if (next) mixed.push(next);
    }
    return mixed;
  });

function programOf(
  all: readonly (readonly Loose[])[],
  settings: { anytime: readonly string[]; fallback: boolean; channel: boolean },
): Program {
  const [main = [], inner = [], other = [], back = []] = all;
  const silent: Step[] = [{ kind: "set", id: "quiet", set: { v: "1" } }];
  const phrases = (text: string): Pick<Workflow, "start"> => ({ start: { phrases: { en: [text], fr: [text] } } });
  const workflows: Record<string, Workflow> = {
    main: workflowOf("main", main),
    inner: { ...workflowOf("inner", inner), ...phrases("the inner thing") },
    other: { ...workflowOf("other", other), ...phrases("something else") },
    silent: { workflow: "silent", ...phrases("yes please"), steps: silent },
    back: workflowOf("back", back),
  };
  const { anytime, fallback, channel } = settings;
  return {
    brand: { ...anyBrand, languages: ["en", "fr"] },
    channel: { ...anyChannel, type: channel ? "web" : "sms" },
    assistant: {
      kind: "assistant",
      id: "a",
      name: "A",
      brand: "b",
      languages: ["en", "fr"],
      welcome: "main",
      anytime,
      ...(fallback && { fallback: "back" }),
      workflows,
    },
  };
}

const settings = fc.record({
  anytime: fc.subarray(["inner", "other", "silent"]),
  fallback: fc.boolean(),
  channel: fc.boolean(),
  online: fc.boolean(),
});

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
  }
  return value;
}

const isBusy = ({ waiting }: State): boolean => waiting?.kind === "call" || waiting?.kind === "pause";

/** Whether an event is what waits asks for, so that a workflow may end after it without a word. */
function isFitting({ waiting }: State, event: Event): boolean {
  if (waiting?.kind === "choice") return pickedOf(waiting, event) !== undefined || event.kind === "text";
  return waiting !== null;
}

function holds(program: Program, before: State, event: Event, after: State, effects: readonly Effect[]): void {
  const kinds = new Set(effects.map(({ kind }) => kind));
  expect(JSON.parse(JSON.stringify({ after, effects }))).toStrictEqual({ after, effects });
  // Whatever is thrown by our own code is a fault, and not an author's.
  expect(effects.filter((effect) => effect.kind === "log" && effect.code === "fault")).toEqual([]);
  expect(after.steps).toBeLessThanOrEqual(51);
  expect(effects.length).toBeLessThan(500);
  expect(after.status).toBe(
    after.waiting?.kind === "agents" ? "agents" : after.frames.length > 0 ? "assistant" : "ended",
  );
  // What runs waits for something, or there would be no way on.
  expect(after.waiting === null).toBe(after.frames.length === 0);
  if (!isBusy(after)) expect(after.queued).toEqual([]);
  const { workflows } = compile(program);
  for (const frame of after.frames) expect(workflows.get(frame.workflow)?.steps.has(frame.step)).toBe(true);
  // What is not clean is told by who found it so, and no workflow has it.
  expect(JSON.stringify({ after, effects })).not.toContain("harmful");
  if (event.kind === "file" && event.isRefused) return;
  const isCustomers = event.kind === "text" || event.kind === "pick" || event.kind === "fill" || event.kind === "file";
  if (!isCustomers || before.status === "agents" || isBusy(before)) return;
  const isUnderWay = isBusy(after) || after.status === "agents";
  const mayBeQuiet = kinds.has("ended") && isFitting(before, event);
  expect(kinds.has("message") || isUnderWay || mayBeQuiet).toBe(true);
}

test("a conversation is plain data, ends or waits, stops its own clocks, and meets no customer with silence", () => {
  fc.assert(
    fc.property(fc.array(loose, { minLength: 4, maxLength: 4 }), events, settings, (all, said, { online, ...rest }) => {
      const program = programOf(all, rest);
      const world = { now: 0, agentsOnline: () => (online ? 1 : 0) };
      const running = new Set<string>();
      let state = frozen(begin(program, { conversation: "c", started: "2026-03-02T10:00:00Z", languages: ["en"] }));
      for (const each of [{ kind: "open" } as const, ...said]) {
        const event = frozen(current(each, state));
        const result = frozen(take(program, state, event, world));
        expect(take(program, state, event, world)).toEqual(result);
        holds(program, state, event, result.state, result.effects);
        if (event.kind === "timer") running.delete(event.timer);
        for (const effect of result.effects) {
          if (effect.kind === "timer") running.add(effect.timer);
          if (effect.kind === "cancel") expect(running.delete(effect.timer)).toBe(true);
        }
        const { waiting } = result.state;
        expect([...running]).toEqual(
          waiting && "timer" in waiting && waiting.timer !== undefined ? [waiting.timer] : [],
        );
        state = result.state;
      }
    }),
    { numRuns: runs, seed },
  );
}, 3_600_000);
