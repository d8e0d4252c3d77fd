/**
 * Any workflow, and anything that may happen to it: for properties that hold whatever authors write and customers do.
 * Every verb is there, with exits that lead anywhere.
 */

import fc from "fast-check";
import type { BrandBody, ChannelBody } from "#content/body.ts";
import type { Step, Workflow } from "#content/workflow.ts";
import type { Event } from "#runtime/event.ts";
import type { State } from "#runtime/state.ts";

/** The brand that `anySteps` is written for: its values, articles and group. */
export const anyBrand: BrandBody = {
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
export const anyChannel: ChannelBody = { kind: "channel", id: "web", type: "web", name: "Web", brand: "b" };
const text = { en: "?" };

/** An exit before its target has a name: a number stands for some step, or the end. */
export type Loose = { readonly id?: string; readonly [key: string]: unknown };

const target = fc.nat({ max: 30 }).map((n) => ({ target: n }));
/** Steps without ids, and numbers for targets: `workflowOf` makes a workflow of them. */
export const { steps: anySteps } = fc.letrec<{ exit: unknown; maybe: unknown; steps: Loose[]; step: Loose }>((tie) => ({
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
export function workflowOf(id: string, loose: readonly Loose[]): Workflow {
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

/** What may happen; calls and timers are those of `current`. */
export const anyEvents = fc.array(
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

/** The event; where it names no call or timer, of that which is under way now. */
export function current(event: Event, { waiting }: State): Event {
  if (event.kind === "timer" && event.timer === "") {
    return { ...event, timer: waiting && "timer" in waiting ? (waiting.timer ?? "") : "" };
  }
  if (event.kind !== "called" || event.call !== "") return event;
  return { ...event, call: waiting?.kind === "call" ? waiting.call : "" };
}
