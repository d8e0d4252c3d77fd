/** What is done and what is written down of it: both, or neither. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { sql, startTestServer, type TestServer } from "../support/postgres.ts";
import { type Answer, type Customer, type Running, runPlatform } from "./running.ts";
import { smallSite } from "./small-site.ts";

let server: TestServer;
let databaseUrl: string;
let platform: Running;
let customer: Customer;

beforeAll(async () => {
  server = await startTestServer();
  databaseUrl = await server.newDatabase();
  platform = await runPlatform({ databaseUrl });
  await platform.publish(smallSite(), null);
  customer = await platform.open();
  for (const [method, path, body] of [
    ["POST", "/tokens", { name: "old", scopes: ["read"] }],
    ["PUT", "/webhooks/old", { url: "https://desk.example/events" }],
  ] as const) {
    expect((await platform.admin(method, path, body)).status).toBe(201);
  }
});
afterAll(async () => {
  await platform?.stop();
  await server?.stop();
});

/** All that the deeds below change. */
const everything = async (): Promise<unknown> => [
  await sql(databaseUrl, "select name, hash, scopes from tokens order by name"),
  await sql(databaseUrl, "select name, url, secret, former from webhooks order by name"),
  await sql(databaseUrl, "select id from conversations"),
  await sql(databaseUrl, "select count(*) from messages"),
  await sql(databaseUrl, "select who, what, about from audit order by number"),
];

const deeds: readonly [what: string, about: string, done: number, ask: () => Promise<Answer>][] = [
  ["token", "new: read", 201, () => platform.admin("POST", "/tokens", { name: "new", scopes: ["read"] })],
  ["token-ended", "old", 204, () => platform.admin("DELETE", "/tokens/old")],
  [
    "webhook",
    "new: https://a.example",
    201,
    () => platform.admin("PUT", "/webhooks/new", { url: "https://a.example/b" }),
  ],
  [
    "webhook",
    "old: https://b.example",
    200,
    () => platform.admin("PUT", "/webhooks/old", { url: "https://b.example" }),
  ],
  ["webhook-secret", "old", 201, () => platform.admin("POST", "/webhooks/old/secret")],
  ["webhook-ended", "old", 204, () => platform.admin("DELETE", "/webhooks/old")],
  ["export", "1 conversations", 200, () => platform.admin("POST", "/customers/export", conversation())],
  ["erase", "1 conversations", 200, () => platform.admin("POST", "/customers/erase", conversation())],
];
const conversation = () => ({ conversation: customer.conversation });

test.each(deeds)("%s of %s: what cannot be written down is not done", async (what, about, done, ask) => {
  const before = await everything();
  await sql(databaseUrl, "alter table audit add constraint full_disk check (false) not valid");
  const refused = await ask();
  await sql(databaseUrl, "alter table audit drop constraint full_disk");
  expect(refused.status).toBe(500);
  expect(JSON.stringify(refused.body)).not.toMatch(/secret|token|messages/);
  expect(await everything()).toEqual(before);

  expect((await ask()).status).toBe(done);
  const [entry] = await sql(databaseUrl, "select who, what, about from audit order by number desc limit 1");
  expect(entry).toEqual({ who: "start", what, about });
});

test("what was not done is not written down", async () => {
  const before = await everything();
  for (const [method, path, status] of [
    ["DELETE", "/tokens/nobody", 404],
    ["POST", "/webhooks/nobody/secret", 404],
    ["DELETE", "/webhooks/nobody", 404],
  ] as const) {
    expect((await platform.admin(method, path)).status).toBe(status);
  }
  expect((await platform.admin("POST", "/tokens", { name: "new", scopes: ["read"] })).status).toBe(409);
  expect(await everything()).toEqual(before);
});
