import { describe, expect, test } from "vitest";
import { check } from "#checks/index.ts";
import type { SourceFile } from "#content/files.ts";
import { readContent } from "#content/read.ts";
import { channelLimits } from "#drivers/limits.ts";
import { locate } from "#findings/locate.ts";
import { sortFindings } from "#findings/sort.ts";

const good: Readonly<Record<string, string>> = {
  "parley.yaml": "site: shop\n",
  "brands/shop/brand.yaml": 'brand: shop\nname: "Shop"\nlanguages: [en]\n',
  "channels/web.yaml":
    'channel: web\ntype: web\nname: "Web"\nbrand: shop\nassistant: bo\ndefault_response: { text: "Hello" }\n',
  "assistants/bo/assistant.yaml": 'assistant: bo\nname: "Bo"\nlanguages: [en]\nwelcome: hello\nfallback: hello\n',
  "assistants/bo/workflows/hello.yaml":
    'workflow: hello\nsteps:\n  - id: hi\n    say: "Hi"\n  - id: bye\n    say: "Bye"\n    end: solved\n',
};

/** What is found in the good site with some files replaced: `check file:line:column`. */
function found(changes: Readonly<Record<string, string>>): readonly string[] {
  const texts = { ...good, ...changes };
  const files = new Map(Object.entries(texts).map(([path, text]): [string, SourceFile] => [path, { path, text }]));
  const { content, findings } = readContent(files);
  const sources = new Map(Object.entries(texts));
  return sortFindings([...findings, ...check(content, { today: "2026-03-02", limits: channelLimits, sources })]).map(
    ({ check: name, at }) => {
      const { line, column } = locate(sources, at.file, at.start);
      return `${name} ${at.file}:${line}:${column}`;
    },
  );
}

const hello = "assistants/bo/workflows/hello.yaml";

describe("a planted fault is found, by the right check, at the right place", () => {
  test.each<[string, Record<string, string>, string[]]>([
    ["nothing", {}, []],
    [
      "a colon in an unquoted text",
      { [hello]: "workflow: hello\nsteps:\n  - id: hi\n    say: Votre commande : partie\n" },
      [`yaml-syntax ${hello}:4:10`],
    ],
    [
      "a key twice",
      { "channels/web.yaml": 'channel: web\ntype: web\nname: "Web"\nname: "W"\nbrand: shop\n' },
      ["yaml-syntax channels/web.yaml:4:1"],
    ],
    [
      "an unknown key",
      { [hello]: 'workflow: hello\nsteps:\n  - id: hi\n    say: "Hi"\n    edn: solved\n' },
      [`schema ${hello}:5:5`],
    ],
    [
      "two verbs",
      { [hello]: 'workflow: hello\nsteps:\n  - id: hi\n    say: "Hi"\n    wait: 2s\n' },
      [`schema ${hello}:5:5`],
    ],
    [
      "another id than the file's name",
      { "channels/web.yaml": 'channel: wob\ntype: web\nname: "Web"\nbrand: shop\n' },
      ["id-mismatch channels/web.yaml:1:10"],
    ],
    [
      "two steps with one id",
      { [hello]: 'workflow: hello\nsteps:\n  - id: hi\n    say: "Hi"\n  - id: hi\n    say: "Ho"\n    end: solved\n' },
      [`duplicate-id ${hello}:5:9`],
    ],
    [
      "an assistant that does not exist",
      { "channels/web.yaml": 'channel: web\ntype: web\nname: "Web"\nbrand: shop\nassistant: ba\n' },
      ["unknown-reference channels/web.yaml:5:12"],
    ],
    [
      "a step that does not exist",
      { [hello]: 'workflow: hello\nsteps:\n  - id: hi\n    say: "Hi"\n    then: byee\n' },
      [`unknown-target ${hello}:5:11`],
    ],
    [
      "a step that nothing leads to",
      {
        [hello]:
          'workflow: hello\nsteps:\n  - id: hi\n    say: "Hi"\n    end: solved\n  - id: bye\n    say: "Bye"\n    end: solved\n',
      },
      [`unreachable-step ${hello}:6:9`],
    ],
    [
      "a text without one of the languages",
      {
        "assistants/bo/assistant.yaml": 'assistant: bo\nname: "Bo"\nlanguages: [en, fr]\nwelcome: hello\n',
        [hello]: 'workflow: hello\nsteps:\n  - id: hi\n    say: "Hi"\n    end: solved\n',
      },
      [`missing-translation ${hello}:4:10`],
    ],
    [
      "a file that matches no pattern",
      { "assistants/bo/workflow/x.yaml": "a: 1\n" },
      ["unknown-file assistants/bo/workflow/x.yaml:1:1"],
    ],
    [
      "faults in two files, in one run",
      {
        "channels/web.yaml": "channel: [",
        [hello]: 'workflow: hello\nsteps:\n  - id: hi\n    say: "Hi"\n    then: byee\n',
      },
      ["yaml-syntax channels/web.yaml:1:11", `unknown-target ${hello}:5:11`],
    ],
  ])("%s", (_name, changes, expected) => {
    const result = found(changes);
    for (const each of expected)
      expect(
        result.map((line) => `${line.split(" ")[0]} ${line.split(" ")[1]?.split(":").slice(0, 2).join(":")}`),
      ).toContain(each.split(":").slice(0, 2).join(":"));
    if (expected.length === 0) expect(result).toEqual([]);
  });
});
