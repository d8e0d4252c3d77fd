/** The main job, end to end: this repository's own site, a real PostgreSQL, the real Pulumi engine, the real APIs. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSite } from "#cli/site.ts";
import { checked } from "#content/content.ts";
import { Moved } from "#drivers/driver.ts";
import { embeddedDriver } from "#drivers/embedded/driver.ts";
import type { Live } from "#plan/live.ts";
import { isEmpty } from "#plan/plan.ts";
import { planChanges } from "#plan/plan-changes.ts";
import { type Platform, startPlatform } from "#platform/serve.ts";
import { ensureEngine } from "#publish/engine.ts";
import { publish } from "#publish/publish.ts";
import type { ConversationMessage } from "#wire/message.ts";
import { type Shop, startShop } from "../examples/shop/shop.ts";
import { requestOf } from "./drivers/driver-suite.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "parley-main-"));
const adminToken = "a-token-for-tests";
let platform: Platform;
let shop: Shop;

beforeAll(async () => {
  shop = await startShop({ port: 0, token: "t" });
  platform = await startPlatform({
    host: "127.0.0.1",
    port: 0,
    dataFolder: folder,
    adminToken,
    secret: (name) => shop.secrets[name],
    allowsPrivate: () => true,
    pages: { script: "", styles: "", front: () => "", chat: () => "", preview: () => "", over: () => "" },
    report: () => undefined,
  });
}, 300_000);

afterAll(async () => {
  await platform?.stop();
  await shop?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function planNow() {
  const site = await readSite(root);
  // The site's own local address is a fixed port: the test's shop has its own.
  Object.assign(site.content.brands.get("maison-lumiere")?.connections.get("shop-api")?.value ?? {}, {
    base_url: shop.address,
  });
  const content = checked(site.content, site.findings);
  if (!content) throw new Error("the site has errors");
  const driver = embeddedDriver(platform.address, adminToken);
  const planAgain = (live: Live) => planChanges(content, live, { environment: "local", commit: null });
  return { driver, planAgain, plan: planAgain(await driver.readLive()) };
}

async function publishNow() {
  const { plan, planAgain, driver } = await planNow();
  return publish(plan, driver, {
    holder: { who: "a test", where: "here" },
    author: null,
    secretsMayBeMissing: false,
    approval: null,
    onMoved: "stop",
    folder: join(folder, "publish"),
    stateUrl: null,
    planAgain,
    ensureEngine: () => ensureEngine(() => undefined),
    isAncestor: async () => true,
    report: () => undefined,
  });
}

async function post(path: string, body: unknown, token = "") {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  const response = await fetch(platform.address + path, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

test("a publish makes one release and leaves nothing to do", { timeout: 900_000 }, async () => {
  expect(await publishNow()).toMatchObject({ kind: "published", release: { number: 1 } });
  const { plan } = await planNow();
  expect(isEmpty(plan)).toBe(true);
  expect(plan.keptBack).toMatchObject([{ thing: "assistant", id: "concierge" }]);
  expect(await publishNow()).toEqual({ kind: "nothing" });
});

test("a release whose precondition does not hold is refused, and changes nothing", async () => {
  const { driver, plan } = await planNow();
  const request = { ...requestOf({}, 7), effect: plan.effect };
  await expect(driver.release(request)).rejects.toBeInstanceOf(Moved);
  expect((await driver.readLive()).release?.number).toBe(1);
});

test("a wrong token is refused", async () => {
  const response = await fetch(`${platform.address}/admin/v1/live`, { headers: { authorization: "Bearer wrong" } });
  expect(response.status).toBe(401);
});

test("a customer asks where an order is; a message sent twice is taken once", async () => {
  const opened = await post("/v1/conversations", { channel: "web-fr", languages: ["en"], id: "test-0001" });
  const token = String(opened.body.token);
  const events = `/v1/conversations/${opened.body.conversation}/events`;
  await post(events, { id: "event-0001", kind: "pick", option: "order" }, token);
  expect((await post(events, { id: "event-0002", kind: "text", text: "123" }, token)).body.taken).toBe(true);
  expect((await post(events, { id: "event-0002", kind: "text", text: "123" }, token)).body.taken).toBe(false);
  await post(events, { id: "event-0003", kind: "text", text: "FR-123456" }, token);
  const texts = async () => {
    const response = await fetch(platform.address + events.replace("/events", "/messages"), {
      headers: { authorization: `Bearer ${token}` },
    });
    const { messages } = (await response.json()) as { messages: readonly ConversationMessage[] };
    return messages.map(({ message }) => ("text" in message ? message.text : message.type));
  };
  await expect.poll(async () => (await texts()).at(-1), { timeout: 30_000 }).toBe("Does that answer your question?");
  const all = await texts();
  expect(all).toContain("That does not look like FR-123456. Could you check it?");
  expect(all).toContain("Your order is on its way! It should arrive on December 3, 2026.");
  expect(all.filter((text) => text === "123")).toHaveLength(1);
});

test("an account that a customer gives reaches the shop, and stands in no line", async () => {
  const opened = await post("/v1/conversations", { channel: "web-fr", languages: ["en"], id: "test-0003" });
  const token = String(opened.body.token);
  const base = `/v1/conversations/${opened.body.conversation}`;
  const lines = async () => {
    const response = await fetch(`${platform.address}${base}/messages`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return ((await response.json()) as { messages: readonly ConversationMessage[] }).messages;
  };
  const last = () => expect.poll(async () => (await lines()).at(-1)?.message, { timeout: 30_000 });
  const values = { holder: "Ann Lee", iban: "FR76 3000 6000 0112 3456 7890 189" };
  await post(`${base}/events`, { id: "event-0001", kind: "text", text: "I want a refund" }, token);
  await post(`${base}/events`, { id: "event-0002", kind: "text", text: "FR-333333" }, token);
  await last().toMatchObject({ type: "form", fields: [{ name: "holder" }, { name: "iban", sensitive: true }] });
  await post(`${base}/events`, { id: "event-0003", kind: "fill", values }, token);
  // The refund ran at any time: what the welcome had asked is asked again.
  await last().toMatchObject({ text: "What can I do for you?" });
  const texts = (await lines()).map(({ message }) => ("text" in message ? message.text : message.type));
  expect(texts).toContain("Done: €310.00, within five days. Reference P-2001.");
  expect(texts).toContain("Ann Lee\n•••");
  expect(JSON.stringify(await lines())).not.toContain("FR76");
});

test("another token opens no conversation", async () => {
  const opened = await post("/v1/conversations", { channel: "web-fr", id: "test-0002" });
  const answer = await post(
    `/v1/conversations/${opened.body.conversation}/events`,
    { id: "event-0009", kind: "text", text: "x" },
    "other",
  );
  expect(answer.status).toBe(401);
});
