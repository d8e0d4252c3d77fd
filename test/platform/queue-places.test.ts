/** A queue that moves costs the database one question, however many wait in it. */

import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../support/postgres.ts";
import { type Customer, type Running, runPlatform, type StreamEvent } from "./running.ts";
import { smallSite } from "./small-site.ts";

const waiting = 20;
const original = pg.Client.prototype.query;
let asked: string[] = [];
let server: TestServer;
let platform: Running;

beforeAll(async () => {
  // biome-ignore lint/suspicious/noExplicitAny: looks at whatever is asked, and hands it on.
  pg.Client.prototype.query = function query(this: pg.Client, ...args: any[]) {
    asked.push(String(args[0]?.text ?? args[0]));
    return Reflect.apply(original, this, args);
    // biome-ignore lint/suspicious/noExplicitAny: the same.
  } as any;
  server = await startTestServer();
  platform = await runPlatform({ databaseUrl: await server.newDatabase() });
  await platform.publish(smallSite(), null);
  const desk = { name: "Ann", groups: [{ brand: "acme", group: "desk" }], seconds: 600 };
  await platform.agents("PUT", "/presence/ann", desk);
});
afterAll(async () => {
  pg.Client.prototype.query = original;
  await platform?.stop();
  await server?.stop();
});

async function queued(): Promise<Customer> {
  const customer = await platform.open();
  for (const words of ["give me a person", "swordfish"]) await customer.say(words);
  return customer;
}

test("each is told their place, and nobody asks for their own", async () => {
  const customers: Customer[] = [];
  for (let n = 0; n < waiting; n += 1) customers.push(await queued());
  let here = 0;
  const isAt = (events: readonly StreamEvent[], place: number) =>
    events.some(({ event, data }) => event === "queue" && JSON.parse(data).place === place);
  const moved = customers.slice(1).map((customer, n) => {
    let isHere = false;
    return customer.read(0, (events) => {
      if (!isHere && isAt(events, n + 2)) {
        isHere = true;
        here += 1;
      }
      return isAt(events, n + 1);
    });
  });
  await expect.poll(() => here, { timeout: 10_000 }).toBe(waiting - 1);
  await new Promise((resolve) => setTimeout(resolve, 200));
  asked = [];
  const claim = { id: randomUUID(), agent: { id: "ann", name: "Ann" } };
  await platform.agents("POST", `/conversations/${customers[0]?.conversation}/claim`, claim);
  await Promise.all(moved);
  expect(
    asked.filter((text) => text.startsWith("select seq, speaker, typing") || text.includes("as before from handoffs")),
  ).toEqual([]);
  expect(asked.filter((text) => text.includes("order by at, conversation limit 10000"))).toHaveLength(1);
});
