/** What webhooks are told, where something is in the way; the story itself is in `people.test.ts`. */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sql, startTestServer, type TestServer } from "../support/postgres.ts";
import { type Running, runPlatform } from "./running.ts";
import { smallSite } from "./small-site.ts";

let server: TestServer;
let databaseUrl: string;
let platform: Running;
let other: Running;

beforeAll(async () => {
  server = await startTestServer();
  databaseUrl = await server.newDatabase();
  platform = await runPlatform({ databaseUrl });
  other = await runPlatform({ databaseUrl });
  await platform.publish(smallSite(), null);
});
afterAll(async () => {
  await other?.stop();
  await platform?.stop();
  await server?.stop();
});

test("a webhook that a platform has not heard of yet is told all the same", async () => {
  const heard: string[] = [];
  const hook = createServer((request, response) => {
    heard.push(String(request.headers["webhook-id"]));
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => hook.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/`;
  // What is kept at hand is read now; nobody says a word of what follows.
  const { conversation } = await platform.open();
  await other.open();
  await sql(databaseUrl, "insert into webhooks (name, url, secret) values ('unheard', $1, 'whsec_AAAA')", [url]);
  await sql(
    databaseUrl,
    `insert into deliveries (conversation, id, kind, due, work)
     values ($1, '1.0.unheard', 'unheard', now(), '{"id": "an-event", "type": "message"}')`,
    [conversation],
  );
  try {
    await expect.poll(() => heard, { timeout: 10_000 }).toEqual(["an-event"]);
  } finally {
    await platform.admin("DELETE", "/webhooks/unheard");
    hook.closeAllConnections();
    hook.close();
  }
});

test("a webhook is told the newest of what was said, however much that is", async () => {
  const told: { readonly type: string; readonly messages?: readonly { readonly seq: number }[] }[] = [];
  const hook = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      told.push(JSON.parse(body));
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => hook.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/`;
  const customer = await platform.open();
  for (let said = 0; said < 105; said += 1) await customer.say("hello");
  await platform.admin("PUT", "/webhooks/newest", { url });
  try {
    await customer.say("talk to somebody");
    await expect.poll(() => told.map(({ type }) => type), { timeout: 10_000 }).toEqual(["handoff.recorded"]);
    const messages = told[0]?.messages ?? [];
    expect(messages).toHaveLength(200);
    expect(messages.at(-1)?.seq).toBe((await customer.messages(200)).at(-1)?.seq);
  } finally {
    await platform.admin("POST", "/webhooks/newest/secret");
    await platform.admin("DELETE", "/webhooks/newest");
    hook.closeAllConnections();
    hook.close();
  }
  const { audit } = (await platform.admin("GET", "/audit?limit=3")).body;
  expect(audit.map(({ what, about }: { what: string; about: string }) => [what, about])).toEqual([
    ["webhook-ended", "newest"],
    ["webhook-secret", "newest"],
    ["webhook", `newest: ${url.replace(/\/$/, "")}`],
  ]);
});
