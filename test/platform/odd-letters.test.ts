/** What customers write may hold signs that PostgreSQL cannot make a text of: that concerns nobody but them. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../support/postgres.ts";
import { type Running, runPlatform } from "./running.ts";
import { smallSite } from "./small-site.ts";

let server: TestServer;
let platform: Running;
const site = smallSite();

beforeAll(async () => {
  server = await startTestServer();
  platform = await runPlatform({ databaseUrl: await server.newDatabase() });
  await platform.publish(site, null);
});
afterAll(async () => {
  await platform?.stop();
  await server?.stop();
});

const signs = [
  ["a zero", "a\u0000b"],
  ["half a pair", "a\ud83d"],
  ["both, behind backslashes", "\\\u0000 \\\\u0000 \\\ud83d\\"],
] as const;

test.each(signs)("conversations under way are counted though one holds %s in a variable", async (_, text) => {
  const customer = await platform.open();
  await customer.say("keep a secret");
  await customer.say(text);
  const answer = await platform.admin("POST", "/conversations/running", { digests: [site.content.web?.channel] });
  expect(answer).toMatchObject({
    status: 200,
    body: { running: [{ frames: [{ workflow: "secret", step: "more" }] }] },
  });
});

test.each(signs)("a customer is found by what they typed though another typed %s", async (_, text) => {
  const customer = await platform.open();
  await customer.say("i am somebody");
  await customer.say(text);
  for (const ref of [{ email: "ann@example.com" }, { phone: "+33 1 23 45 67 89" }]) {
    expect(await platform.admin("POST", "/customers/export", ref)).toMatchObject({ status: 200 });
  }
});
