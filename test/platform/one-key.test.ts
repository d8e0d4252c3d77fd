/**
 * On the way of a turn no statement reaches from one conversation to another: every table could be distributed by its
 * conversation. The statements are those that a platform really sends, caught while it runs.
 */

import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../support/postgres.ts";
import { type FakeShop, json, startFakeShop } from "./fake-shop.ts";
import { type Running, runPlatform } from "./running.ts";
import { smallSite } from "./small-site.ts";

/** Tables of a conversation, and the column that names it. */
const keyed: Readonly<Record<string, string>> = {
  conversations: "id",
  messages: "conversation",
  taken: "conversation",
  outbox: "conversation",
  deliveries: "conversation",
  handoffs: "conversation",
};
const sent = new Set<string>();
let server: TestServer;
let shop: FakeShop;
let platform: Running;
const original = pg.Client.prototype.query;

beforeAll(async () => {
  // biome-ignore lint/suspicious/noExplicitAny: looks at whatever is asked, and hands it on.
  pg.Client.prototype.query = function query(this: pg.Client, ...args: any[]) {
    const text = typeof args[0] === "string" ? args[0] : args[0]?.text;
    if (typeof text === "string") sent.add(text);
    return Reflect.apply(original, this, args);
    // biome-ignore lint/suspicious/noExplicitAny: the same.
  } as any;
  server = await startTestServer();
  shop = await startFakeShop();
  shop.answer((response) => json(response, 200, { status: "shipped" }));
  platform = await runPlatform({ databaseUrl: await server.newDatabase() });
  await platform.publish(smallSite({ api: shop.address }), null);
});
afterAll(async () => {
  pg.Client.prototype.query = original;
  await platform?.stop();
  await shop?.stop();
  await server?.stop();
});

/** Names under which a statement reads or writes a keyed table: `outbox o` is `o`. */
function namesIn(statement: string): readonly { readonly table: string; readonly name: string }[] {
  const found: { table: string; name: string }[] = [];
  const pattern =
    /\b(?:from|join|update|using|into)\s+(\w+)(?:\s+(?:as\s+)?(?!set\b|where\b|on\b|using\b|join\b|order\b|values\b|select\b|group\b|union\b|limit\b)(\w+))?/g;
  for (const [, table = "", alias] of statement.matchAll(pattern)) {
    if (Object.hasOwn(keyed, table)) found.push({ table, name: alias ?? table });
  }
  return found;
}

test("every statement that touches two of a conversation's tables joins them by the conversation", async () => {
  await platform.agents("PUT", "/presence/ann", { name: "Ann", groups: [{ brand: "acme", group: "desk" }] });
  sent.clear();
  const customer = await platform.open();
  for (const says of ["where is my order", "count slowly", "give me a person", "4711", "hello?"])
    await customer.say(says);
  expect(await customer.transcript(11)).toHaveLength(11);
  const all = [...sent].filter((statement) => namesIn(statement).length > 0);
  expect(all.some((statement) => statement.includes("insert into messages"))).toBe(true);
  expect(all.some((statement) => statement.includes("for update skip locked"))).toBe(true);
  for (const statement of all) {
    const names = namesIn(statement);
    if (new Set(names.map(({ table }) => table)).size < 2) continue;
    for (const { table, name } of names) {
      const key = keyed[table] ?? "";
      const isByKey =
        // Compared with the turn's, or another table's, conversation.
        new RegExp(`\\b${name}\\.${key}\\s*=|=\\s*${name}\\.${key}\\b`).test(statement) ||
        // Written with it.
        new RegExp(`insert into ${table} \\(${key}\\b`).test(statement) ||
        // One conversation's alone.
        new RegExp(`from ${table}\\b[^()]*where ${key} = \\$1`).test(statement);
      expect([table, isByKey, statement]).toEqual([table, true, statement]);
    }
  }
});
