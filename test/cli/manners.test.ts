/** What every command has in common: help, the version, and what a program reads where a command could not run. */

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { commands } from "#cli/main.ts";
import { summaries } from "#cli/summaries.ts";
import { emptyFolder, smallSite } from "../support/site-folder.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

describe("where a command could not run, who asked for JSON gets an object", () => {
  test.each<[string, readonly string[], { readonly message: string; readonly fix: string }]>([
    ["no site", ["status", "--format", "json"], { message: "there is no site here", fix: "--site DIR" }],
    ["no platform", ["plan", "--format=json", "--site", "."], { message: "there is no site in", fix: "--site DIR" }],
    ["an option that is none", ["rollback", "--now", "--format", "json"], { message: "'--now'", fix: "--help" }],
    ["a command that is none", ["plam", "--format", "json"], { message: '"plam"', fix: 'did you mean "plan"?' }],
    ["the last format counts", ["history", "--format", "text", "--format", "json"], { message: "no site", fix: "" }],
  ])("%s", async (_name, args, { message, fix }) => {
    const { code, stdout, stderr } = await emptyFolder().run(...args);
    const { error, ...rest } = JSON.parse(stdout);
    expect(rest).toEqual({});
    expect(Object.keys(error)).toEqual(["message", "fix"]);
    expect(error.message).toContain(message);
    expect(error.fix).toContain(fix);
    // People read the same on standard error.
    expect(stderr).toBe(`parley: ${error.message}\n  ${error.fix}\n`);
    expect(code).toBe(2);
  });

  test("whoever did not ask for it gets none", async () => {
    const folder = emptyFolder();
    for (const args of [["status"], ["status", "--format", "text"], ["rename", "--", "--format", "json"]]) {
      expect(await folder.run(...args)).toMatchObject({ code: 2, stdout: "" });
    }
  });

  test("a platform that does not answer", async () => {
    const { stdout } = await smallSite().run("history", "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({ error: { fix: expect.stringContaining("parley serve") } });
  });
});

test.each(["--version", "-v"])("%s says which Parley this is", async (option) => {
  const { version } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
  expect(await emptyFolder().run(option)).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});

test("parley help COMMAND is parley COMMAND --help", async () => {
  const folder = emptyFolder();
  const asked = await folder.run("help", "rollback");
  expect(asked).toEqual(await folder.run("rollback", "--help"));
  expect(asked.stdout).toContain("Usage: parley rollback");
  expect((await folder.run("help", "rolback")).stderr).toContain('did you mean "rollback"?');
});

test("the overview lists every command, and loads none of them", async () => {
  const { stdout } = await emptyFolder().run("help");
  for (const [name, summary] of Object.entries(summaries))
    expect(stdout).toMatch(new RegExp(`^  ${name} +${escaped(summary)}$`, "m"));
  expect(Object.keys(commands)).toEqual(Object.keys(summaries));

  const program = `
    import { registerHooks } from "node:module";
    const loaded = [];
    registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
    const { runCommand } = await import(${JSON.stringify(`${root}src/cli/main.ts`)});
    await runCommand(["help"]);
    console.error(JSON.stringify(loaded));`;
  const { stderr } = spawnSync(process.execPath, ["--conditions=source", "--input-type=module", "-e", program], {
    encoding: "utf8",
  });
  const files: string[] = JSON.parse(stderr).map((url: string) => url.split("/src/")[1]);
  expect(files).toContain("cli/summaries.ts");
  expect(files.filter((file) => Object.keys(commands).some((name) => file === `cli/${name}.ts`))).toEqual([]);
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
