/** Which room may import which: the linter holds the table's rules, and a fault planted in each room is caught. */

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lintRules, rooms } from "../src/rooms.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const rules = join(root, "src", "biome.json");

/** What each planted file imports, by its name. Only the command line may import every room. */
const plants: Readonly<Record<string, (room: string) => string>> = {
  "other-room": (room) => `export * from "#${room === "findings" ? "expr" : "cli"}/x.ts";`,
  "by-path": () => 'export * from "../cli/main.ts";',
  package: () => 'export * from "left-pad";',
  node: () => 'export * from "node:child_process";',
};
const isPure = (room: string) => !rooms[room]?.outside.includes("node:*");

let caught: ReadonlySet<string>;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "parley-rooms-"));
  mkdirSync(join(folder, "src"));
  cpSync(rules, join(folder, "src", "biome.json"));
  writeFileSync(join(folder, "biome.json"), JSON.stringify({ linter: { rules: { preset: "recommended" } } }));
  for (const room of Object.keys(rooms)) {
    mkdirSync(join(folder, "src", room));
    for (const [name, text] of Object.entries(plants))
      writeFileSync(join(folder, "src", room, `${name}.ts`), text(room));
  }
  const biome = join(root, "node_modules", "@biomejs", "biome", "bin", "biome");
  const args = [biome, "lint", "--reporter=github", "--max-diagnostics=none", "."];
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  caught = new Set(
    [...stdout.matchAll(/title=lint\/style\/noRestrictedImports,file=([^,]+)/g)].map(([, file = ""]) =>
      file.replace(/^.*src\//, ""),
    ),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the linter's rules are those of the table", () => {
  const expected = `${JSON.stringify(lintRules(), null, 2)}\n`;
  if (process.env.UPDATE === "1") writeFileSync(rules, expected);
  expect(JSON.parse(readFileSync(rules, "utf8"))).toEqual(lintRules());
});

describe.each(Object.keys(rooms))("in %s", (room) => {
  test.each(Object.keys(plants))("what it may not import is caught: %s", (plant) => {
    const allowed = (plant === "other-room" && room === "cli") || (plant === "node" && !isPure(room));
    expect(caught.has(`${room}/${plant}.ts`)).toBe(!allowed);
  });
});

/** A way from a file back to itself through what is imported when it runs (types are not), or null. */
function cycleIn(imports: ReadonlyMap<string, readonly string[]>): readonly string[] | null {
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): readonly string[] | null => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const next of imports.get(file) ?? []) {
      const found = visit(next, [...way, file]);
      if (found) return found;
    }
    done.add(file);
    return null;
  };
  for (const file of imports.keys()) {
    const found = visit(file, []);
    if (found) return found;
  }
  return null;
}

function importsOf(text: string): readonly string[] {
  return [...text.matchAll(/^(?:import|export) (?!type )[^;]*? from "#([^"]+)";/gm)]
    .filter(([statement]) => !/^import \{(?:\s*type [^,}]+,?)+\s*\}/.test(statement))
    .map(([, file = ""]) => file);
}

// The linter's own rule does not follow imports by room: they resolve by a condition it does not know.
test("no file imports itself through others", () => {
  const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.ts$/.test(file),
  );
  const imports = new Map(files.map((file) => [file, importsOf(readFileSync(join(root, "src", file), "utf8"))]));
  expect(cycleIn(imports)).toBe(null);
  const planted = new Map([...imports, ["findings/locate.ts", ["findings/render-text.ts"]]]);
  expect(cycleIn(planted)).not.toBe(null);
});

test("every folder of src is in the table", () => {
  const folders = readdirSync(join(root, "src"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "setup")
    .map(({ name }) => name);
  expect(folders.filter((name) => !(name in rooms))).toEqual([]);
});
