/** API calls, through a real HTTP server that answers, fails, hangs and misleads. */

import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../support/postgres.ts";
import { type FakeShop, json, startFakeShop } from "./fake-shop.ts";
import { type Running, runPlatform } from "./running.ts";
import { smallSite } from "./small-site.ts";

let server: TestServer;
let shop: FakeShop;
let platform: Running;
let allowedHost = "";

beforeAll(async () => {
  server = await startTestServer();
  shop = await startFakeShop();
  allowedHost = shop.host;
  const secret = (name: string, host: string) => (name === "SHOP" && host === allowedHost ? "open sesame" : undefined);
  platform = await runPlatform({ databaseUrl: await server.newDatabase(), secret });
  await platform.publish(smallSite({ api: `${shop.address}/api/`, secret: "SHOP" }), null);
});
afterAll(async () => {
  await platform?.stop();
  await shop?.stop();
  await server?.stop();
});

interface Case {
  readonly name: string;
  readonly says: string;
  readonly shop: (response: ServerResponse, n: number) => void;
  readonly answer: string;
  readonly asked: readonly string[];
}

const order = "GET /api/orders/1";
const cases: readonly Case[] = [
  {
    name: "an answer is used",
    says: "where is my order",
    shop: (response) => json(response, 200, { status: "shipped" }),
    answer: "It is shipped.",
    asked: [order],
  },
  {
    name: "silence over the timeout is a timeout",
    says: "where is my order",
    shop: () => undefined,
    answer: "The shop is slow.",
    asked: [order],
  },
  {
    name: "an answer that begins and never ends is a timeout",
    says: "where is my order",
    shop: (response) => response.writeHead(200).write('{"status":'),
    answer: "The shop is slow.",
    asked: [order],
  },
  {
    name: "a status 500 is an error, and is not asked again where no retry is written",
    says: "give me a refund",
    shop: (response) => json(response, 500, {}),
    answer: "The shop does not answer.",
    asked: ["POST /api/refunds"],
  },
  {
    name: "what fails is asked again as often as the retry says",
    says: "please try again",
    shop: (response, n) => (n < 3 ? json(response, 503, {}) : json(response, 200, { status: "back" })),
    answer: "It is back.",
    asked: ["GET /api/flaky", "GET /api/flaky", "GET /api/flaky"],
  },
  {
    name: "and no more often",
    says: "please try again",
    shop: (response) => response.destroy(),
    answer: "The shop does not answer.",
    asked: ["GET /api/flaky", "GET /api/flaky", "GET /api/flaky"],
  },
  {
    name: "a refusal is not asked again",
    says: "please try again",
    shop: (response) => json(response, 403, {}),
    answer: "The shop does not answer.",
    asked: ["GET /api/flaky"],
  },
  {
    name: "a redirect is not followed",
    says: "where is my order",
    shop: (response) => response.writeHead(302, { location: "/elsewhere" }).end(),
    answer: "The shop does not answer.",
    asked: [order],
  },
  {
    name: "an answer over 1 MB is an error",
    says: "please try again",
    shop: (response) => json(response, 200, { status: "x".repeat(1024 * 1024) }),
    answer: "The shop does not answer.",
    asked: ["GET /api/flaky"],
  },
  {
    name: "an answer without what is needed is an error",
    says: "where is my order",
    shop: (response) => response.writeHead(200, { "content-type": "text/html" }).end("<html>"),
    answer: "The shop does not answer.",
    asked: [order],
  },
];

test.each(cases)("$name", async ({ says, shop: how, answer, asked }) => {
  shop.answer(how);
  const customer = await platform.open();
  await customer.say(says);
  expect((await customer.transcript(3)).slice(1)).toEqual([`customer: ${says}`, `assistant: ${answer}`]);
  expect(shop.asked).toEqual(asked);
});

test("the secret goes to the host it is for", async () => {
  shop.answer((response) => json(response, 200, { status: "shipped" }));
  const customer = await platform.open();
  await customer.say("where is my order");
  await customer.transcript(3);
  expect(shop.headers[0]?.authorization).toBe("Bearer open sesame");
});

test("and to no other: nothing is sent there at all", async () => {
  allowedHost = "somewhere.else";
  try {
    shop.answer((response) => json(response, 200, { status: "shipped" }));
    const customer = await platform.open();
    await customer.say("where is my order");
    expect((await customer.transcript(3)).at(-1)).toBe("assistant: The shop does not answer.");
    expect(shop.asked).toEqual([]);
  } finally {
    allowedHost = shop.host;
  }
});

test("what the customer says while an API is asked is taken up after its answer", async () => {
  let release = (): void => undefined;
  shop.answer((response) => {
    release = () => json(response, 200, { status: "refunded" });
  });
  const customer = await platform.open();
  await customer.say("give me a refund");
  await expect.poll(() => shop.asked.length).toBe(1);
  await customer.say("remember a number");
  release();
  expect((await customer.transcript(5)).slice(1)).toEqual([
    "customer: give me a refund",
    "customer: remember a number",
    "assistant: It is refunded.",
    "assistant: Which number?",
  ]);
});
