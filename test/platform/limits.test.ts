/** Too much at once: refused with how long to wait, and nobody else is kept waiting. */

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { defaultLimits } from "#platform/http/limits.ts";
import { startTestServer, type TestServer } from "../support/postgres.ts";
import { type Running, runPlatform } from "./running.ts";
import { smallSite } from "./small-site.ts";

let server: TestServer;
let platform: Running;

beforeAll(async () => {
  server = await startTestServer();
  const limits = { ...defaultLimits, addressOpens: 3, addressEvents: 8, conversationEvents: 5 };
  platform = await runPlatform({ databaseUrl: await server.newDatabase(), more: { limits } });
  await platform.publish(smallSite(), null);
});
afterAll(async () => {
  await platform?.stop();
  await server?.stop();
});

const openFrom = (address: string) =>
  platform.request("POST", "/v1/conversations", { channel: "web", id: randomUUID() }, { "x-forwarded-for": address });

test("one address opens so many conversations a minute; others are free", async () => {
  const answers = [];
  for (let n = 0; n < 5; n += 1) answers.push(await openFrom("192.0.2.7"));
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 429, 429]);
  expect(Number(answers[3]?.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(answers[3]?.body.error.code).toBe("too-many");
  expect((await openFrom("192.0.2.8")).status).toBe(201);
});

test("a customer cannot choose their address: only the last proxy's word counts", async () => {
  const answers = [];
  for (let n = 0; n < 4; n += 1) answers.push(await openFrom(`203.0.113.${n}, 192.0.2.9`));
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 429]);
});

test("whoever has a network of IPv6 has one address, however many they speak from", async () => {
  const answers = [];
  for (let n = 0; n < 4; n += 1) answers.push(await openFrom(`2a00:1:2:3::${n + 1}`));
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 429]);
  expect((await openFrom("2a00:1:2:4::1")).status).toBe(201);
});

test("one conversation sends so much a minute; what was refused is taken when it comes again", async () => {
  const [customer, neighbour] = [await platform.open(), await platform.open()];
  const event = (n: number) => ({ id: `event-number-${n}`, kind: "text", text: "let me choose" });
  const answers = [];
  for (let n = 0; n < 7; n += 1) answers.push(await customer.send(event(n)));
  expect(answers.map(({ status }) => status)).toEqual([...Array(5).fill(200), 429, 429]);
  expect((await neighbour.say("let me choose")).status).toBe(200);
  expect((await customer.messages()).filter(({ from }) => from === "customer")).toHaveLength(5);
});
