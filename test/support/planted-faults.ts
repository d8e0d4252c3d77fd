/** Faults planted into the small site, in which nothing is found: each must be found, and nothing else be. */

import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { examine } from "#cli/examine.ts";
import type { SourceFile } from "#content/files.ts";
import { locate } from "#findings/locate.ts";
import { readFiles } from "#source/working-tree.ts";

const small = await readFiles(fileURLToPath(new URL("../sites/small/", import.meta.url)));

/**
 * A file in place of the site's own. `«…»` marks where each finding must stand, from its first character to its last;
 * the words behind it are part of what the author reads.
 */
export type PlantedFault = readonly [name: string, file: string, marked: string, check: string, ...words: RegExp[]];

interface Mark {
  readonly text: string;
  readonly places: readonly { readonly start: number; readonly end: number }[];
}

/** The text without its marks, and where they stood. */
function unmarked(marked: string): Mark {
  const places: { start: number; end: number }[] = [];
  let text = "";
  for (const piece of marked.split(/([«»])/)) {
    if (piece === "«") places.push({ start: text.length, end: text.length });
    else if (piece === "»") places[places.length - 1] = { start: places.at(-1)?.start ?? 0, end: text.length };
    else text += piece;
  }
  return { text, places };
}

async function found(file: string, marked: string) {
  const { text, places } = unmarked(marked);
  const files = new Map<string, SourceFile>([...small, [file, { path: file, text }]]);
  const { findings, sources } = await examine(files, { today: "2026-03-02" });
  const at = (start: number, end: number) => {
    const from = locate(sources, file, start);
    const to = locate(sources, file, end);
    return `${from.line}:${from.column}-${to.line}:${to.column}`;
  };
  return {
    findings,
    expected: places.map(({ start, end }) => at(start, end)),
    actual: findings.filter((finding) => finding.at.file === file).map(({ at: { start, end } }) => at(start, end)),
  };
}

/** A test for each of them. */
export function plantedFaults(cases: readonly PlantedFault[]): void {
  describe("a planted fault is found, by the right check, at the right place", () => {
    for (const [name, file, marked, check, ...words] of cases)
      test(name, async () => {
        const { findings, expected, actual } = await found(file, marked);
        expect(findings.map((finding) => finding.check)).toEqual(expected.map(() => check));
        expect(actual).toEqual(expected);
        const said = findings.map(({ message, why = "", help = "" }) => `${message}\n${why}\n${help}`).join("\n");
        for (const each of words) expect(said).toMatch(each);
        for (const { message, help } of findings) {
          expect(message).not.toMatch(/invalid|\bmust (?:match|be)\b|undefined|\[object/i);
          expect(help ?? findings[0]?.check).toBeTruthy();
        }
      });
  });
}
