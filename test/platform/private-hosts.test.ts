/** Calls that would reach into the operator's own network: refused, however the address is written. */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PrivateHost, sendOutward } from "#platform/conversations/outward.ts";
import { startTestServer, type TestServer } from "../support/postgres.ts";
import { type FakeShop, json, startFakeShop } from "./fake-shop.ts";
import { type Running, runPlatform } from "./running.ts";
import { smallSite } from "./small-site.ts";

let server: TestServer;
let shop: FakeShop;
let platform: Running;

beforeAll(async () => {
  server = await startTestServer();
  shop = await startFakeShop();
  platform = await runPlatform({ databaseUrl: await server.newDatabase(), allowsPrivate: () => false });
  await platform.publish(smallSite({ api: shop.address }), null);
});
afterAll(async () => {
  await platform?.stop();
  await shop?.stop();
  await server?.stop();
});

const send = (address: string, allows: (host: string) => boolean = () => false) =>
  sendOutward(
    { url: new URL(address), method: "GET", headers: {}, isRepeatable: true },
    allows,
    AbortSignal.timeout(5000),
  );

test("a workflow's call to a private address fails by its error exit, and nothing is asked", async () => {
  const customer = await platform.open();
  await customer.say("where is my order");
  expect((await customer.transcript(3)).at(-1)).toBe("assistant: The shop does not answer.");
  expect(shop.asked).toEqual([]);
});

test.each([
  "http://127.0.0.1/",
  "http://2130706433/",
  "http://0x7f.1/",
  "http://017700000001/",
  "http://127.1/",
  "http://0/",
  "http://[::1]/",
  "http://[::ffff:127.0.0.1]/",
  "http://[::ffff:7f00:1]/",
  "http://169.254.169.254/latest/meta-data/",
  "http://localhost/",
  "http://①②⑦.0.0.1/",
  "https://10.0.0.1/",
])("%s is not asked", async (address) => {
  await expect(send(address)).rejects.toBeInstanceOf(PrivateHost);
});

test("one host that is allowed does not open another", async () => {
  shop.answer((response) => json(response, 200, {}));
  const port = shop.host.split(":")[1];
  const allows = (host: string) => host === shop.host;
  expect((await send(shop.address, allows)).status).toBe(200);
  await expect(send(`http://localhost:${port}/`, allows)).rejects.toBeInstanceOf(PrivateHost);
});

test("a redirect to a private address is an answer, and is not followed", async () => {
  const hop = createServer((_, response) => response.writeHead(302, { location: shop.address }).end());
  await new Promise<void>((resolve) => hop.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(hop.address() as AddressInfo).port}`;
  shop.answer((response) => json(response, 200, {}));
  expect((await send(`http://${host}/`, (each) => each === host)).status).toBe(302);
  expect(shop.asked).toEqual([]);
  hop.close();
});

test("a kept connection that the other side has just closed is made anew", async () => {
  let answered = 0;
  const closing = createServer((request, response) => {
    answered += 1;
    response.end("{}");
    // Looks open to whoever keeps it, until it is used.
    response.on("finish", () => setTimeout(() => request.socket.resetAndDestroy(), 5));
  });
  await new Promise<void>((resolve) => closing.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(closing.address() as AddressInfo).port}/`;
  for (let n = 0; n < 10; n += 1) {
    expect((await send(address, () => true)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, n));
  }
  expect(answered).toBeGreaterThanOrEqual(10);
  closing.close();
});
