/** Too much at once: refused with how long to wait, and nobody else is kept waiting. */

import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { defaultLimits } from "#platform/http/limits.ts";
import { startTestServer, type TestServer } from "../support/postgres.ts";
import { type Customer, type Running, runPlatform } from "./running.ts";
import { smallSite } from "./small-site.ts";
import { adminToken } from "./start.ts";

let server: TestServer;
let platform: Running;

const limits = {
  ...defaultLimits,
  ...{ addressOpens: 3, addressEvents: 8, addressReads: 10, addressTokens: 4, conversationEvents: 5 },
  ...{ channelOpens: 200, addressStreams: 2, channelStreams: 4, processStreams: 5 },
};

beforeAll(async () => {
  server = await startTestServer();
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

test("what is refused to one address takes nothing from what a channel may open for others", async () => {
  for (let n = 0; n < 250; n += 1) await openFrom("192.0.2.10");
  expect((await openFrom("192.0.2.11")).status).toBe(201);
});

test("one address reads so much a minute, of whatever conversations", async () => {
  const [one, another] = [await platform.open(), await platform.open()];
  const read = ({ conversation, token }: Customer, address: string) =>
    platform.request("GET", `/v1/conversations/${conversation}/messages`, undefined, {
      authorization: `Bearer ${token}`,
      "x-forwarded-for": address,
    });
  const answers = [];
  for (let n = 0; n < 12; n += 1) answers.push(await read(n % 2 ? one : another, "192.0.2.20"));
  expect(answers.map(({ status }) => status)).toEqual([...Array(10).fill(200), 429, 429]);
  const info = (address: string) =>
    platform.request("GET", "/v1/channels/web", undefined, { "x-forwarded-for": address });
  expect((await info("192.0.2.20")).status).toBe(429);
  expect((await info("192.0.2.21")).status).toBe(200);
});

describe("streams that are open at once", () => {
  const open: (() => void)[] = [];
  afterEach(() => {
    for (const close of open.splice(0)) close();
  });
  async function stream(address: string | null, channel = "web"): Promise<number> {
    const { conversation, token } = await platform.open(channel);
    const abort = new AbortController();
    const { status } = await fetch(`${platform.address}/v1/conversations/${conversation}/stream`, {
      headers: { authorization: `Bearer ${token}`, ...(address !== null && { "x-forwarded-for": address }) },
      signal: abort.signal,
    });
    open.push(() => abort.abort());
    return status;
  }

  test("are so many of one address, of one channel, and of all; whoever goes leaves room", async () => {
    expect([await stream("192.0.2.30"), await stream("192.0.2.30"), await stream("192.0.2.30")]).toEqual([
      200, 200, 429,
    ]);
    expect([await stream(null), await stream(null), await stream(null)]).toEqual([200, 200, 429]);
    expect([await stream(null, "quiet"), await stream(null, "quiet")]).toEqual([200, 429]);
    for (const close of open.splice(0)) close();
    await expect.poll(() => stream("192.0.2.30")).toBe(200);
  });
});

test("tokens are guessed slowly, and whoever has one is let in from where others guess", async () => {
  const ask = (token: string, address = "192.0.2.40") =>
    platform.request("GET", "/admin/v1/live", undefined, {
      authorization: `Bearer ${token}`,
      "x-forwarded-for": address,
    });
  const { body } = await platform.admin("POST", "/tokens", { name: "late", scopes: ["read"] });
  const guesses = [];
  for (let n = 0; n < 6; n += 1) guesses.push((await ask(`guess-${n}`)).status);
  expect(guesses).toEqual([401, 401, 401, 401, 429, 429]);
  expect((await ask(adminToken)).status).toBe(200);
  expect((await ask(body.token)).status).toBe(429);
  expect((await ask(body.token, "192.0.2.41")).status).toBe(200);
  expect((await ask(body.token)).status).toBe(200);
  await platform.admin("DELETE", "/tokens/late");
  expect([(await ask(body.token)).status, (await ask(body.token)).status]).toEqual([401, 429]);
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
