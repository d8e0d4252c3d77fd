/** What a run says on its own page, which counts bytes. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { summarizeWithin } from "#cli/github/connection.ts";
import { within } from "#plan/markdown.ts";
import { emptyFolder } from "../support/site-folder.ts";

let file: string;
beforeEach(() => {
  const before = process.env.GITHUB_STEP_SUMMARY;
  file = join(emptyFolder().folder, "summary.md");
  process.env.GITHUB_STEP_SUMMARY = file;
  onTestFinished(() => {
    if (before === undefined) delete process.env.GITHUB_STEP_SUMMARY;
    else process.env.GITHUB_STEP_SUMMARY = before;
  });
});

test.each(["a", "é", "こ", "👋"])("a plan whose letters are as %s takes what room there is, and no more", (letter) => {
  const blocks = Array.from({ length: 900 }, (_, index) => `${index} ${letter.repeat(700)}`);
  summarizeWithin(500_000, (letters) => within(blocks, letters, (count) => `… and ${count} more`));
  const text = readFileSync(file);
  expect(text.length).toBeLessThanOrEqual(1024 * 1024);
  expect(text.toString()).toMatch(/^0 [\s\S]*… and \d+ more\n$/);
  expect(text.length).toBeGreaterThan(letter === "a" ? 480_000 : 900_000 * (letter === "é" ? 1 : 0.95));
});
