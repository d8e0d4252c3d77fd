/**
 * Every check is a folder: `check.ts`, its page, a site with the fault and the same site repaired.
 *
 * `bad/` and `good/` hold only the files that differ from `test/sites/small`, a whole site that nothing is found in.
 * `UPDATE=1` writes `bad.txt`, and the page's quotation of it, from what is found now: read them before they go in.
 */

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { checks } from "#checks/index.ts";
import { examine } from "#cli/examine.ts";
import type { FileTree } from "#content/files.ts";
import { renderFindingsText } from "#findings/render-text.ts";
import { readFiles } from "#source/working-tree.ts";

const folder = fileURLToPath(new URL("../src/checks/", import.meta.url));
const small = await readFiles(fileURLToPath(new URL("sites/small/", import.meta.url)));
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

/** The day that checks take for today: fixed, so that a holiday's distance is. */
const today = "2026-03-02";

async function found(name: string, variant: "bad" | "good") {
  const files: FileTree = new Map([...small, ...(await readFiles(join(folder, name, variant)))]);
  const { findings, sources, content } = await examine(files, { today });
  return { findings, text: renderFindingsText(findings, sources, content.files, false) };
}

test("every folder is listed, and every listed check has one", () => {
  expect(checks.map((check) => check.name)).toEqual(names);
});

test("nothing is found in the site that bad and good begin with", async () => {
  const { findings } = await examine(small, { today });
  expect(findings).toEqual([]);
});

describe.each(names)("%s", (name) => {
  const page = join(folder, name, "README.md");

  test("bad shows what bad.txt says, and nothing else", async () => {
    const expected = join(folder, name, "bad.txt");
    const { findings, text } = await found(name, "bad");
    expect(new Set(findings.map((finding) => finding.check))).toEqual(new Set([name]));
    if (process.env.UPDATE === "1") {
      writeFileSync(expected, text);
      writeFileSync(
        page,
        readFileSync(page, "utf8").replace(/```text\n[\s\S]*?```/, () => `\`\`\`text\n${text}\`\`\``),
      );
    }
    expect(text).toBe(readFileSync(expected, "utf8"));
  });

  test("good is silent under all checks", async () => {
    expect(existsSync(join(folder, name, "good"))).toBe(true);
    expect((await found(name, "good")).text).toMatch(/nothing to mend\.\n$/);
  });

  test("the page says what, why, how to mend and what is excepted, and quotes what is printed", () => {
    const text = readFileSync(page, "utf8");
    expect([...text.matchAll(/^#+ .*$/gm)].map(([heading]) => heading)).toEqual([
      `# ${name}`,
      "## What",
      "## Why",
      "## Fix",
      "## Exceptions",
    ]);
    expect(text).toContain(`\`\`\`text\n${readFileSync(join(folder, name, "bad.txt"), "utf8")}\`\`\``);
  });
});
