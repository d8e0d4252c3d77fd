/**
 * The graph that checks, rehearsal and plan read says what the interpreter does: a customer who does anything at all
 * in any workflow moves along its edges, and ends with an outcome that an edge has.
 */

import fc from "fast-check";
import { expect, test } from "vitest";
import type { BrandBody, ChannelBody } from "#content/body.ts";
import { type Edge, edgesOf, stepAt, stepsOf } from "#content/graph.ts";
import type { Step, Workflow } from "#content/workflow.ts";
import type { Event } from "#runtime/event.ts";
import { begin, step as take } from "#runtime/interpreter.ts";
import type { Program } from "#runtime/program.ts";
import type { Watcher } from "#runtime/watcher.ts";

const brand: BrandBody = {
  kind: "brand",
  id: "b",
  name: "B",
  languages: ["en"],
  values: { yes: true, none: [], some: ["x", "y"] },
  schedules: {},
  connections: {},
  articles: { care: { en: { article: "care", language: "en", title: "Care", body: "Dust it." } } },
  assets: {},
  groups: { desk: { group: "desk", name: "Desk" } },
};
const channel: ChannelBody = { kind: "channel", id: "web", type: "web", name: "Web", brand: "b" };
const text = { en: "?" };

/** An exit before its target has a name: a number stands for some step, or the end. */
type Loose = { readonly id?: string; readonly [key: string]: unknown };

const target = fc.nat({ max: 30 }).map((n) => ({ target: n }));
const { steps } = fc.letrec<{ exit: unknown; maybe: unknown; steps: Loose[]; step: Loose }>((tie) => ({
  exit: fc.oneof({ depthSize: "small", maxDepth: 2 }, target, tie("steps")),
  maybe: fc.option(tie("exit"), { nil: undefined, freq: 2 }),
  steps: fc.array(tie("step"), { minLength: 0, maxLength: 4 }),
  step: fc
    .tuple(
      fc.oneof(
        fc.constant({ kind: "say", say: text }),
        fc.constant({ kind: "set", set: { v: "1" } }),
        fc.constant({ kind: "wait", wait: "2s" }),
        fc.record({ kind: fc.constant("goto"), goto: target }),
        fc.record({
          kind: fc.constant("ask"),
          ask: fc.constant("n"),
          type: fc.constant("int"),
          text: fc.constant(text),
          retry: fc.record({ max: fc.nat({ max: 1 }), else: tie("exit") }),
          silence: fc.option(fc.record({ after: fc.constant("1m"), then: tie("exit") }), { nil: undefined }),
        }),
        fc.record({
          kind: fc.constant("form"),
          form: fc.constant([{ var: "n", type: "int", label: text }]),
          retry: fc.record({ max: fc.constant(0), else: tie("exit") }),
        }),
        fc.record({
          kind: fc.constant("choose"),
          choose: fc.constantFrom(null, "v"),
          text: fc.constant(text),
          options: fc.oneof(
            fc.tuple(
              fc.record({ id: fc.constant("a"), label: fc.constant({ en: "a" }), then: tie("maybe") }),
              fc.record({ id: fc.constant("b"), label: fc.constant({ en: "b" }), goto: target, then: tie("maybe") }),
              fc.record({ id: fc.constant("c"), label: fc.constant({ en: "c" }), if: fc.constant("!brand.yes") }),
            ),
            fc.record({
              each: fc.constantFrom("brand.none", "brand.some"),
              as: fc.constant("it"),
              id: fc.constant("it"),
              label: fc.constant({ en: "{{ it }}" }),
              then: tie("maybe"),
            }),
          ),
          other: tie("maybe"),
          silence: fc.option(fc.record({ after: fc.constant("1m"), then: tie("exit") }), { nil: undefined }),
        }),
        fc.record({
          kind: fc.constant("carousel"),
          carousel: fc.oneof(
            fc.tuple(
              fc.record({
                id: fc.constant("one"),
                title: fc.constant(text),
                options: fc.option(
                  fc.tuple(fc.record({ id: fc.constant("a"), label: fc.constant({ en: "a" }), then: tie("maybe") })),
                  { nil: undefined },
                ),
              }),
            ),
            fc.record({
              each: fc.constantFrom("brand.none", "brand.some"),
              as: fc.constant("it"),
              id: fc.constant("it"),
              title: fc.constant(text),
              options: fc.option(
                fc.tuple(fc.record({ id: fc.constant("a"), label: fc.constant({ en: "a" }), goto: target })),
                { nil: undefined },
              ),
            }),
          ),
          other: tie("maybe"),
          silence: fc.option(fc.record({ after: fc.constant("1m"), then: tie("exit") }), { nil: undefined }),
        }),
        fc.record({
          kind: fc.constant("articles"),
          articles: fc.constantFrom({ ids: ["care"] }, { query: '"care"' }, { query: '"nothing"' }),
          none: tie("maybe"),
        }),
        fc.record({
          kind: fc.constant("resolved"),
          resolved: fc.record({ solved: tie("exit"), unsolved: tie("exit") }),
          silence: fc.option(fc.record({ after: fc.constant("1m"), then: tie("exit") }), { nil: undefined }),
        }),
        fc.record({
          kind: fc.constant("call"),
          call: fc.constant("api"),
          get: fc.constant("/"),
          errors: fc.record({ "404": tie("exit"), "5xx": tie("exit"), timeout: tie("exit"), else: tie("exit") }),
        }),
        fc.record({
          kind: fc.constant("if"),
          if: fc.constantFrom("brand.yes", "!brand.yes"),
          then: tie("maybe"),
          else: tie("maybe"),
        }),
        fc.record({
          kind: fc.constant("switch"),
          switch: fc.constantFrom("brand.yes", "brand.some[0]"),
          cases: fc.record({ true: tie("exit") }),
          else: tie("maybe"),
        }),
        fc.record({
          kind: fc.constant("run"),
          run: fc.constantFrom("inner", "silent"),
          outcomes: fc.option(fc.record({ solved: tie("exit"), else: tie("exit") }), { nil: undefined }),
        }),
        fc.record({
          kind: fc.constant("handoff"),
          handoff: fc.constant("desk"),
          mode: fc.constantFrom(undefined, "live", "offline"),
          timeout: fc.constantFrom(undefined, "5m"),
          no_agent: tie("maybe"),
        }),
        fc.constant({ kind: "end" }),
      ),
      fc.option(fc.oneof(fc.record({ then: target }), fc.constant({ end: "solved" })), { nil: {}, freq: 3 }),
    )
    .map(([verb, more]): Loose => {
      if (verb.kind === "end") return { ...verb, end: "done" };
      return verb.kind === "if" || verb.kind === "goto" ? verb : { ...verb, ...more };
    }),
}));

/** Gives every step an id, and every number a step or the end. */
function workflowOf(id: string, loose: readonly Loose[]): Workflow {
  const ids: string[] = [];
  const named = JSON.parse(JSON.stringify(loose), (_key, value) => {
    if (typeof value?.kind !== "string") return value;
    ids.push(`s${ids.length}`);
    return { id: ids.at(-1), ...value };
  });
  const settled = JSON.parse(JSON.stringify(named), (_key, value) =>
    typeof value?.target === "number" ? (ids[value.target] ?? "end") : value,
  ) as Step[];
  return { workflow: id, steps: settled };
}

const say = (id: string, end?: string): Step => ({ kind: "say", id, say: text, ...(end !== undefined && { end }) });
const inner: Workflow = {
  workflow: "inner",
  steps: [
    { kind: "resolved", id: "ask", resolved: { solved: [say("good", "solved")], unsolved: "end" } },
    say("after", "other"),
  ],
};
const silent: Workflow = { workflow: "silent", steps: [say("word")] };

/** A way out that was taken, and the step that came next: null where the workflow ended or waits yet. */
interface Taken {
  readonly workflow: string;
  readonly step: string;
  readonly exit: string;
  to: string | null;
}

function edgeOf(workflow: Workflow, { step, exit, to }: Taken): Edge | undefined {
  return edgesOf(workflow).find((edge) => edge.from === step && edge.exit === exit && stepAt(edge) === to);
}

const events = fc.array(
  fc.oneof(
    fc.constantFrom("1", "2", "word", "a", "b").map((said): Event => ({ kind: "text", text: said })),
    fc
      .constantFrom("a", "b", "x", "solved", "unsolved", "one.a", "x.a")
      .map((option): Event => ({ kind: "pick", option })),
    fc.constantFrom<Event>({ kind: "fill", values: { n: "1" } }, { kind: "fill", values: { n: "no" } }),
    fc.constant<Event>({ kind: "timer", timer: "" }),
    fc.constant<Event>({ kind: "agent-done" }),
    fc.constantFrom(200, 404, 503, 418, 0).map(
      (status): Event => ({
        kind: "called",
        call: "",
        result: status === 0 ? { kind: "timeout" } : { kind: "answer", status, headers: {}, body: {} },
      }),
    ),
  ),
  { minLength: 1, maxLength: 12 },
);

test("every move of the interpreter is an edge of the graph", () => {
  const walked = new Set<string>();
  fc.assert(
    fc.property(steps, events, fc.boolean(), (loose, said, online) => {
      const main = workflowOf("main", loose.length > 0 ? loose : [{ kind: "say", say: text }]);
      const workflows: Record<string, Workflow> = { main, inner, silent };
      const program: Program = {
        brand,
        channel,
        assistant: { kind: "assistant", id: "a", name: "A", brand: "b", languages: ["en"], welcome: "main", workflows },
      };
      const taken: Taken[] = [];
      const watcher: Watcher = {
        began: () => {},
        closed: () => {},
        // Words that mean nothing here begin the built-in answer to them, which is no workflow of this test's.
        left: (workflow, step, exit) => workflow in workflows && taken.push({ workflow, step, exit, to: null }),
        entered: (workflow, step) => {
          const last = taken.findLast((each) => each.workflow === workflow);
          if (last && last === taken.at(-1)) last.to = step;
        },
      };
      let state = begin(program, { conversation: "c", started: "2026-03-02T10:00:00Z", languages: ["en"] });
      for (const event of [{ kind: "open" } as const, ...said]) {
        const { waiting } = state;
        const timer = waiting && "timer" in waiting ? (waiting.timer ?? "") : "";
        const call = waiting?.kind === "call" ? waiting.call : "";
        const given =
          event.kind === "timer" ? { ...event, timer } : event.kind === "called" ? { ...event, call } : event;
        const { state: next, effects } = take(program, state, given, {
          now: 0,
          agentsOnline: () => (online ? 1 : 0),
          watcher,
        });
        state = next;
        if (effects.some((effect) => effect.kind === "log" && effect.level === "error")) return;
        const ended = effects.find((effect) => effect.kind === "ended");
        for (const each of taken) {
          const workflow = workflows[each.workflow];
          const edge = workflow && edgeOf(workflow, each);
          expect({ ...each, isAnEdge: edge !== undefined }).toEqual({ ...each, isAnEdge: true });
          walked.add(
            `${workflow && stepsOf(workflow).find(({ step }) => step.id === each.step)?.step.kind} ${each.exit}`,
          );
          const isLast = each === taken.at(-1) && ended?.kind === "ended";
          // Past a `run`, the outcome is that of the workflow it ran.
          if (isLast && edge?.to !== null) expect(ended.outcome).toBe(edge?.outcome);
        }
        if (ended) return;
        taken.splice(0);
      }
    }),
    { numRuns: 3000, seed: 5 },
  );
  // Each of these was walked at least once: the property is not empty.
  expect([...walked]).toEqual(
    expect.arrayContaining([
      ...["say next", "set next", "wait next", "goto goto", "ask next", "ask retry.else", "ask silence.then"],
      ...["form next", "form retry.else", "choose options.a", "choose options.b", "choose options", "choose other"],
      ...["choose silence.then", "carousel next", "carousel one.a", "carousel carousel.a", "carousel other"],
      ...["articles next", "articles none", "resolved solved", "resolved unsolved", "resolved silence.then"],
      ...["call next", "call errors.404", "call errors.5xx", "call errors.timeout", "call errors.else"],
      ...["if then", "if else", "switch cases.true", "switch else", "run next", "run outcomes.solved"],
      ...["run outcomes.else", "handoff next", "handoff no_agent"],
    ]),
  );
});
