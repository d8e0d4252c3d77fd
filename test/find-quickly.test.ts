/** A large site examined in parts, on several threads and from what was kept, says what the whole says: finding by finding. */

import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { examine } from "#cli/examine.ts";
import { findQuickly } from "#cli/find-quickly.ts";
import { partsOf } from "#cli/parts.ts";
import type { FileTree } from "#content/files.ts";
import type { Finding } from "#findings/finding.ts";
import { readFiles } from "#source/working-tree.ts";

const options = { today: "2026-03-02", tests: "run" } as const;
const small = await readFiles(fileURLToPath(new URL("sites/small/", import.meta.url)));
const home = mkdtempSync(join(tmpdir(), "parley-parts-"));
beforeAll(() => void vi.stubEnv("XDG_CACHE_HOME", join(home, "cache")));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

/** The small site with so many assistants of so many workflows each, and a test each; the texts by path. */
function largeSite(assistants: number, workflows: number): Map<string, string> {
  const texts = new Map(
    [...small.values()].filter(({ path }) => !path.startsWith("assistants/")).map(({ path, text }) => [path, text]),
  );
  const own = [...small.values()].filter(({ path }) => path.startsWith("assistants/bo/"));
  for (let number = 0; number < assistants; number += 1) {
    const id = `a${number}`;
    for (const { path, text } of own) {
      texts.set(path.replace("/bo/", `/${id}/`), text.replace("assistant: bo", `assistant: ${id}`));
    }
    texts.set(
      `channels/c${number}.yaml`,
      (texts.get("channels/web.yaml") ?? "")
        .replace("web\n", `c${number}\n`)
        .replace("assistant: bo", `assistant: ${id}`),
    );
    for (let index = 0; index < workflows; index += 1) {
      texts.set(
        `assistants/${id}/workflows/w${index}.yaml`,
        `workflow: w${index}\nstart: { phrases: { en: ["word${index} please"], fr: ["mot${index} merci"] } }\nvars: { name: string }\nsteps:\n  - id: who\n    ask: name\n    text: { en: "Who?", fr: "Qui ?" }\n    retry: { max: 1, else: end }\n  - id: hi\n    say: { en: "Hi {{ name }}", fr: "Salut {{ name }}" }\n    end: solved\n`,
      );
    }
    texts.set(
      `assistants/${id}/tests/w0.test.yaml`,
      'workflow: w0\ntests:\n  - name: a name\n    talk: [{ start: phrase }, { bot: who }, { user: "Ann" }, { bot: hi }]\n    expect: { end: solved }\n',
    );
  }
  texts.set("channels/web.yaml", (texts.get("channels/web.yaml") ?? "").replace("assistant: bo", "assistant: a0"));
  return texts;
}

/** The texts as a folder, read again. */
async function onDisk(name: string, texts: ReadonlyMap<string, string>): Promise<{ folder: string; files: FileTree }> {
  const folder = join(home, name);
  for (const [path, text] of texts) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return { folder, files: await readFiles(folder) };
}

const shown = (findings: readonly Finding[]) => findings.map((finding) => JSON.stringify(finding));

let count = 0;
async function bothWays(texts: ReadonlyMap<string, string>) {
  const { folder, files } = await onDisk(`site-${(count += 1)}`, texts);
  const { findings } = await examine(files, options);
  const cold = await findQuickly(folder, files, options, "findings");
  const kept = await findQuickly(folder, files, options, "findings");
  // A pull request brings files along: nothing in the site's folder is believed, so nothing is kept there.
  expect(existsSync(join(folder, ".parley"))).toBe(false);
  rmSync(folder, { recursive: true, force: true });
  return { whole: shown(findings), cold: cold && shown(cold.findings), kept: kept && shown(kept.findings) };
}

test("on several threads, and from what was kept", async () => {
  const texts = largeSite(24, 60);
  const path = "assistants/a3/workflows/w7.yaml";
  texts.set(path, (texts.get(path) ?? "").replace("else: end", "else: nowhere"));
  texts.set("channels/c2.yaml", (texts.get("channels/c2.yaml") ?? "").replace("brand: shop", "brand: shap"));
  const { whole, cold, kept } = await bothWays(texts);
  // A part each, and what is shared: else nothing was kept, and nothing below tells of it.
  expect(readdirSync(join(home, "cache", "parley", "findings"))).toHaveLength(25);
  expect(whole.length).toBeGreaterThan(1);
  expect(cold).toEqual(whole);
  expect(kept).toEqual(whole);
});

test("whatever is wrong, and wherever", async () => {
  const base = largeSite(5, 36);
  const paths = [...base.keys()].sort();
  const slip = fc.record({
    path: fc.constantFrom(...paths),
    line: fc.nat(12),
    kind: fc.constantFrom("delete", "double", "misspell", "indent", "ignore"),
  });
  let tried = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(slip, { minLength: 1, maxLength: 4 }), async (slips) => {
      const texts = new Map(base);
      for (const { path, line, kind } of slips) {
        const lines = (texts.get(path) ?? "").split("\n");
        const at = line % Math.max(lines.length - 1, 1);
        const text = lines[at] ?? "";
        const changed = {
          delete: [],
          double: [text, text],
          misspell: [text.replace(/([a-z])([a-z])(?=[a-z]*$)/, "$2$1")],
          indent: [` ${text}`],
          ignore: ["# parley-ignore test-failed: for this test", text],
        }[kind];
        texts.set(path, lines.toSpliced(at, 1, ...changed).join("\n"));
      }
      const { whole, cold, kept } = await bothWays(texts);
      // Null: only the whole can tell.
      if (!cold) return;
      tried += 1;
      expect(cold).toEqual(whole);
      expect(kept).toEqual(whole);
    }),
    { numRuns: 25 },
  );
  expect(tried).toBeGreaterThan(10);
});

test.each<[string, (texts: Map<string, string>) => void]>([
  ["a workflow of the brand's", (texts) => texts.set("brands/shop/workflows/x.yaml", "workflow: x\n")],
  ["a coverage threshold", (texts) => texts.set("parley.yaml", `${texts.get("parley.yaml")}coverage: { exits: 80 }\n`)],
  ["a test that names another assistant", (texts) => texts.set("assistants/a0/tests/b.test.yaml", "assistant: a1\n")],
])("%s: there are no parts", (_name, change) => {
  const texts = largeSite(5, 36);
  const treeOf = () => new Map([...texts].map(([path, text]) => [path, { path, text }]));
  expect(partsOf(treeOf())).not.toBe(null);
  change(texts);
  expect(partsOf(treeOf())).toBe(null);
});
