/** `# parley-ignore`: what it silences, what it does not, and what is said of it. */

import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { examine } from "#cli/examine.ts";
import type { SourceFile } from "#content/files.ts";
import { locate } from "#findings/locate.ts";
import { readFiles } from "#source/working-tree.ts";

const small = await readFiles(fileURLToPath(new URL("sites/small/", import.meta.url)));
const hello = "assistants/bo/workflows/hello.yaml";

/** What is found in the workflow "hello" with these steps: `check line`. */
async function found(steps: string, lineBreak = "\n"): Promise<readonly string[]> {
  const text = `workflow: hello\ntitle: { en: "Welcome", fr: "Accueil" }\nsteps:\n${steps}`.replaceAll("\n", lineBreak);
  const files = new Map<string, SourceFile>([...small, [hello, { path: hello, text }]]);
  const { findings, sources } = await examine(files, { today: "2026-03-02" });
  return findings.map(({ check, at }) => `${check} ${locate(sources, at.file, at.start).line}`);
}

const say = 'say: { en: "Hi", fr: "Salut" }';
const lost = `  - id: hi\n    ${say}\n    then: nowhere\n`;
const twice = "  - id: c\n    if: user.verified\n    then: nowhere\n    else: elsewhere\n";
const nested = `  - id: c\n    if: user.verified\n    then:\n      - id: hi\n        ${say}\n        then: nowhere\n    else: end\n`;
const ignore = "# parley-ignore unknown-target: it comes next week\n";

const cases: readonly (readonly [name: string, steps: string, ...findings: string[]])[] = [
  ["nothing is silenced without a comment", lost, "unknown-target 6"],
  ["on the line before the finding", lost.replace("    then", `    ${ignore}    then`)],
  ["on the line before its step", `  ${ignore}${lost}`],
  ["on the line before a nested step", nested.replace("      - id", `      ${ignore}      - id`)],
  ["an outer step's is none of an inner one's", `  ${ignore}${nested}`, "unused-ignore 4", "unknown-target 10"],
  ["one comment silences one finding", `  ${ignore}${twice}`, "unknown-target 8"],
  ["two comments silence two", `  ${ignore}  ${ignore}${twice}`],
  ["another comment may stand between", `  ${ignore}  # and this one explains the step\n${lost}`],
  ["an empty line may not", `  ${ignore}\n${lost}`, "unused-ignore 4", "unknown-target 8"],
  ["behind a value, on the line before", lost.replace(`${say}\n`, `${say} ${ignore}`)],
  [
    "another check's name silences nothing",
    `  ${ignore.replace("unknown-target", "dead-end")}${lost}`,
    "unused-ignore 4",
    "unknown-target 7",
  ],
  [
    "a misspelt check",
    `  ${ignore.replace("unknown-target", "unknown-traget")}${lost}`,
    "unused-ignore 4",
    "unknown-target 7",
  ],
  ["no reason", `  ${ignore.replace(/:.*/, "")}${lost}`, "ignore-without-reason 4"],
  ["a reason of nothing but blanks", `  ${ignore.replace(/:.*/, ":  ")}${lost}`, "ignore-without-reason 4"],
  [
    "neither reason nor use",
    `  ${ignore.replace(/:.*/, "")}  - id: hi\n    ${say}\n    end: solved\n`,
    "ignore-without-reason 4",
    "unused-ignore 4",
  ],
  [
    "an ignore cannot be ignored",
    `  # parley-ignore unused-ignore: so be it\n  ${ignore}  - id: hi\n    ${say}\n    end: solved\n`,
    "unused-ignore 4",
    "unused-ignore 5",
  ],
  [
    "inside a block text it is no comment",
    `  - id: a\n    say:\n      en: |\n        Look:\n        ${ignore}      fr: "Voici"\n    then: nowhere\n`,
    "unknown-target 10",
  ],
  [
    "inside quotes it is no comment",
    `  - id: a\n    say: { en: "x\n      ${ignore.trim()}", fr: "y" }\n    then: nowhere\n`,
    "unknown-target 7",
  ],
  [
    "what cannot be understood cannot be let stand",
    `  # parley-ignore schema: we know\n  - id: hi\n    ${say}\n    edn: solved\n`,
    "unused-ignore 4",
    "schema 7",
  ],
  [
    "of a broken file nothing is said",
    `  ${ignore}  - id: a\n    ${say}\n    edn_of: solved\n    wait: 2s\n`,

    "schema 8",
  ],
];

for (const [name, steps, ...findings] of cases) {
  test(name, async () => {
    expect(await found(steps)).toEqual(findings);
  });
  test(`${name}, with Windows' line breaks`, async () => {
    expect(await found(steps, "\r\n")).toEqual(findings);
  });
}

test("in the front matter of an article", async () => {
  const path = "brands/shop/articles/returns.en.md";
  const find = async (line: string) => {
    const text = `---\ntitle: "Returns"\n${line}\nurl: nowhere\n---\nThirty days. # parley-ignore x\n`;
    const { findings } = await examine(new Map([...small, [path, { path, text }]]), { today: "2026-03-02" });
    return findings.map(({ check }) => check);
  };
  expect(await find("# hm")).toEqual(["schema"]);
  expect(await find("# parley-ignore schema: an old address")).toEqual(["unused-ignore", "schema"]);
});

test("the gravest of a step's findings is silenced", async () => {
  const bo = "assistants/bo/assistant.yaml";
  const text = `workflow: hello\ntitle: { en: "Welcome", fr: "Accueil" }\nsteps:\n  # parley-ignore missing-translation: it comes next week\n  - id: hi\n    say: [{ text: { en: "Hi", fr: "Salut" } }, { text: { en: "Ho" } }]\n    end: solved\n`;
  const files = new Map<string, SourceFile>([
    ...small,
    [hello, { path: hello, text }],
    [bo, { path: bo, text: `${small.get(bo)?.text}preparing: [de]\n` }],
  ]);
  const { findings } = await examine(files, { today: "2026-03-02" });
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(findings.filter(({ at }) => at.file === hello).length).toBeGreaterThan(0);
});

test("the tests of a workflow count as before where an ignore answers for an error in it", async () => {
  const suite = "assistants/bo/tests/hello.test.yaml";
  const steps = `  - id: hi\n    ${say}\n    ${ignore.replace("unknown-target", "dead-end")}  - id: pause\n    wait: 1s\n`;
  const texts = new Map([
    [hello, `workflow: hello\ntitle: { en: "Welcome", fr: "Accueil" }\nsteps:\n${steps}`],
    [
      suite,
      'workflow: hello\ntests:\n  - name: greets\n    talk:\n      - start: open\n      - bot: hi\n        text: "Bye"\n',
    ],
  ]);
  const files = new Map<string, SourceFile>([
    ...small,
    ...[...texts].map(([path, text]) => [path, { path, text }] as const),
  ]);
  const { findings } = await examine(files, { today: "2026-03-02" });
  expect(findings.map(({ check }) => check)).toEqual(["test-failed"]);
});
