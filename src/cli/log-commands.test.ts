import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { jsonWithoutOrders, withoutOrders } from "#cli/log-commands.ts";

/** What GitHub's runner obeys: `::name …::` where a line begins, white space aside, and `##[name]` anywhere in one. */
const obeyed = /^\s*::[a-z-]+.*::|##\[[a-z-]+/m;

test.each(["::set-output name=x::y", "  \t::add-mask::x", "a\n::error::b", "a ##[add-matcher]x", "::stop-commands::x"])(
  "%j orders nothing",
  (text) => {
    expect(text).toMatch(obeyed);
    expect(withoutOrders(text)).not.toMatch(obeyed);
    const json = JSON.stringify({ text });
    expect(jsonWithoutOrders(json)).not.toMatch(obeyed);
    expect(JSON.parse(jsonWithoutOrders(json))).toEqual({ text });
  },
);

test("what orders nothing is left as it is", () => {
  for (const text of ["a::b", "at 10:20", "## heading", "[x]"]) expect(withoutOrders(text)).toBe(text);
});

test.each<readonly string[]>([
  ["::error::x"],
  ["validate", "--format", "json", "--site", "nowhere\n::error::x"],
  ["validate", "--format=github", "--site", "nowhere\n::error::x"],
  ["github", "open", "--branch", "x\n##[error]x\r\n::error::x"],
  ["connect", "--site", "nowhere\n::error::x", "--", "bo", "--format", "github"],
  ["github", "\u001b[2J\n::error::x"],
])("a failure orders nothing, and steers no terminal: %j", (...args) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--conditions=source", fileURLToPath(new URL("main.ts", import.meta.url)), ...args],
    { encoding: "utf8", env: { ...process.env, GITHUB_ACTIONS: "true" } },
  );
  expect(status).toBe(2);
  expect(stderr).toMatch(/^parley: /);
  for (const text of [stdout, stderr]) {
    expect(text).not.toMatch(obeyed);
    expect(text).not.toContain("\u001b");
  }
});
