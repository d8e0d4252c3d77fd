/**
 * The guides tell the truth: their examples are sites that nothing is found in, their commands exist, their links lead
 * somewhere, and what they quote of Parley's messages is what Parley prints.
 */

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { checks } from "#checks/index.ts";
import { examine } from "#cli/examine.ts";
import { commands } from "#cli/main.ts";
import type { CommandName } from "#cli/summaries.ts";
import type { SourceFile } from "#content/files.ts";
import { formatFile } from "#content/format/format.ts";
import * as fileSchemas from "#content/schemas/files.ts";
import { testFile } from "#content/schemas/test-file.ts";
import { stepSchema, verbs, workflow } from "#content/schemas/workflow.ts";
import { evaluate, type Scope } from "#expr/evaluate.ts";
import type { Surroundings } from "#expr/surroundings.ts";
import { renderFindingsText } from "#findings/render-text.ts";
import { readFiles } from "#source/working-tree.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const pages = [
  "README.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
const small = await readFiles(join(root, "test/sites/small"));

interface Block {
  readonly page: string;
  /** The heading it stands under, of the second level: the examples below one heading are one site. */
  readonly section: string;
  /** Blocks with no word between them share it: they are read together. */
  readonly group: number;
  /** What stands behind the three marks, such as `yaml assistants/bo/workflows/x.yaml`. */
  readonly info: string;
  readonly text: string;
  readonly line: number;
}

function blocksOf(page: string): readonly Block[] {
  const blocks: Block[] = [];
  let section = "";
  let group = 0;
  let open: { info: string; lines: string[]; line: number } | null = null;
  for (const [index, line] of readFileSync(join(root, page), "utf8").split("\n").entries()) {
    if (open && line === "```") {
      blocks.push({ page, section, group, info: open.info, text: `${open.lines.join("\n")}\n`, line: open.line });
      open = null;
    } else if (open) open.lines.push(line);
    else if (line.startsWith("```")) open = { info: line.slice(3).trim(), lines: [], line: index + 1 };
    else if (line.trim() !== "") group += 1;
    if (!open && line.startsWith("## ")) section = line.slice(3);
  }
  return blocks;
}

const blocks = pages.flatMap(blocksOf);
const titled = (each: readonly Block[]) =>
  each.map((block) => [`${block.page}:${block.line} ${block.info}`, block] as const);

describe("an example that names its file is part of a site that nothing is found in", () => {
  const examples = blocks.filter(({ info }) => /^(?:yaml|markdown) \S/.test(info));
  test("there are some", () => {
    expect(examples.length).toBeGreaterThan(20);
  });
  test.each(titled(examples))("%s", async (_title, block) => {
    const before = examples.filter(
      ({ page, section, group }) => page === block.page && section === block.section && group <= block.group,
    );
    const files = new Map(small);
    for (const { info, text } of before) {
      const path = info.split(" ")[1] ?? "";
      files.set(path, { path, text } satisfies SourceFile);
    }
    const { findings, sources, content } = await examine(files, { today: "2026-03-02" });
    expect(renderFindingsText(findings, sources, content.files, false)).toMatch(/nothing to mend\.\n$/);
  });
  test.each(titled(examples.filter(({ info }) => info.startsWith("yaml "))))(
    "as parley fmt lays it out: %s",
    (_title, { info, text }) => {
      expect(formatFile(info.split(" ")[1] ?? "", text)).toMatchObject({ text });
    },
  );
});

describe("an expression in the tables has a value", () => {
  const page = readFileSync(join(root, "docs/authors.md"), "utf8");
  const section = page.slice(page.indexOf("\n## Expressions\n"), page.indexOf("\n## The other files\n"));
  const sources = [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, source]) => (source ?? "").replaceAll("\\|", "|"));
  const scope: Scope = {
    values: {
      ...{ total: 60.5, country: "fr", a: true, b: false, text: "FR-123456", day: "2026-03-05" },
      ...{ items: [{ price: 20 }], order: { status: "shipped", eta: "2026-03-05" } },
    },
    types: { day: "date" },
  };
  const world: Surroundings = {
    now: Date.parse("2026-03-02T10:00:00Z"),
    language: "en",
    timeZone: "UTC",
    schedules: { desk: { timezone: "UTC", weekly: { mon: ["09:00-18:00"] } } },
    agentsOnline: () => 1,
  };
  test("there are some", () => {
    expect(sources.length).toBeGreaterThan(15);
  });
  test.each(sources)("%s", (source) => {
    expect(evaluate(source, scope, world)).toMatchObject({ ok: true });
  });
});

describe("a command that is shown exists, with its options", () => {
  const lines = blocks
    .filter(({ info }) => info === "console")
    .flatMap(({ page, line, text }) =>
      text
        .split("\n")
        .flatMap((each) => (/^\$ parley /.test(each) ? [[`${page}:${line} ${each}`, each] as const] : [])),
    );
  test.each(lines)("%s", async (_title, line) => {
    const [, , name = "", ...words] = line.split(/\s+/);
    if (name === "help") return;
    const load = Object.hasOwn(commands, name) ? commands[name as CommandName] : undefined;
    expect(load, `there is no command "${name}"`).toBeDefined();
    const usage = (await load?.())?.command.usage ?? "";
    for (const option of words.filter((word) => word.startsWith("--"))) expect(usage).toContain(option.split("=")[0]);
  });
});

test("every key that the language has stands in a guide", () => {
  const guides = ["authors", "operators"].map((name) => readFileSync(join(root, `docs/${name}.md`), "utf8")).join("\n");
  const known = new Set(guides.match(/[a-z_]+/g));
  const schemas = [...Object.values(fileSchemas), testFile, workflow, ...verbs.map(stepSchema)];
  const keys = new Set(schemas.flatMap(keysOf));
  expect(keys.size).toBeGreaterThan(100);
  expect([...keys].filter((key) => !known.has(key))).toEqual([]);
});

/** The names of all properties in a schema, however deep. */
function keysOf(schema: unknown): readonly string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const properties = "properties" in schema ? Object.keys(schema.properties as object) : [];
  return [...properties, ...Object.values(schema).flatMap(keysOf)];
}

test("the README lists every command, and no other", () => {
  const text = readFileSync(join(root, "README.md"), "utf8");
  const table = text.slice(text.indexOf("| command "), text.indexOf("\n## How it flows"));
  const listed = [...table.matchAll(/^\| `([a-z-]+)/gm)].map(([, name]) => name);
  expect(listed.sort()).toEqual(
    Object.keys(commands)
      .filter((name) => name !== "start")
      .sort(),
  );
});

test("messages of Parley's that a guide quotes are what a check prints", () => {
  const printed = checks
    .map(({ name }) => join(root, "src/checks", name, "bad.txt"))
    .flatMap((file) => (existsSync(file) ? [readFileSync(file, "utf8")] : []));
  const quoted = blocks.filter(({ info, text }) => info === "text" && /^(?:error|warning|info)\[/.test(text));
  expect(quoted.length).toBeGreaterThan(0);
  for (const { page, line, text } of quoted) {
    expect(
      printed.some((each) => each.includes(text.trimEnd())),
      `${page}:${line}`,
    ).toBe(true);
  }
});

describe("links lead somewhere", () => {
  test.each(pages)("%s", (page) => {
    const text = readFileSync(join(root, page), "utf8").replace(/```[\s\S]*?```/g, "");
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? "");
    const local = targets.filter((target) => !/^https?:/.test(target) && !target.startsWith("#"));
    for (const target of local)
      expect(existsSync(join(root, dirname(page), target.split("#")[0] ?? "")), target).toBe(true);
  });
});

test("docs/checks.md lists every check (UPDATE=1 writes it)", () => {
  const page = join(root, "docs/checks.md");
  const rows = [
    ["check", "severity", "what it finds"],
    ...checks.map(({ name, severity, summary }) => [`[${name}](../src/checks/${name}/README.md)`, severity, summary]),
  ];
  const text = `# The checks

\`parley validate\` runs all of them. An error keeps a site from being published, a warning does not, and an info only tells. \`parley explain <check>\` prints a check's page: what it finds, why that matters, how to mend it, and what is excepted.

${table(rows)}`;
  if (process.env.UPDATE === "1") writeFileSync(page, text);
  expect(readFileSync(page, "utf8")).toBe(text);
});

/** A table of Markdown, its columns in line as the formatter wants them. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |\n`);
  return [lines[0], `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |\n`, ...lines.slice(1)].join("");
}

test("docs/threats.md names a test for each threat, and each is there", () => {
  const page = readFileSync(join(root, "docs/threats.md"), "utf8");
  const rows = page.split("\n").filter((line) => line.startsWith("| ") && !/^\| (?:threat|-+) /.test(line));
  expect(rows.length).toBeGreaterThan(25);
  for (const row of rows) {
    const [, file = "", title = ""] =
      /`((?:test|src)\/[\w./-]+\.test\.ts|test\/[\w./-]+): ([^`]+)` +\|$/.exec(row) ?? [];
    expect([row, readFileSync(join(root, file), "utf8").includes(title)]).toEqual([row, true]);
  }
});
