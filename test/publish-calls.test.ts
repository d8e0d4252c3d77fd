/** What a publish of one changed text and a rollback ask the platform: each call has its reason in the operator's guide. */

import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { startForTests } from "./platform/start.ts";
import { connect } from "./support/live-site.ts";
import { startTestServer, type TestServer } from "./support/postgres.ts";
import { smallSite } from "./support/site-folder.ts";
import { startUnsteady } from "./support/unsteady.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
}, 900_000);
afterAll(() => server?.stop());

test("one changed text takes ten calls, its plan three, and its way back one", { timeout: 120_000 }, async () => {
  const platform = await startForTests({ databaseUrl: await server.newDatabase() });
  onTestFinished(() => platform.stop());
  const between = await startUnsteady(platform.address);
  onTestFinished(() => between.stop());
  const site = smallSite();
  connect(site, between);
  const callsOf = async (...args: readonly string[]): Promise<readonly string[]> => {
    const before = between.requests.length;
    expect(await site.run(...args)).toMatchObject({ code: 0 });
    const calls = between.requests.slice(before).map((call) => call.replace("/admin/v1", ""));
    // A slow machine's heartbeat is no call of the publish's own.
    return calls.filter((call) => !call.startsWith("PUT /lease/")).map((call) => call.replace(/(\/lease\/).*/, "$1…"));
  };
  await callsOf("publish");
  const file = "assistants/bo/workflows/hello.yaml";
  site.write(file, site.read(file).replace("Hello, I am Bo.", "Hi, Bo here."));
  expect(await callsOf("plan")).toEqual(["GET /live", "POST /bodies/fetch", "POST /conversations/running"]);
  expect(await callsOf("publish")).toEqual([
    "GET /live",
    "POST /bodies/fetch",
    "POST /conversations/running",
    "POST /lease",
    "GET /live",
    "POST /bodies/missing",
    "POST /bodies",
    "POST /releases",
    "GET /live",
    "DELETE /lease/…",
  ]);
  expect(await callsOf("rollback")).toEqual(["POST /rollbacks"]);
});
