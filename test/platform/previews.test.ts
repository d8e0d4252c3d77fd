/** Previews on a real database: a branch's drafts by a link, and nothing of them anywhere else. */

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sql as sqlOn, startTestServer, type TestServer } from "../support/postgres.ts";
import { type FakeShop, json, startFakeShop } from "./fake-shop.ts";
import { type Customer, type Running, runPlatform } from "./running.ts";
import { type SmallSite, smallSite } from "./small-site.ts";

let server: TestServer;
let shop: FakeShop;
let databaseUrl: string;
let platform: Running;

beforeAll(async () => {
  server = await startTestServer();
  shop = await startFakeShop();
});
afterAll(async () => {
  await shop?.stop();
  await server?.stop();
});

const secret = (name: string, host: string) => (name === "SHOP" && host === shop.host ? "open sesame" : undefined);

beforeEach(async () => {
  databaseUrl = await server.newDatabase();
  platform = await runPlatform({ databaseUrl, secret });
  return () => platform.stop();
});

interface Wanted {
  readonly name?: string;
  readonly days?: number;
  readonly answers?: unknown;
}

async function preview(site: SmallSite, { name = "acme/site#7", days = 14, answers = {} }: Wanted = {}) {
  await platform.admin("POST", "/bodies", { bodies: site.bodies });
  const { content } = site;
  return platform.admin("POST", "/previews", { name, content, commit: "abc", author: "Ann", days, answers });
}

/** The channels of the page that a preview's link leads to, by the site's own ids. */
async function channelsOn(path: string): Promise<Readonly<Record<string, string>>> {
  const { body } = await platform.request("GET", path);
  return Object.fromEntries([...String(body).matchAll(/(\w+)=(~[\w-]+)/g)].map(([, id, channel]) => [id, channel]));
}

async function opened(site: SmallSite, wanted?: Wanted): Promise<{ path: string; web: string; customer: Customer }> {
  const { path } = (await preview(site, wanted)).body;
  const { web = "" } = await channelsOn(path);
  return { path, web, customer: await platform.open(web) };
}

const sql = (text: string, values?: readonly unknown[]) => sqlOn(databaseUrl, text, values);

const draft = () => smallSite({ hello: "Hello from the draft!" });

test("whoever has the link talks with the draft, while customers meet what is live", async () => {
  await platform.publish(smallSite(), null);
  const made = await preview(draft());
  expect(made).toMatchObject({
    status: 200,
    body: { name: "acme/site#7", channels: ["quiet", "web"], commit: "abc", author: "Ann", stubbed: [] },
  });
  expect(made.body.path).toMatch(/^\/preview\/[\w-]{32}$/);
  const page = await platform.request("GET", made.body.path);
  expect([page.status, page.headers.get("referrer-policy"), page.headers.get("cache-control")]).toEqual([
    200,
    "no-referrer",
    "no-store",
  ]);
  expect(page.headers.get("x-robots-tag")).toBe("noindex, nofollow");
  const { web = "", quiet = "" } = await channelsOn(made.body.path);
  expect(web).toMatch(/^~[\w-]{32}$/);
  expect(quiet).not.toBe(web);
  expect((await platform.request("GET", `/v1/channels/${web}`)).body).toMatchObject({ channel: web, name: "Bot" });
  expect((await platform.request("GET", `/chat/${web}`)).body).toBe(`chat on ${web}, web of acme/site#7`);
  const reviewer = await platform.open(web);
  expect(await reviewer.transcript(1)).toEqual(["assistant: Hello from the draft!"]);
  await reviewer.say("remember a number");
  await reviewer.say("7");
  expect((await reviewer.transcript(5)).at(-1)).toBe("assistant: You said 7.");
  expect(await (await platform.open()).transcript(1)).toEqual(["assistant: Hello!"]);
});

test("nothing of it counts as live", async () => {
  await platform.publish(smallSite(), null);
  const before = [await platform.admin("GET", "/live"), await platform.admin("GET", "/releases")];
  const { customer } = await opened(draft());
  await customer.say("remember a number");
  expect(
    [await platform.admin("GET", "/live"), await platform.admin("GET", "/releases")].map(({ body }) => body),
  ).toEqual(before.map(({ body }) => body));
  expect((await platform.admin("GET", "/publishes")).body).toEqual({ publishes: [] });
  expect((await platform.request("GET", "/")).body).toBe("quiet web");
  const digests = [...Object.keys(draft().bodies), ...Object.keys(smallSite().bodies)];
  expect((await platform.admin("POST", "/conversations/running", { digests })).body).toEqual({ running: [] });
});

test("a rollback that recalls conversations leaves a preview's alone", async () => {
  await platform.publish(smallSite(), null);
  await platform.publish(draft(), 1);
  const { customer } = await opened(draft());
  const live = await platform.open();
  for (const each of [customer, live]) await each.say("remember a number");
  const back = { request: "of this test", to: null, assistants: [], channels: [], recall: true, author: null };
  expect(await platform.admin("POST", "/rollbacks", back)).toMatchObject({ status: 201 });
  const recalled = await sql("select id from conversations where recalled");
  expect(recalled).toEqual([{ id: live.conversation }]);
  await customer.say("7");
  expect((await customer.transcript(5)).at(-1)).toBe("assistant: You said 7.");
});

test("nobody's colleagues are called", async () => {
  const { customer } = await opened(draft());
  await customer.say("talk to somebody");
  expect((await customer.transcript(4)).slice(2)).toEqual(["assistant: I leave a note.", "assistant: Noted."]);
  expect(await sql("select * from handoffs")).toEqual([]);
});

describe("connections", () => {
  const live = () => smallSite({ api: shop.address, secret: "SHOP" });
  const asked = async (customer: Customer, wanted: number) => {
    await customer.say("where is my order");
    return (await customer.transcript(wanted)).slice(2);
  };
  beforeEach(() => shop.answer((response) => json(response, 200, { status: "shipped" })));

  test("that are what is live are asked, with their secret", async () => {
    await platform.publish(live(), null);
    const { customer } = await opened(smallSite({ api: shop.address, secret: "SHOP", hello: "A draft" }));
    expect(await asked(customer, 3)).toEqual(["assistant: It is shipped."]);
    expect(shop.asked).toEqual(["GET /orders/1"]);
    expect(shop.headers[0]?.authorization).toBe("Bearer open sesame");
  });

  test.each<[string, () => SmallSite, () => SmallSite | null]>([
    ["another address", () => smallSite({ api: `${shop.address}/other`, secret: "SHOP" }), live],
    ["another secret, or none", () => smallSite({ api: shop.address }), live],
    ["nothing live yet", live, () => null],
  ])("that differ from what is live are not asked at all: %s", async (_, site, before) => {
    const published = before();
    if (published) await platform.publish(published, null);
    expect((await preview(site())).body.stubbed).toEqual(["acme/shop"]);
    const { customer } = await opened(site());
    expect(await asked(customer, 4)).toEqual([
      'notice: Preview: "shop" is stubbed, for it is not what is live. GET /orders/1 fails: no conversation test says what it answers.',
      "assistant: The shop does not answer.",
    ]);
    expect(shop.asked).toEqual([]);
  });

  test("what the change's own tests say stands in, one answer after another", async () => {
    await platform.publish(live(), null);
    const answers = {
      acme: {
        shop: {
          "GET /orders/1": { body: { status: "on its way" } },
          "GET /flaky": [{ status: 503 }, "timeout", { body: { status: "back" } }],
        },
      },
    };
    const { customer } = await opened(smallSite({ api: `${shop.address}/other`, secret: "SHOP" }), { answers });
    expect(await asked(customer, 4)).toEqual([
      'notice: Preview: "shop" is stubbed, for it is not what is live. GET /orders/1 is answered as a conversation test says.',
      "assistant: It is on its way.",
    ]);
    await customer.say("please try again");
    expect((await customer.transcript(7)).at(-1)).toBe("assistant: It is back.");
    expect(shop.asked).toEqual([]);
  });

  const refunding = (refund: object) => smallSite({ api: shop.address, secret: "SHOP", refund });

  test.each<[string, object, string]>([
    ["another method", { delete: "/refunds" }, "DELETE /refunds"],
    ["another path", { post: "/refunds/{{ conversation.id }}" }, "POST /refunds/{{ conversation.id }}"],
    [
      "another method by a header",
      { post: "/refunds", headers: { "x-http-method-override": "DELETE" } },
      "POST /refunds",
    ],
    ["another method by the query", { post: "/refunds", query: { _method: "delete" } }, "POST /refunds"],
  ])("that are what is live are not asked what nothing live asks of them: %s", async (_, refund, says) => {
    await platform.publish(live(), null);
    expect((await preview(refunding(refund))).body.stubbed).toEqual([`acme/shop: ${says}`]);
    const { customer } = await opened(refunding(refund));
    await customer.say("give me a refund");
    const [notice, answer] = (await customer.transcript(4)).slice(2);
    expect(notice).toMatch(
      /^notice: Preview: "shop" is not asked what nothing live asks of it\. (POST|DELETE) \/refunds.* fails:/,
    );
    expect(answer).toBe("assistant: The shop does not answer.");
    expect(shop.asked).toEqual([]);
    // What the draft left as it is is asked still, and once it is live, so is this.
    await customer.say("where is my order");
    await customer.transcript(6);
    await platform.publish(refunding(refund), 1);
    await customer.say("give me a refund");
    await customer.transcript(8);
    expect(shop.asked.map((each) => each.split(" ")[0])).toEqual(["GET", says.split(" ")[0]]);
  });

  test("that are what is live are asked with another body, too", async () => {
    await platform.publish(live(), null);
    const site = refunding({ post: "/refunds", body: { order: 2 } });
    expect((await preview(site)).body.stubbed).toEqual([]);
    const { customer } = await opened(site);
    await customer.say("give me a refund");
    expect((await customer.transcript(3)).at(-1)).toBe("assistant: It is shipped.");
    expect(shop.asked).toEqual(["POST /refunds"]);
  });

  test("are held against what is live when they are asked, not when the preview was made", async () => {
    await platform.publish(live(), null);
    const { customer } = await opened(smallSite({ api: shop.address, secret: "SHOP", hello: "A draft" }));
    await platform.publish(smallSite({ api: "http://127.0.0.1:9", secret: "SHOP" }), 1);
    expect((await asked(customer, 4)).at(-1)).toBe("assistant: The shop does not answer.");
    expect(shop.asked).toEqual([]);
  });
});

describe("the link", () => {
  test("stays while the branch moves on; conversations begin anew on what is new", async () => {
    const { path, web, customer } = await opened(draft());
    expect(await customer.transcript(1)).toEqual(["assistant: Hello from the draft!"]);
    await preview(draft());
    expect(await customer.messages()).toHaveLength(1);
    const next = await preview(smallSite({ hello: "Hello from the next draft!" }));
    expect(next.body.path).toBe(path);
    expect(await channelsOn(path)).toMatchObject({ web });
    expect((await customer.send({ kind: "text", text: "hello" })).status).toBe(404);
    expect(await (await platform.open(web)).transcript(1)).toEqual(["assistant: Hello from the next draft!"]);
  });

  test.each<[string, () => Promise<unknown>]>([
    ["removed", () => platform.admin("DELETE", "/previews", { name: "acme/site#7" })],
    ["over", () => sql("update previews set expires = now() where name = 'acme/site#7'")],
  ])("of a preview that is %s leads nowhere, and what was said there is nobody's", async (_, end) => {
    await platform.publish(smallSite(), null);
    const { path, web, customer } = await opened(draft());
    const live = await platform.open();
    await customer.say("remember a number");
    await end();
    // Any change tidies up; and the word of another process would come.
    await platform.admin("DELETE", "/previews", { name: "another" });
    expect(await platform.request("GET", path)).toMatchObject({ status: 404, body: "it is over" });
    expect(await platform.request("GET", `/chat/${web}`)).toMatchObject({ status: 404, body: "it is over" });
    expect((await platform.request("GET", `/v1/channels/${web}`)).status).toBe(404);
    const request = { channel: web, id: randomUUID(), languages: ["en"] };
    expect((await platform.request("POST", "/v1/conversations", request)).status).toBe(404);
    expect((await customer.send({ kind: "text", text: "7" })).status).toBe(401);
    expect((await platform.admin("GET", "/previews")).body).toEqual({ previews: [] });
    const tables = await sql(
      "select table_name as name from information_schema.columns where column_name = 'conversation'",
    );
    expect(tables.map(({ name }) => name)).toContain("messages");
    for (const { name: table } of tables) {
      expect(
        await sql(`select distinct conversation from ${table} where conversation = $1`, [customer.conversation]),
      ).toEqual([]);
    }
    expect(await sql("select id from conversations")).toEqual([{ id: live.conversation }]);
    expect(await live.messages()).toHaveLength(1);
    // Made again, it is another link: the old one stays dead.
    expect((await preview(draft())).body.path).not.toBe(path);
  });

  test("is another one for each preview, and no channel of a site's can be taken for one", async () => {
    const paths = await Promise.all(
      ["acme/site#7", "acme/site#8", "feature/greeting"].map(
        async (name) => (await preview(draft(), { name })).body.path,
      ),
    );
    expect(new Set(paths).size).toBe(3);
    const records = (await platform.admin("GET", "/previews")).body.previews as readonly {
      name: string;
      path: string;
    }[];
    expect(records.map(({ name, path }) => [name, path])).toEqual([
      ["acme/site#7", paths[0]],
      ["acme/site#8", paths[1]],
      ["feature/greeting", paths[2]],
    ]);
    const { web = "" } = await channelsOn(paths[0] ?? "");
    for (const guess of ["~web", "~", web.toLowerCase(), web.slice(0, -1), web.slice(1), "web"]) {
      expect([guess, (await platform.request("GET", `/v1/channels/${guess}`)).status]).toEqual([guess, 404]);
    }
  });

  test("is for the platform's own pages: no other site's, whatever the draft says", async () => {
    const origin = "https://www.shop.example";
    const site = smallSite({ origins: [origin] });
    const { web, customer } = await opened(site);
    const headers = { origin, authorization: `Bearer ${customer.token}` };
    const messages = `/v1/conversations/${customer.conversation}/messages`;
    expect((await platform.request("GET", `/v1/channels/${web}`, undefined, { origin })).status).toBe(403);
    expect((await platform.request("GET", messages, undefined, headers)).status).toBe(403);
    expect((await platform.request("OPTIONS", messages, undefined, { origin })).status).toBe(403);
  });
});

describe("making one", () => {
  test("wants bodies that are there", async () => {
    const { content } = draft();
    const request = { name: "x", content, commit: null, author: null, days: 1, answers: {} };
    expect(await platform.admin("POST", "/previews", request)).toMatchObject({
      status: 400,
      body: { error: { code: "missing-body" } },
    });
    expect((await platform.admin("GET", "/previews")).body).toEqual({ previews: [] });
  });

  test.each<[string, object]>([
    ["no name", { name: "" }],
    ["a name with a blank", { name: "a b" }],
    ["a name with a sign that nobody sees", { name: "a\u202eb" }],
    ["no end", { days: 1000 }],
  ])("is refused with %s", async (_, wrong) => {
    expect((await preview(draft(), wrong)).status).toBe(400);
  });

  test("wants a token for it, which can do nothing live", async () => {
    await platform.publish(smallSite(), null);
    const scopes = async (...list: readonly string[]) =>
      `Bearer ${(await platform.admin("POST", "/tokens", { name: list.join("-"), scopes: list })).body.token}`;
    const [reads, previews, publishes] = [await scopes("read"), await scopes("preview"), await scopes("publish")];
    const site = draft();
    const request = { name: "x", content: site.content, commit: null, author: null, days: 1, answers: {} };
    const release = { expects: 1, content: site.content, effect: "e".repeat(64) };
    const back = { request: "of a test", to: null, assistants: [], channels: [], recall: false, author: null };
    const asks: readonly [string, string, unknown, readonly number[]][] = [
      ["POST", "/bodies", { bodies: site.bodies }, [403, 200, 200]],
      ["GET", "/previews", undefined, [403, 200, 200]],
      ["POST", "/previews", request, [403, 200, 200]],
      ["DELETE", "/previews", { name: "x" }, [403, 204, 204]],
      ["GET", "/live", undefined, [200, 403, 403]],
      ["POST", "/lease", { who: "a", where: "b", commit: null, effect: "e".repeat(64) }, [403, 403, 201]],
      ["POST", "/releases", { ...release, commit: null, author: null, approvers: [], summary: [] }, [403, 403, 201]],
      // Its answer holds bodies: it wants both.
      ["POST", "/rollbacks", back, [403, 403, 403]],
      ["GET", "/tokens", undefined, [403, 403, 403]],
    ];
    for (const [method, path, body, expected] of asks) {
      const statuses = [];
      for (const authorization of [reads, previews, publishes]) {
        statuses.push((await platform.request(method, `/admin/v1${path}`, body, { authorization })).status);
      }
      expect([method, path, statuses]).toEqual([method, path, expected]);
    }
  });
});

test("another process on the same database knows of it, and of its end, at once", async () => {
  const other = await runPlatform({ databaseUrl, secret });
  try {
    const { path, web } = await opened(draft());
    await expect.poll(async () => (await other.request("GET", path)).status).toBe(200);
    expect(await (await other.open(web)).transcript(1)).toEqual(["assistant: Hello from the draft!"]);
    await platform.admin("DELETE", "/previews", { name: "acme/site#7" });
    await expect.poll(async () => (await other.request("GET", path)).status).toBe(404);
  } finally {
    await other.stop();
  }
});
