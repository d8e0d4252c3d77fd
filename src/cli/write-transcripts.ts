/** `parley test --record`: the talks' pages, and none of a talk that is no more. */

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TestResult } from "#rehearsal/rehearse-site.ts";
import { pageMark, transcriptPages } from "#rehearsal/transcript.ts";

/** Writes below the site's `transcripts`; answers what to tell. */
export function writeTranscripts(site: string, results: readonly TestResult[]): string {
  const folder = join(site, "transcripts");
  const pages = new Map(transcriptPages(results).map(({ path, text }) => [join(folder, path), text]));
  const old = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
  for (const path of old.filter((each) => each.endsWith(".md")).map((each) => join(folder, each))) {
    if (!pages.has(path) && readFileSync(path, "utf8").includes(pageMark)) rmSync(path);
  }
  let changed = 0;
  for (const [path, text] of pages) {
    if (existsSync(path) && readFileSync(path, "utf8") === text) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    changed += 1;
  }
  return `transcripts: ${pages.size} page${pages.size === 1 ? "" : "s"}, ${changed} of them new or changed\n`;
}
