/** What whoever runs platforms looks at: alive, ready, metrics; and a stop that loses nobody. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../support/postgres.ts";
import { type Running, runPlatform } from "./running.ts";
import { smallSite } from "./small-site.ts";

let server: TestServer;
let databaseUrl: string;
let platform: Running;

beforeAll(async () => {
  server = await startTestServer();
  databaseUrl = await server.newDatabase();
  platform = await runPlatform({ databaseUrl });
  await platform.publish(smallSite(), null);
});
afterAll(async () => {
  await platform?.stop();
  await server?.stop();
});

test("a platform is alive and ready; its metrics are for who has a token, and hold no words", async () => {
  for (const path of ["/healthz", "/readyz"]) {
    expect(await platform.request("GET", path)).toMatchObject({ status: 200, body: { ok: true } });
  }
  const customer = await platform.open();
  await customer.say("a word that is nobody's business");
  await customer.say("where is my order");
  await customer.transcript(5);
  expect((await platform.request("GET", "/metrics")).status).toBe(401);
  const { status, body } = await platform.request("GET", "/metrics", undefined, {
    authorization: "Bearer a-token-for-tests",
  });
  expect(status).toBe(200);
  const lines = String(body).split("\n");
  for (const name of [
    'parley_turn_seconds_count{event="text"}',
    'parley_http_seconds_count{method="POST",route="/v1/conversations/:id/events",status="200"}',
    'parley_call_seconds_count{result="failed"}',
    'parley_workflow_troubles_total{code="call-failed"}',
    'parley_outbox_overdue{outbox="deliveries"} 0',
    "parley_turns_waiting 0",
    "process_cpu_seconds_total",
  ]) {
    expect(lines.filter((line) => line.startsWith(name))).not.toEqual([]);
  }
  expect(body).not.toContain("business");
  expect(body).not.toContain(customer.conversation);
});

test("who stops says first that it is not ready, and goes on serving; then another goes on where it was", async () => {
  const leaving = await runPlatform({ databaseUrl, more: { drainMs: 800 } });
  const customer = await leaving.open();
  const stopping = leaving.stop();
  await expect.poll(async () => (await leaving.request("GET", "/readyz")).status).toBe(503);
  expect((await leaving.request("GET", "/healthz")).status).toBe(200);
  expect((await customer.say("remember a number")).status).toBe(200);
  await stopping;
  const there = platform.resume(customer);
  await there.say("7");
  expect((await there.transcript(5)).at(-1)).toBe("assistant: You said 7.");
});
