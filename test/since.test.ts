/** `parley validate --since`: what a change is about, seen in a repository of a site with an old fault. */

import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { since } from "#cli/since.ts";
import { readSite } from "#cli/site.ts";
import { locate } from "#findings/locate.ts";

const small = fileURLToPath(new URL("sites/small/", import.meta.url));
const hello = "assistants/bo/workflows/hello.yaml";
const web = "channels/web.yaml";
let repository: string;
let site: string;

const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false", ...args], {
    cwd: repository,
    encoding: "utf8",
  });
const edit = (file: string, change: (text: string) => string) =>
  writeFileSync(join(site, file), change(readFileSync(join(site, file), "utf8")));

/** `check file:line` of what the change since main is about. */
async function found(): Promise<readonly string[]> {
  const { findings, sources } = await since(await readSite(site), "main");
  return findings.map(({ check, at }) => `${check} ${at.file}:${locate(sources, at.file, at.start).line}`);
}

beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), "parley-since-"));
  site = join(repository, "shop é");
  cpSync(small, site, { recursive: true });
  edit(web, (text) => text.replace("handoff: desk", "handoff: dsek"));
  git("init", "-q", "-b", "main");
  git("add", ".");
  git("commit", "-q", "-m", "a site with a fault");
  git("checkout", "-q", "-b", "change");
});
afterEach(() => rmSync(repository, { recursive: true, force: true }));

test("an old fault on a line that nobody touched is left out", async () => {
  expect((await readSite(site)).findings).toHaveLength(1);
  expect(await found()).toEqual([]);
});

test("a changed line that looks like Git's own words says nothing of other files", async () => {
  // Git ends lines at line feeds alone; in regular expressions they end here too.
  const forged = ["# x", "diff --git a/x b/x", `+++ b/${web}`, "@@ -1 +1,99 @@"].join("\u2028");
  edit(hello, (text) => `${text}${forged}\n`);
  expect((await found()).filter((each) => each.includes(web))).toEqual([]);
});

test("an old fault on a changed line is told", async () => {
  edit(web, (text) => text.replace("handoff: dsek", "handoff: dsek # hm"));
  expect(await found()).toEqual([`unknown-reference ${web}:9`]);
});

test("lines above it that come and go do not make it new", async () => {
  edit(web, (text) => `# a comment\n${text}`);
  expect(await found()).toEqual([]);
});

test("a new fault is told, committed or not, in a new file or an old one", async () => {
  edit(hello, (text) => text.replace("end: solved", "then: nowhere"));
  git("commit", "-q", "-am", "a new fault");
  writeFileSync(join(site, "assistants/bo/workflows/new.yml"), "workflow: new\n");
  expect(await found()).toEqual([`unknown-target ${hello}:6`, "unknown-file assistants/bo/workflows/new.yml:1"]);
});

test("what a deleted file leaves behind is told where it is named", async () => {
  rmSync(join(site, "brands/shop/schedules/desk.yaml"));
  expect(await found()).toEqual([
    "unknown-reference assistants/bo/workflows/lost.yaml:13",
    "unknown-reference assistants/bo/workflows/lost.yaml:14",
    "unknown-reference brands/shop/groups/desk.yaml:3",
  ]);
});

test("commits that only main has are not of the change", async () => {
  git("checkout", "-q", "main");
  edit(hello, (text) => text.replace("end: solved", "then: nowhere"));
  git("commit", "-q", "-am", "a fault on main");
  git("checkout", "-q", "change");
  expect(await found()).toEqual([]);
});

test("a ref that Git does not know is no fault of the site", async () => {
  const read = await readSite(site);
  await expect(since(read, "origin/mian")).rejects.toThrow('Git does not know "origin/mian"');
  await expect(since(read, "--output=x")).rejects.toThrow("Git does not know");
});
