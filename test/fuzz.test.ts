/** Real sites with slips of the keyboard in them: reading and checking never throw, and every place can be shown. */

import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { examine } from "#cli/examine.ts";
import type { SourceFile } from "#content/files.ts";
import { renderFindingsText } from "#findings/render-text.ts";
import { readFiles } from "#source/working-tree.ts";

const sites = [
  await readFiles(fileURLToPath(new URL("sites/small/", import.meta.url))),
  await readFiles(fileURLToPath(new URL("sites/everything/", import.meta.url))),
];

/** What hands do to YAML: and what a machine may, that has half a file. */
const scraps = [
  ..."{}[]:,\"'#&*!|>-?%@`~ \n\t\0",
  "\r\n",
  "{{",
  "}}",
  "{{ x }}",
  ": ",
  "- ",
  "  ",
  "null",
  "1e999",
  "__proto__",
  "constructor",
  "end",
  "\ud800",
  "é",
  "<<<<<<< x\n",
  "&a ",
  "*a",
];

const slip = fc.record({
  file: fc.nat(),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  kind: fc.constantFrom("insert", "delete", "repeat", "swap"),
  length: fc.integer({ min: 1, max: 40 }),
  scrap: fc.constantFrom(...scraps),
});
type Slip = typeof slip extends fc.Arbitrary<infer T> ? T : never;

function slipped(text: string, { at, kind, length, scrap }: Slip): string {
  const start = Math.floor(at * text.length);
  const [before, piece, after] = [text.slice(0, start), text.slice(start, start + length), text.slice(start + length)];
  switch (kind) {
    case "insert":
      return `${before}${scrap}${piece}${after}`;
    case "delete":
      return `${before}${after}`;
    case "repeat":
      return `${before}${piece}${piece}${after}`;
    case "swap":
      return `${before}${[...piece].reverse().join("")}${after}`;
  }
}

/** `FUZZ_SECONDS` fuzzes for longer, from another seed each time. */
const seconds = Number(process.env.FUZZ_SECONDS ?? 0);

test(
  "no slip of the keyboard makes reading or checking throw",
  async () => {
    const property = fc.asyncProperty(
      fc.constantFrom(...sites),
      fc.array(slip, { minLength: 1, maxLength: 4 }),
      async (site, slips) => {
        const files = new Map<string, SourceFile>(site);
        const paths = [...site.keys()].filter((path) => !site.get(path)?.bytes);
        for (const each of slips) {
          const path = paths[each.file % paths.length] ?? "";
          files.set(path, { path, text: slipped(files.get(path)?.text ?? "", each) });
        }
        const { findings, sources } = await examine(files, { today: "2026-03-02", tests: "left-out" });
        expect(renderFindingsText(findings, sources, files.size, false)).not.toContain("undefined");
        for (const { at } of findings) {
          const length = sources.get(at.file)?.length ?? 0;
          expect(at.start >= 0 && at.start <= at.end && at.end <= length).toBe(true);
        }
      },
    );
    const limits = seconds > 0 ? { interruptAfterTimeLimit: seconds * 1000, numRuns: 10_000_000 } : { numRuns: 150 };
    await fc.assert(property, { ...(seconds === 0 && { seed: 20260302 }), ...limits });
  },
  Math.max(120, seconds + 60) * 1000,
);

test("no single word in place of another makes reading or checking throw", async () => {
  for (const site of sites) {
    for (const { path, text } of site.values()) {
      // A word that stands behind a key alone: a type, a mode, a status, a name.
      for (const { index, 1: before = "" } of text.matchAll(/(^[ -]*[a-z_]+: )[a-z]+$/gm)) {
        const at = index + before.length;
        const changed = `${text.slice(0, at)}x${text.slice(at)}`;
        const files = new Map(site).set(path, { path, text: changed });
        const { findings, sources } = await examine(files, { today: "2026-03-02", tests: "left-out" });
        expect(renderFindingsText(findings, sources, files.size, false)).not.toContain("undefined");
      }
    }
  }
}, 120_000);
