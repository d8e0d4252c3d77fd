/**
 * Where `maybe-unset` finds nothing, no customer ever comes to a step that misses a value: whatever they do, in
 * workflows that ask, choose, call, set and check variables in any order.
 */

import fc from "fast-check";
import { expect, test } from "vitest";
import { maybeUnset } from "#checks/maybe-unset/check.ts";
import { readContent } from "#content/read.ts";
import type { Step, Workflow } from "#content/workflow.ts";
import { begin, step as take } from "#runtime/interpreter.ts";
import type { Program } from "#runtime/program.ts";
import { anyBrand, anyChannel, anyEvents, anySteps, current, workflowOf } from "./support/any-workflow.ts";

const reads = ["?", "{{ v }}", "{{ n }}", '{{ v == null ? "" : v }}', "{{ has(n) && n > 1 }}"];
const conditions = ["brand.yes", "v != null", "!has(n)", "v == null || brand.yes", "n != null && n > 0", 'v == "a"'];
const sets = [{ v: '"a"' }, { n: "1" }, { n: "2", v: "string(n)" }, { v: 'v + "a"' }];
const saves = [{ v: "string(status)" }, {}];

/** The same workflow, whose steps read and set variables as `choices` say. */
function withReads(workflow: Workflow, choices: readonly number[]): Workflow {
  let count = 0;
  const pick = <T>(values: readonly T[]): T => {
    count += 1;
    return values[(choices[count % choices.length] ?? 0) % values.length] as T;
  };
  const steps = JSON.parse(JSON.stringify(workflow.steps), (_key, value) => {
    // A list without steps is told by a check of its own, and what follows from it is not told again.
    if (Array.isArray(value) && value.length === 0) return "end";
    if (value?.goto !== undefined && value.then !== undefined) return { ...value, then: undefined };
    switch (value?.kind) {
      case "say":
      case "wait":
        return { ...value, wait: undefined, kind: "say", say: { en: pick(reads) } };
      case "if":
        return { ...value, if: pick(conditions), then: value.then ?? "end" };
      case "switch":
        return { id: value.id, kind: "if", if: pick(conditions), then: value.cases.true, else: value.else };
      case "set":
        return { ...value, set: pick(sets) };
      case "call":
        return { ...value, save: pick(saves) };
      default:
        return value;
    }
  }) as Step[];
  return { workflow: workflow.workflow, vars: { v: "string", n: "int" }, steps };
}

/** The workflow as an author would have written it, without what reading adds. */
function textOf(workflow: Workflow): string {
  return JSON.stringify(workflow, (key, value) => (key === "kind" ? undefined : value));
}

const others = {
  inner: "workflow: inner\nsteps:\n  - { id: ask, resolved: { solved: end, unsolved: [{ id: a, end: other }] } }\n",
  silent: 'workflow: silent\nsteps:\n  - { id: word, say: "!", end: solved }\n',
};

function read(main: Workflow) {
  const texts = new Map<string, string>([
    ["brands/b/brand.yaml", 'brand: b\nname: "B"\nlanguages: [en]\n'],
    ["assistants/a/assistant.yaml", 'assistant: a\nname: "A"\nlanguages: [en]\nwelcome: main\n'],
    ["assistants/a/workflows/main.yaml", textOf(main)],
    ...Object.entries(others).map(([id, text]) => [`assistants/a/workflows/${id}.yaml`, text] as const),
  ]);
  const { content } = readContent(new Map([...texts].map(([path, text]) => [path, { path, text }])));
  const items = [...(content.assistants.get("a")?.workflows.values() ?? [])];
  const workflows = Object.fromEntries(items.flatMap(({ id, value }) => (value ? [[id, value]] : [])));
  return { workflows, findings: maybeUnset.run(content, { today: "2026-03-02", limits: {} as never, sources: texts }) };
}

test("without a finding, no step ever misses a value", () => {
  const choices = fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 12 });
  const outcomes = { silent: 0, found: 0, missed: 0 };
  fc.assert(
    fc.property(anySteps, choices, anyEvents, fc.boolean(), (loose, chosen, said, online) => {
      const main = withReads(workflowOf("main", loose), chosen);
      const { workflows, findings } = read(main);
      if (!workflows.main || main.steps.length === 0) return;
      outcomes[findings.length > 0 ? "found" : "silent"] += 1;
      const program: Program = {
        brand: anyBrand,
        channel: anyChannel,
        assistant: { kind: "assistant", id: "a", name: "A", brand: "b", languages: ["en"], welcome: "main", workflows },
      };
      let state = begin(program, { conversation: "c", started: "2026-03-02T10:00:00Z", languages: ["en"] });
      for (const event of [{ kind: "open" } as const, ...said]) {
        const world = { now: 0, agentsOnline: () => (online ? 1 : 0) };
        const result = take(program, state, current(event, state), world);
        state = result.state;
        const missing = result.effects.flatMap((effect) =>
          effect.kind === "log" && /Unknown variable|has no value|no such overload/.test(effect.message)
            ? [effect]
            : [],
        );
        outcomes.missed += missing.length;
        if (findings.length === 0) expect(missing).toEqual([]);
        if (missing.length > 0) return;
      }
    }),
    { numRuns: 2000, seed: 11 },
  );
  // Both happen, and values are missed where there was a finding: the property is not empty.
  for (const each of Object.values(outcomes)) expect(each).toBeGreaterThan(100);
});
