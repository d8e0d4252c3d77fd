/** Who answers where, since which release, and what a rollback holds; on a real platform and engine. */

import { afterAll, beforeAll, expect, test } from "vitest";
import type { Platform } from "#platform/serve.ts";
import { startForTests } from "../platform/start.ts";
import { connect } from "../support/live-site.ts";
import { startTestServer, type TestServer } from "../support/postgres.ts";
import { smallSite } from "../support/site-folder.ts";

let server: TestServer;
let platform: Platform;

beforeAll(async () => {
  server = await startTestServer();
  platform = await startForTests({ databaseUrl: await server.newDatabase() });
}, 900_000);
afterAll(async () => {
  await platform?.stop();
  await server?.stop();
});

test("each assistant's last release, and what is held", { timeout: 120_000 }, async () => {
  const site = smallSite();
  connect(site, platform);
  const status = async () => JSON.parse((await site.run("status", "--format", "json")).stdout);
  expect(await status()).toMatchObject({ release: null, live: null, assistants: [{ id: "bo", status: "draft" }] });

  expect(await site.run("publish")).toMatchObject({ code: 0 });
  const channel = site.read("channels/web.yaml");
  site.write("channels/web.yaml", channel.replace(/^name: .*$/m, 'name: "Shop"'));
  expect(await site.run("publish")).toMatchObject({ code: 0 });
  // The channel's new name is no new version of who answers there.
  expect(await status()).toMatchObject({
    live: { number: 2, kind: "publish" },
    assistants: [{ id: "bo", status: "active", channels: ["web"], release: { number: 1 } }],
    held: [],
  });

  expect((await site.run("rollback")).code).toBe(0);
  expect(await status()).toMatchObject({
    live: { number: 3, kind: "rollback" },
    assistants: [{ id: "bo", release: { number: 1 } }],
    held: [{ kind: "channel", id: "web", release: 3 }],
  });
  const { stdout } = await site.run("status");
  expect(stdout).toMatch(/^local: release 3 is live: a rollback by .* on \d{4}-\d\d-\d\d \d\d:\d\d UTC\n/);
  expect(stdout).toMatch(/\n {2}bo +Bo +active +web +en, fr +1, \d{4}-\d\d-\d\d \d\d:\d\d UTC\n/);
  expect(stdout).toMatch(/\n {2}channel +web +rollback 3 by /);
});
