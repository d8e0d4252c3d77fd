/** Whatever stands in a site's files, or in place of them: a finding in bounded time, never a crash. */

import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { examine } from "#cli/examine.ts";
import type { FileTree, SourceFile } from "#content/files.ts";
import { locate } from "#findings/locate.ts";
import { renderFindingsJson } from "#findings/render-json.ts";
import { renderFindingsText } from "#findings/render-text.ts";
import { readFiles } from "#source/working-tree.ts";

const folder = fileURLToPath(new URL("sites/small/", import.meta.url));
const small = await readFiles(folder);
const today = "2026-03-02";

/** Far more than any of these needs, on a machine that has much else to do. */
const patience = 20_000;

const megabyte = 1024 * 1024 - 16;
const fill = (text: string) => text.repeat(Math.floor(megabyte / text.length));
const letters = [..."abcdefghi"];
const bomb = letters
  .map((letter, index) => `${letter}: &${letter} [${Array(9).fill(index === 0 ? "x" : `*${letters[index - 1]}`)}]\n`)
  .join("");
const step = (text: string) => `workflow: hello\nsteps:\n  - id: a\n${text}`;

const texts: Readonly<Record<string, string>> = {
  "nothing at all": "",
  blanks: "  \n \n",
  "only comments": "# to do\n",
  "null for a document": "~\n",
  "a list for a document": "- a\n- b\n",
  "a word for a document": "hello\n",
  "an alias bomb": bomb,
  "an alias of itself": "a: &a [*a]\n",
  "200 levels of brackets": `a: ${"[".repeat(200)}${"]".repeat(200)}\n`,
  "200 levels of lines": Array.from({ length: 200 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"),
  "a megabyte of brackets": fill("["),
  "a megabyte of quotes": fill('"'),
  "a megabyte of dashes": fill("- "),
  "a megabyte of colons": fill(": "),
  "a megabyte of one word": `workflow: ${"x".repeat(megabyte - 20)}\n`,
  "a megabyte of bad lines": fill("a: b: c\n"),
  "a megabyte of tabs": fill("\ta: b\n"),
  "a megabyte of equal keys": fill("a: 1\n"),
  "a megabyte of keys": Array.from({ length: 70_000 }, (_, key) => `k${key}: ${key}`).join("\n"),
  "a megabyte of anchors": fill("- &a x\n"),
  "a megabyte of aliases": `a: &a x\nb: [${fill("*a, ")}]\n`,
  "a megabyte of tags": fill("- !!x y\n"),
  "a megabyte of documents": fill("---\n"),
  "a megabyte of conflicts": fill("<<<<<<< a\n=======\n>>>>>>> b\n"),
  "a conflict": "workflow: hello\n<<<<<<< HEAD\nsteps: []\n=======\nsteps: [x]\n>>>>>>> main\n",
  "a conflict, with Windows' line breaks":
    "workflow: hello\r\n<<<<<<< HEAD\r\nsteps: []\r\n=======\r\n>>>>>>> main\r\n",
  "a NUL": "workflow: he\0llo\nsteps: []\n",
  "control characters": step('    say: "\u0007"\n    end: \u0001\n'),
  "half a surrogate pair": step('    say: "\\ud800"\n    ask: \ud800\n'),
  "a tab for blanks": "workflow: hello\n\tsteps: []\n",
  "equal keys": "workflow: hello\nworkflow: hello\nsteps: []\n",
  "a merge key": "<<: { a: 1 }\nworkflow: hello\nsteps: []\n",
  "an unknown tag": "workflow: !js/function hello\nsteps: !!python/object:os.system []\n",
  "a list for a key": "? [a, b]\n: c\n",
  "a map for a key": "{ a: 1 }: b\n",
  "a number for a key": "1: a\ntrue: b\nnull: c\n",
  "keys of every object":
    "__proto__: { polluted: true }\nconstructor: { prototype: { polluted: true } }\ntoString: x\n",
  "such keys in a step": step("    __proto__: { say: x }\n    constructor: x\n    hasOwnProperty: x\n"),
  "such names of variables": "workflow: hello\nvars: { __proto__: string, constructor: string }\nsteps: []\n",
  "a huge number": step("    wait: 1e999\n    end: 99999999999999999999999999\n"),
  "no number": step("    wait: .nan\n    say: .inf\n"),
  "an expression of brackets": step(`    if: "${"(".repeat(5000)}"\n    then: end\n`),
  "an expression of signs": step(`    if: "${"!".repeat(200_000)}x"\n    then: end\n`),
  "an expression of sums": step(`    if: "${"1+".repeat(100_000)}1 > 2"\n    then: end\n`),
  "a text of openings": step(`    say: "${"{{".repeat(200_000)}"\n    end: x\n`),
  "a text of expressions": step(`    say: "${"{{ a }}".repeat(50_000)}"\n    end: x\n`),
  "ten thousand steps that lead nowhere": `workflow: hello\nsteps:\n${Array.from({ length: 10_000 }, (_, id) => `  - id: a${id}\n    wait: 1s\n    then: b${id}\n`).join("")}`,
};

const paths = [
  "parley.yaml",
  "brands/shop/brand.yaml",
  "brands/shop/schedules/desk.yaml",
  "brands/shop/groups/desk.yaml",
  "brands/shop/connections/orders.yaml",
  "brands/shop/workflows/shared.yaml",
  "brands/shop/articles/returns.en.md",
  "channels/web.yaml",
  "assistants/bo/assistant.yaml",
  "assistants/bo/workflows/hello.yaml",
  "assistants/bo/locales/fr.yaml",
  "assistants/bo/tests/hello.test.yaml",
];

/** The text, where it is read fastest and slowest; smaller ones in every kind of file. */
function places(text: string): readonly string[] {
  return text.length > 10_000 ? ["assistants/bo/workflows/hello.yaml"] : paths;
}

async function found(path: string, text: string) {
  const files = new Map<string, SourceFile>([...small, [path, { path, text }]]);
  const { findings, sources } = await examine(files, { today });
  // What is found can be printed, too.
  renderFindingsText(findings.slice(0, 1000), sources, files.size, false);
  JSON.parse(renderFindingsJson(findings.slice(0, 100), sources, files.size));
  return findings.filter(({ at }) => at.file === path);
}

describe.each(Object.entries(texts))("%s", (_name, text) => {
  test.each(places(text))(
    "in %s",
    async (path) => {
      const findings = await found(path, text);
      expect(findings.length).toBeGreaterThan(0);
      for (const { at } of findings.slice(0, 100)) {
        expect(at.start).toBeGreaterThanOrEqual(0);
        expect(at.end).toBeGreaterThanOrEqual(at.start);
        expect(at.end).toBeLessThanOrEqual(text.length);
      }
      expect(({} as { polluted?: boolean }).polluted).toBe(undefined);
    },
    patience,
  );
});

test("a number in a text's place is to be quoted as its author wrote it", async () => {
  const path = "assistants/bo/workflows/hello.yaml";
  const text =
    'workflow: hello\ntitle: { en: "Welcome", fr: "Accueil" }\nsteps:\n  - id: hi\n    say: 1.10\n    end: solved\n';
  const { findings } = await examine(new Map([...small, [path, { path, text }]]), { today });
  expect(findings.find(({ check }) => check === "schema")?.help).toBe('put it in double quotes: "1.10"');
});

describe("what is unusual and right", () => {
  test("Windows' line breaks: nothing is found, and places are right", async () => {
    const files = new Map(
      [...small].map(([path, file]) => [path, { ...file, text: file.text.replaceAll("\n", "\r\n") }]),
    );
    expect((await examine(files, { today })).findings).toEqual([]);
    const path = "assistants/bo/workflows/hello.yaml";
    const text = (files.get(path)?.text ?? "").replace("end: solved", "then: nowhere");
    const { findings, sources } = await examine(new Map([...files, [path, { path, text }]]), { today });
    expect(findings.map(({ at }) => locate(sources, at.file, at.start))).toEqual([{ line: 6, column: 11 }]);
  });

  test("a name that begins as one of every object's", async () => {
    const path = "assistants/bo/workflows/constructor.yaml";
    const text =
      'workflow: constructor\ntitle: { en: "C", fr: "Le C" }\nstart: { phrases: { en: [see], fr: [voir] } }\nvars: { constructor: string }\nsteps:\n  - id: constructor\n    set: { constructor: { text: "x" } }\n  - id: show\n    say: { en: "It is {{ constructor }}", fr: "C\'est {{ constructor }}" }\n    end: constructor\n';
    expect(await found(path, text)).toEqual([]);
  });
});

describe("in place of files", () => {
  let site: string;
  beforeEach(() => {
    site = mkdtempSync(join(tmpdir(), "parley-bad-"));
    cpSync(folder, site, { recursive: true });
  });
  afterEach(() => rmSync(site, { recursive: true, force: true }));

  const workflows = "assistants/bo/workflows";
  const cases: readonly (readonly [name: string, plant: () => void, ...expected: string[]])[] = [
    [
      "a byte order mark is no part of a text",
      () => write(`${workflows}/hello.yaml`, `\ufeff${small.get(`${workflows}/hello.yaml`)?.text}`),
    ],
    [
      "bytes that are no UTF-8",
      () => write(`${workflows}/hello.yaml`, Buffer.from([0x77, 0xff, 0xfe])),
      `yaml-syntax ${workflows}/hello.yaml`,
    ],
    [
      "UTF-16",
      () => write(`${workflows}/hello.yaml`, Buffer.from("\ufeffworkflow: hello\n", "utf16le")),
      `yaml-syntax ${workflows}/hello.yaml`,
    ],
    [
      "a zero byte, written as an escape",
      () => write("brands/shop/groups/desk.yaml", 'group: desk\nname: "Ad\\0visers"\n'),
      "yaml-syntax brands/shop/groups/desk.yaml",
    ],
    [
      "half of a character, in a key",
      () => write("brands/shop/groups/desk.yaml", 'group: desk\nname: "Advisers"\n"\\ud83d": 1\n'),
      "yaml-syntax brands/shop/groups/desk.yaml",
    ],
    [
      "a zero byte in an article",
      () => write("brands/shop/articles/returns.en.md", '---\ntitle: "Returns"\n---\nThirty\0 days.\n'),
      "schema brands/shop/articles/returns.en.md",
    ],
    [
      "over a megabyte",
      () => write(`${workflows}/hello.yaml`, `# ${"x".repeat(1024 * 1024)}\n`),
      `yaml-syntax ${workflows}/hello.yaml`,
    ],
    [
      "a folder where a file belongs",
      () => mkdirSync(join(site, `${workflows}/x.yaml`)),
      `unknown-file ${workflows}/x.yaml`,
    ],
    [
      "a folder where the assistant's file belongs",
      () => {
        rmSync(join(site, "assistants/bo/assistant.yaml"));
        mkdirSync(join(site, "assistants/bo/assistant.yaml"));
      },
      "unknown-file assistants/bo/assistant.yaml",
    ],
    [
      "a file where a folder belongs",
      () => {
        rmSync(join(site, "channels"), { recursive: true });
        write("channels", "x");
      },
      "unknown-file channels",
    ],
    [
      "a link out of the site",
      () => symlinkSync("/etc/passwd", join(site, `${workflows}/x.yaml`)),
      `unknown-file ${workflows}/x.yaml`,
    ],
    [
      "a link to a folder out of the site",
      () => symlinkSync("/etc", join(site, "assistants/etc")),
      "unknown-file assistants/etc",
    ],
    [
      "a link to a folder inside the site",
      () => symlinkSync("bo", join(site, "assistants/bob")),
      "unknown-file assistants/bob",
    ],
    [
      "a link that leads nowhere",
      () => symlinkSync("nowhere", join(site, `${workflows}/x.yaml`)),
      `yaml-syntax ${workflows}/x.yaml`,
    ],
    [
      "a link in a circle",
      () => symlinkSync("x.yaml", join(site, `${workflows}/x.yaml`)),
      `yaml-syntax ${workflows}/x.yaml`,
    ],
    [
      "a link to the folder it is in",
      () => symlinkSync(".", join(site, "assistants/bo/self")),
      "unknown-file assistants/bo/self",
    ],
    ["a pipe", () => execFileSync("mkfifo", [join(site, `${workflows}/x.yaml`)]), `unknown-file ${workflows}/x.yaml`],
    ["a name with two dots", () => write(`${workflows}/..x.yaml`, "workflow: x\n")],
    [
      "a name that is no id",
      () => write(`${workflows}/Hello World.yaml`, "workflow: hello\nsteps: []\n"),
      `id-mismatch ${workflows}/Hello World.yaml`,
      `empty-steps ${workflows}/Hello World.yaml`,
    ],
    ["an editor's copy", () => write(`${workflows}/hello.yaml~`, "x"), `unknown-file ${workflows}/hello.yaml~`],
    ["what an operating system leaves", () => write("assistants/.DS_Store", "x")],
  ];

  const write = (path: string, bytes: string | Buffer) => writeFileSync(join(site, path), bytes);

  for (const [name, plant, ...expected] of cases) {
    test(name, async () => {
      plant();
      const { findings } = await examine(await readFiles(site), { today });
      const seen = findings.map(({ check, at }) => `${check} ${at.file}`);
      for (const each of expected) expect(seen).toContain(each);
      if (expected.length === 0) expect(seen).toEqual([]);
    });
  }

  test("a file of another encoding is told at its first strange byte, with what it likely is", async () => {
    const text = small.get(`${workflows}/hello.yaml`)?.text ?? "";
    const strange = text.indexOf("Accueil") + 3;
    write(`${workflows}/hello.yaml`, Buffer.from(text.replace("Accueil", "Café"), "latin1"));
    write("channels/web.yaml", Buffer.from("channel: web\n", "utf16le"));
    const { findings, sources } = await examine(await readFiles(site), { today });
    const told = findings.filter(({ check }) => check === "yaml-syntax");
    expect(told.map(({ at, message, help }) => [at.file, at.start, message, help])).toEqual([
      [
        `${workflows}/hello.yaml`,
        strange,
        expect.stringContaining("the first byte that is none"),
        expect.stringContaining("as Windows-1252"),
      ],
      ["channels/web.yaml", 0, expect.stringContaining("UTF-16"), expect.stringContaining("as UTF-16")],
    ]);
    expect(sources.get(`${workflows}/hello.yaml`)?.[strange]).toBe("\uFFFD");
  });

  test("a file that this user may not read", async () => {
    chmodSync(join(site, "channels/web.yaml"), 0);
    // Root may read everything: it is somebody else while it reads.
    const isRoot = process.getuid?.() === 0;
    if (isRoot) chmodSync(site, 0o755);
    if (isRoot) process.seteuid?.("nobody");
    let files: FileTree;
    try {
      files = await readFiles(site);
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
    const { findings } = await examine(files, { today });
    expect(findings.map(({ check, at }) => `${check} ${at.file}`)).toContain("yaml-syntax channels/web.yaml");
  });
});
