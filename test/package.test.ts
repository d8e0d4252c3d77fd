/** The package, packed and laid out somewhere else with its dependencies alone, works without the checkout. */

import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("../", import.meta.url));
const elsewhere = realpathSync(mkdtempSync(join(tmpdir(), "parley-package-")));
const modules = join(elsewhere, "node_modules");
const bin = join(modules, "parley", "src", "setup", "bin.js");
const site = join(elsewhere, "site");
afterAll(() => rmSync(elsewhere, { recursive: true }));

beforeAll(() => {
  const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ""}` };
  const packed = execFileSync("npm", ["pack", "--silent", "--pack-destination", elsewhere], {
    cwd: root,
    env,
    encoding: "utf8",
  });
  mkdirSync(join(modules, "parley"), { recursive: true });
  execFileSync("tar", ["xzf", join(elsewhere, packed.trim()), "-C", join(modules, "parley"), "--strip-components=1"]);
  linkDependencies();
  cpSync(join(root, "test", "sites", "small"), site, { recursive: true });
});

/** What an installation of the package brings, and no tool of the checkout's. */
function linkDependencies(): void {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, { dev?: boolean }>;
  };
  for (const [path, { dev }] of Object.entries(packages)) {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1];
    if (name === undefined || dev) continue;
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, path), join(modules, name));
  }
}

function parley(...args: readonly string[]) {
  const { INIT_CWD: _checkout, ...env } = process.env;
  return spawnSync(process.execPath, [bin, ...args], { cwd: site, env, encoding: "utf8" });
}

test("it checks a site", () => {
  const { stdout, status } = parley("validate");
  expect(stdout).toMatch(/files checked: nothing to mend\.\n$/);
  expect(status).toBe(0);
});

test("it says which version it is", () => {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  expect(parley("--version").stdout).toBe(`${version}\n`);
});

test("it finds what is wrong in a site, a syntax error too", () => {
  const file = join(site, "channels", "web.yaml");
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace('name: "Web"', "name: Web : one"));
  const { stdout, stderr, status } = parley("validate", "--format", "json");
  writeFileSync(file, text);
  expect([stderr, status]).toEqual(["", 1]);
  expect(JSON.parse(stdout).findings).toContainEqual(
    expect.objectContaining({ check: "yaml-syntax", file: "channels/web.yaml", line: 3 }),
  );
});

test("it carries the checks' pages, the widget's script and the engine's sources", async () => {
  expect(parley("explain", "unknown-target").stdout).toContain("# unknown-target");
  const dist = join(modules, "parley", "dist");
  expect(readFileSync(join(dist, "publish", "engine", "go.mod"), "utf8")).toContain("pulumi");
  expect(readFileSync(join(dist, "widget", "parley-chat.js"), "utf8")).toContain("parley-chat");
});

test("it carries nothing that only the checkout needs", () => {
  const listed = execFileSync("tar", ["tzf", join(elsewhere, `parley-${versionOf()}.tgz`)], { encoding: "utf8" });
  expect(listed.split("\n").filter((file) => /\.test\.|\/test\/|\/examples\/|\.ts$/.test(file))).toEqual([]);
});

function versionOf(): string {
  return (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string }).version;
}

test("on an old Node it says so in two lines", () => {
  const old = 'data:text/javascript,Object.defineProperty(process,"version",{value:"v20.20.2"})';
  const { stderr, status } = spawnSync(process.execPath, ["--import", old, bin, "validate"], { encoding: "utf8" });
  expect(stderr.trimEnd().split("\n")).toHaveLength(2);
  expect(stderr).toContain("v20.20.2");
  expect(status).toBe(2);
});
