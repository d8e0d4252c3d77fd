/**
 * Where `loop-without-input` finds nothing, no conversation goes round in circles: the interpreter's limit of steps is
 * never met, whatever customers do.
 */

import fc from "fast-check";
import { expect, test } from "vitest";
import { loopWithoutInput } from "#checks/loop-without-input/check.ts";
import { readContent } from "#content/read.ts";
import type { Step, Workflow } from "#content/workflow.ts";
import { begin, step as take } from "#runtime/interpreter.ts";
import type { Program } from "#runtime/program.ts";
import { anyBrand, anyChannel, anyEvents, anySteps, current, workflowOf } from "./support/any-workflow.ts";

/** As an author would have written it. A list from data that is empty is what no check can know of. */
function textOf(workflow: Workflow): string {
  const steps = JSON.parse(JSON.stringify(workflow.steps), (_key, value) =>
    value?.goto !== undefined && value.then !== undefined ? { ...value, then: undefined } : value,
  ) as Step[];
  const text = JSON.stringify({ ...workflow, vars: { v: "string", n: "int" }, steps }, (key, value) =>
    key === "kind" ? undefined : value,
  );
  return text.replaceAll("brand.none", "brand.some");
}

const others = {
  inner:
    "workflow: inner\nsteps:\n  - { id: i, if: brand.yes, then: [{ id: a, end: other }] }\n  - { id: ask, resolved: { solved: end, unsolved: end } }\n",
  silent: 'workflow: silent\nsteps:\n  - { id: word, say: "!", end: solved }\n',
};

test("without a finding, no conversation goes round in circles", () => {
  const outcomes = { silent: 0, found: 0, circles: 0 };
  fc.assert(
    fc.property(anySteps, anyEvents, fc.boolean(), (loose, said, online) => {
      const texts = new Map<string, string>([
        ["brands/b/brand.yaml", 'brand: b\nname: "B"\nlanguages: [en]\n'],
        ["assistants/a/assistant.yaml", 'assistant: a\nname: "A"\nlanguages: [en]\nwelcome: main\n'],
        ["assistants/a/workflows/main.yaml", textOf(workflowOf("main", loose))],
        ...Object.entries(others).map(([id, text]) => [`assistants/a/workflows/${id}.yaml`, text] as const),
      ]);
      const { content } = readContent(new Map([...texts].map(([path, text]) => [path, { path, text }])));
      const items = [...(content.assistants.get("a")?.workflows.values() ?? [])];
      const workflows = Object.fromEntries(items.flatMap(({ id, value }) => (value ? [[id, value]] : [])));
      if (!workflows.main || loose.length === 0) return;
      const findings = loopWithoutInput.run(content, { today: "2026-03-02", limits: {} as never, sources: texts });
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
        const circles = result.effects.filter((effect) => effect.kind === "log" && effect.code === "too-many-steps");
        outcomes.circles += circles.length;
        if (findings.length === 0) expect(circles).toEqual([]);
        if (circles.length > 0) return;
      }
    }),
    { numRuns: 2000, seed: 3 },
  );
  // All of them happen: the property is not empty.
  for (const each of Object.values(outcomes)) expect(each).toBeGreaterThan(10);
});
