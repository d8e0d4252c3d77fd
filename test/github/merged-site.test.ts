/** A pull request's site is looked at where it lies, and nowhere else. */

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inMergedSite } from "#cli/github/merged-site.ts";

let place: string;
let clone: string;

function git(...args: readonly string[]): string {
  const who = ["-c", "user.name=Ann", "-c", "user.email=ann@shop.example"];
  const { status, stdout, stderr } = spawnSync("git", [...who, ...args], { cwd: clone, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), "parley-merged-"));
  clone = join(place, "clone");
  mkdirSync(join(clone, "sites/small"), { recursive: true });
  writeFileSync(join(clone, "sites/small/parley.yaml"), "site: small\n");
  mkdirSync(join(place, "elsewhere/small"), { recursive: true });
  writeFileSync(join(place, "elsewhere/small/parley.yaml"), "site: what-only-the-machine-knows\n");
  git("init", "--quiet", "--initial-branch=main");
  git("add", "-A");
  git("commit", "--quiet", "-m", "The site");
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** What becomes of a branch that changes the clone so. */
async function merged(change: () => void) {
  git("checkout", "--quiet", "-B", "branch", "main");
  change();
  git("add", "-A");
  git("commit", "--quiet", "-m", "A change");
  const reviewed = { ref: "refs/heads/branch", commit: git("rev-parse", "HEAD"), base: "main" };
  git("checkout", "--quiet", "main");
  const gitHub = { remote: `file://${clone}`, token: "unused" };
  return inMergedSite(gitHub, reviewed, join(clone, "sites/small"), async ({ inside }) => inside);
}

test.each<[string, () => void]>([
  ["a link in place of the site's folder", () => linkTo("sites/small", join(place, "elsewhere/small"))],
  ["one that stays in the repository", () => linkTo("sites/small", "../copy/small", "copy")],
  ["one in place of a folder around it", () => linkTo("sites", join(place, "elsewhere"))],
  ["one that leads nowhere", () => linkTo("sites/small", join(place, "nowhere"))],
])("%s is not followed", async (_, change) => {
  expect(await merged(change)).toEqual({ kind: "link" });
});

function linkTo(path: string, target: string, copied?: string): void {
  if (copied !== undefined) cpSync(join(clone, "sites"), join(clone, copied), { recursive: true });
  rmSync(join(clone, path), { recursive: true });
  symlinkSync(target, join(clone, path));
}

test("a site that is there is looked at, and one that is gone is told", async () => {
  const edited = await merged(() => writeFileSync(join(clone, "sites/small/parley.yaml"), "site: other\n"));
  expect(edited).toEqual({ kind: "done", value: join("sites", "small") });
  const gone = await merged(() => {
    rmSync(join(clone, "sites"), { recursive: true });
    writeFileSync(join(clone, "README.md"), "Nothing here.\n");
  });
  expect(gone).toEqual({ kind: "gone" });
});
