/** What a platform runs becomes a site that plans empty against it; on a real platform and engine. */

import { join } from "node:path";
import { expect, test } from "vitest";
import { type Body, type BrandBody, type ChannelBody, digestOf, digestOfBytes } from "#content/body.ts";
import { embeddedDriver } from "#drivers/embedded/driver.ts";
import type { Platform } from "#platform/serve.ts";
import { adminToken } from "../platform/start.ts";
import { connect, liveSiteForEach } from "../support/live-site.ts";
import { emptyFolder, everythingSite, ownSite, type SiteFolder, smallSite } from "../support/site-folder.ts";

let platform: Platform;
liveSiteForEach((made) => {
  platform = made.platform;
});

interface Found {
  readonly findings: readonly { readonly check: string; readonly severity: string; readonly file: string }[];
}

/** Errors of the site, but for what its missing tests would say. */
async function errorsOf(site: SiteFolder, folder: string): Promise<Found["findings"]> {
  const { stdout } = await site.run("validate", "--site", folder, "--format", "json");
  return (JSON.parse(stdout) as Found).findings.filter(({ severity }) => severity === "error");
}

test.each<[string, () => SiteFolder]>([
  ["this repository's own site", ownSite],
  ["the site that uses every key", everythingSite],
  ["the smallest site", smallSite],
])("%s, imported, plans empty and is laid out", { timeout: 120_000 }, async (_name, make) => {
  const site = make();
  connect(site, platform);
  expect(await site.run("publish")).toMatchObject({ code: 0 });
  const imported = await site.run("import", "--env", "local", "--out", "copy");
  expect(imported).toMatchObject({ code: 0, stderr: "" });
  expect(await errorsOf(site, "copy")).toEqual([]);
  expect(await site.run("fmt", "--check", "--site", "copy")).toMatchObject({ code: 0 });
  const plan = await site.run("plan", "--site", "copy", "--data", join(site.folder, ".parley"), "--format", "json");
  expect(JSON.parse(plan.stdout)).toMatchObject({ changes: [], base: 1 });
  expect(site.read("copy/.gitignore")).toBe(".parley/\n");
});

test("what several assistants of a brand run, word by word, becomes the brand's", { timeout: 60_000 }, async () => {
  const site = smallSite();
  connect(site, platform);
  const bye = 'workflow: bye\nsteps:\n  - id: so_long\n    say: { en: "Bye", fr: "Salut" }\n    end: solved\n';
  site.write("brands/shop/workflows/bye.yaml", bye);
  const hello = site.read("assistants/bo/workflows/hello.yaml");
  site.write("assistants/bo/workflows/hello.yaml", hello.replace("    end: solved\n", "  - id: leave\n    run: bye\n"));
  for (const [path, text] of Object.entries(site.all())) {
    if (!path.startsWith("assistants/bo/") || path.includes("/tests/")) continue;
    site.write(path.replace("/bo/", "/al/"), text.replace("assistant: bo", "assistant: al"));
  }
  site.write(
    "assistants/al/workflows/hello.yaml",
    site.read("assistants/al/workflows/hello.yaml").replace("I am Bo", "I am Al"),
  );
  const web = site.read("channels/web.yaml");
  site.write(
    "channels/app.yaml",
    web.replace("channel: web", "channel: app").replace("assistant: bo", "assistant: al"),
  );
  expect(await site.run("publish")).toMatchObject({ code: 0 });
  expect(await site.run("import", "--env", "local", "--out", "copy")).toMatchObject({ code: 0, stderr: "" });
  expect(site.read("copy/brands/shop/workflows/bye.yaml")).toBe(bye);
  // Each greets in its own words.
  expect(site.read("copy/assistants/al/workflows/hello.yaml")).toContain("I am Al");
  expect(Object.keys(site.all()).filter((path) => /^copy\/assistants\/.*\/bye/.test(path))).toEqual([]);
});

test("by address, with a token of the scope read", { timeout: 60_000 }, async () => {
  const site = smallSite();
  connect(site, platform);
  expect(await site.run("publish")).toMatchObject({ code: 0 });
  const answer = await fetch(`${platform.address}/admin/v1/tokens`, {
    method: "POST",
    headers: { authorization: `Bearer ${adminToken}`, "content-type": "application/json" },
    body: JSON.stringify({ name: "reader", scopes: ["read"] }),
  });
  const { token } = (await answer.json()) as { token: string };
  const empty = emptyFolder();
  const refused = await empty.run("import", "--from", platform.address, "--out", "bo-s shop");
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("set the variable PARLEY_TOKEN") });
  const { code, stdout } = await withToken(
    token,
    empty,
    "import",
    "--from",
    `${platform.address}/`,
    "--out",
    "bo-s shop",
  );
  expect(stdout).toContain("+ assistants/bo/workflows/hello.yaml\n");
  expect(code).toBe(0);
  expect(empty.read("bo-s shop/parley.yaml")).toBe(
    `site: bo-s-shop\nenvironments:\n  local: { platform: embedded }\n  production: { platform: ${platform.address}, token: { env: PARLEY_TOKEN } }\n`,
  );
  expect(Object.values(empty.all()).join("")).not.toContain(token);
});

/** The variable is set while the command runs. */
async function withToken(token: string, site: SiteFolder, ...args: readonly string[]) {
  process.env.PARLEY_TOKEN = token;
  try {
    return await site.run(...args);
  } finally {
    delete process.env.PARLEY_TOKEN;
  }
}

test("a platform whose names lead out of the folder writes nothing at all", { timeout: 60_000 }, async () => {
  const site = emptyFolder();
  connect(site, platform);
  const { address } = platform;
  const driver = embeddedDriver(address, adminToken);
  const bytes = new TextEncoder().encode("stolen");
  const brand: BrandBody = {
    kind: "brand",
    id: "shop",
    name: "Shop",
    languages: ["en"],
    values: {},
    schedules: {},
    groups: {},
    connections: {},
    articles: {},
    assets: { "../../../../out.txt": digestOfBytes(bytes) },
  };
  const channel: ChannelBody = { kind: "channel", id: "web", type: "web", name: "Web", brand: "shop" };
  await driver.uploadAsset(digestOfBytes(bytes), bytes);
  await driver.uploadBodies(new Map<string, Body>([brand, channel].map((body) => [digestOf(body), body])));
  await driver.release({
    expects: null,
    content: { web: { channel: digestOf(channel), brand: digestOf(brand), targets: [] } },
    commit: null,
    author: null,
    effect: digestOf({}),
    approvers: [],
    summary: [],
  });
  site.write("parley.yaml", "site: a\n");
  const before = site.all();
  const { code, stderr } = await site.run("import", "--env", "local", "--out", "a/b");
  expect(stderr).toContain('no file can be called "brands/shop/assets/../../../../out.txt"');
  expect(code).toBe(2);
  expect(site.all()).toEqual(before);
});

test.each<[string, string[], RegExp]>([
  ["no platform", ["--out", "copy"], /which platform is not said/],
  ["two platforms", ["--env", "local", "--from", "http://127.0.0.1:1", "--out", "copy"], /which platform is not said/],
  ["no folder", ["--env", "local"], /no folder is named/],
  ["a folder that is not empty", ["--env", "local", "--out", "."], /is not empty/],
  ["no address", ["--from", "chat.example.com", "--out", "copy"], /is no address/],
  ["a password in the address", ["--from", "https://a:b@chat.example.com", "--out", "copy"], /holds a password/],
  ["nothing live", ["--env", "local", "--out", "copy"], /nothing is live/],
])("%s: two lines, and nothing is written", async (_name, args, message) => {
  const site = smallSite();
  connect(site, platform);
  const before = site.all();
  const { code, stderr } = await site.run("import", ...args);
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd().split("\n")).toHaveLength(2);
  expect(code).toBe(2);
  expect(site.all()).toEqual(before);
});
