/**
 * The graph that checks, rehearsal and plan read says what the interpreter does: a customer who does anything at all
 * in any workflow moves along its edges, and ends with an outcome that an edge has.
 */

import fc from "fast-check";
import { expect, test } from "vitest";
import { type Edge, edgesOf, stepAt, stepsOf } from "#content/graph.ts";
import type { Step, Workflow } from "#content/workflow.ts";
import { begin, step as take } from "#runtime/interpreter.ts";
import type { Program } from "#runtime/program.ts";
import type { Watcher } from "#runtime/watcher.ts";
import { anyBrand, anyChannel, anyEvents, anySteps, current, workflowOf } from "./support/any-workflow.ts";

const say = (id: string, end?: string): Step => ({
  kind: "say",
  id,
  say: { en: "?" },
  ...(end !== undefined && { end }),
});
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

test("every move of the interpreter is an edge of the graph", () => {
  const walked = new Set<string>();
  fc.assert(
    fc.property(anySteps, anyEvents, fc.boolean(), (loose, said, online) => {
      const main = workflowOf("main", loose.length > 0 ? loose : [{ kind: "say", say: { en: "?" } }]);
      const workflows: Record<string, Workflow> = { main, inner, silent };
      const program: Program = {
        brand: anyBrand,
        channel: anyChannel,
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
        const { state: next, effects } = take(program, state, current(event, state), {
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
