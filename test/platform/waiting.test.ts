/** What waits for somebody who is slow holds up nobody else. */

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BrandBody, digestOf } from "#content/body.ts";
import { startTestServer, type TestServer } from "../support/postgres.ts";
import { type Customer, type Running, runPlatform } from "./running.ts";
import { type SmallSite, smallSite } from "./small-site.ts";

let server: TestServer;
let slow: Server;
let quick: Server;
let platform: Running;
/** Requests that the slow one has not answered, and does not. */
let hanging = 0;

beforeAll(async () => {
  server = await startTestServer();
  slow = createServer(() => {
    hanging += 1;
  });
  quick = createServer((_request, response) => void response.end('{"status": "shipped"}'));
  for (const each of [slow, quick]) await new Promise<void>((resolve) => each.listen(0, "127.0.0.1", resolve));
  platform = await runPlatform({ databaseUrl: await server.newDatabase(), more: { patience } });
  const { bodies, content } = smallSite({ api: addressOf(slow) });
  const { bodies: others, content: another } = ofAnotherBrand(smallSite({ api: addressOf(quick) }));
  await platform.publish({ bodies: { ...bodies, ...others }, content: { ...content, ...another } }, null);
});
afterAll(async () => {
  slow?.closeAllConnections();
  await platform?.stop();
  for (const each of [slow, quick]) each?.close();
  quick?.closeAllConnections();
  await server?.stop();
});

const patience = { lookMs: 60_000, emptySeconds: 600, goneSeconds: 600 };

function addressOf(each: Server): string {
  return `http://127.0.0.1:${(each.address() as AddressInfo).port}`;
}

/** The same again for a brand `other`, on a channel `other`. */
function ofAnotherBrand({ bodies, content }: SmallSite): SmallSite {
  const [channel, brand, assistant] = [
    content.web?.channel,
    content.web?.brand,
    content.web?.targets[0]?.assistant,
  ].map((digest) => bodies[digest ?? ""]);
  if (channel?.kind !== "channel" || brand?.kind !== "brand" || assistant?.kind !== "assistant")
    throw new Error("none");
  const other: BrandBody = { ...brand, id: "other" };
  const all = [other, { ...assistant, brand: "other" }, { ...channel, id: "other", brand: "other" }] as const;
  const [b = "", a = "", c = ""] = all.map(digestOf);
  return {
    bodies: Object.fromEntries(all.map((body) => [digestOf(body), body])),
    content: { other: { channel: c, brand: b, targets: [{ assistant: a, brand: b, weight: 100 }] } },
  };
}

async function afterSaying(customer: Customer, says: string, answer: string): Promise<number> {
  const began = performance.now();
  await customer.say(says);
  while (!(await customer.messages()).some(({ message }) => message.type === "text" && message.text === answer)) {
    if (performance.now() - began > 15_000) return Number.POSITIVE_INFINITY;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return performance.now() - began;
}

test("an API that hangs for hundreds holds up no timer, and nothing that asks another", async () => {
  const [waits, asks] = [await platform.open(), await platform.open("other")];
  await Promise.all(
    Array.from({ length: 250 }, async () => {
      const customer = await platform.open();
      await customer.say("give me a refund");
    }),
  );
  await expect.poll(() => hanging, { timeout: 10_000 }).toBeGreaterThanOrEqual(100);
  expect(await afterSaying(waits, "count slowly", "Two")).toBeLessThan(5000);
  expect(await afterSaying(asks, "where is my order", "It is shipped.")).toBeLessThan(5000);
});
