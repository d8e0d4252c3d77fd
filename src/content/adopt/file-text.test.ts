import { describe, expect, test } from "vitest";
import { fileText } from "#content/adopt/file-text.ts";
import { jsonOf } from "#content/place.ts";
import { parseYaml } from "#content/yaml/parse.ts";

const path = "assistants/bo/workflows/hello.yaml";

interface Case {
  readonly before: string;
  /** Changes the value that `before` says. */
  readonly change: (value: never) => unknown;
  readonly after: string;
}

const cases: Readonly<Record<string, Case>> = {
  "a text changes in its quotes, and what is said of it stays": {
    before: 'title: "A" # said\nsteps: []\n',
    change: (value: { title: string }) => ({ ...value, title: "B" }),
    after: 'title: "B" # said\nsteps: []\n',
  },
  "an expression with quotes in it stands in single ones": {
    before: "steps:\n  - id: a\n    if: x\n    then: end\n",
    change: (value: { steps: object[] }) => ({ ...value, steps: [{ ...value.steps[0], if: 'x == "1"' }] }),
    after: "steps:\n  - id: a\n    if: 'x == \"1\"'\n    then: end\n",
  },
  "a step goes with its comments; a section's name stays": {
    before:
      "steps:\n  - id: a\n    goto: end\n\n  # The second part\n\n  # of b\n  - id: b\n    goto: end # gone\n\n  - id: c\n    goto: end\n",
    change: (value: { steps: { id: string }[] }) => ({ ...value, steps: value.steps.filter(({ id }) => id !== "b") }),
    after: "steps:\n  - id: a\n    goto: end\n\n  - id: c\n    goto: end\n\n  # The second part\n",
  },
  "steps that change places take their comments along": {
    before: "steps:\n  # of a\n  - id: a\n    goto: end\n  # of b\n  - id: b\n    goto: a\n",
    change: (value: { steps: object[] }) => ({ ...value, steps: value.steps.toReversed() }),
    after: "steps:\n  # of b\n  - id: b\n    goto: a\n  # of a\n  - id: a\n    goto: end\n",
  },
  "a new step is written as people write steps, apart as the others are": {
    before: "steps:\n  - id: a\n    goto: b\n\n  - id: b\n    goto: end\n",
    change: (value: { steps: object[] }) => ({
      ...value,
      steps: [
        ...value.steps,
        {
          id: "c",
          choose: "x",
          text: { en: "Which?", fr: "Lequel ?" },
          options: [{ id: "y", label: { en: "Y", fr: "O" }, goto: "a" }],
          other: [{ id: "d", end: "solved" }],
        },
      ],
    }),
    after:
      'steps:\n  - id: a\n    goto: b\n\n  - id: b\n    goto: end\n\n  - id: c\n    choose: x\n    text: { en: "Which?", fr: "Lequel ?" }\n    options:\n      - id: y\n        label: { en: "Y", fr: "O" }\n        goto: a\n    other:\n      - id: d\n        end: solved\n',
  },
  "a new key stands behind the one that it follows": {
    before: "workflow: a\nsteps: []\n",
    change: (value: { workflow: string; steps: unknown }) => ({
      workflow: value.workflow,
      status: "draft",
      steps: value.steps,
    }),
    after: "workflow: a\nstatus: draft\nsteps: []\n",
  },
  "braces stay braces": {
    before: 'title: { en: "A", fr: "B" }\n',
    change: () => ({ title: { en: "A", fr: "C", de: "D" } }),
    after: 'title: { en: "A", fr: "C", de: "D" }\n',
  },
  "a text of several lines keeps them": {
    before: "title: |-\n  one\n  two\n",
    change: () => ({ title: "one\n\nthree\n" }),
    after: "title: |\n  one\n\n  three\n",
  },
  "a text that YAML cannot say in lines is quoted": {
    before: 'title: "A"\n',
    change: () => ({ title: " one\n\ttwo\n\n" }),
    after: 'title: " one\\n\\ttwo\\n\\n"\n',
  },
  "words that would be read as something else are quoted": {
    before: "steps:\n  - id: a\n    wait: 2s\n",
    change: () => ({ steps: [{ id: "404", wait: "1.5", then: "true" }] }),
    after: 'steps:\n  - id: "404"\n    wait: "1.5"\n    then: "true"\n',
  },
  "what is the same stays as it is, laid out or not": {
    before: "title:   'A'\n",
    change: (value: object) => value,
    after: "title:   'A'\n",
  },
};

describe("a file that says another value", () => {
  test.each(Object.entries(cases))("%s", (_name, { before, change, after }) => {
    const { root } = parseYaml(path, before);
    const value = change((root && jsonOf(root)) as never) as Readonly<Record<string, unknown>>;
    expect(fileText(path, before, value)).toBe(after);
  });

  test("what an anchor shares cannot be written in one place alone", () => {
    const before = "vars: &all { a: string }\ninputs: *all\n";
    expect(fileText(path, before, { vars: { a: "int" }, inputs: { a: "string" } })).toBe(null);
    expect(fileText(path, before, { vars: { a: "string" }, inputs: { a: "int" } })).toBe(
      "vars: &all { a: string }\ninputs: { a: int }\n",
    );
  });
});
