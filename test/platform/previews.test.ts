/** Previews on a real database: a branch's drafts by a link, and nothing of them anywhere else. */

import { beforeEach, describe, expect, test } from "vitest";
import { json } from "./fake-shop.ts";
import { draft, type Previewing, previewingForEach } from "./previewing.ts";
import type { Customer } from "./running.ts";
import { type SmallSite, smallSite } from "./small-site.ts";

let here: Previewing;
previewingForEach((made) => {
  here = made;
});

test("whoever has the link talks with the draft, while customers meet what is live", async () => {
  await here.platform.publish(smallSite(), null);
  const made = await here.preview(draft());
  expect(made).toMatchObject({
    status: 200,
    body: { name: "acme/site#7", channels: ["quiet", "web"], commit: "abc", author: "Ann", stubbed: [] },
  });
  expect(made.body.path).toMatch(/^\/preview\/[\w-]{32}$/);
  const page = await here.platform.request("GET", made.body.path);
  expect([page.status, page.headers.get("referrer-policy"), page.headers.get("cache-control")]).toEqual([
    200,
    "no-referrer",
    "no-store",
  ]);
  expect(page.headers.get("x-robots-tag")).toBe("noindex, nofollow");
  const { web = "", quiet = "" } = await here.channelsOn(made.body.path);
  expect(web).toMatch(/^~[\w-]{32}$/);
  expect(quiet).not.toBe(web);
  expect((await here.platform.request("GET", `/v1/channels/${web}`)).body).toMatchObject({ channel: web, name: "Bot" });
  expect((await here.platform.request("GET", `/chat/${web}`)).body).toBe(`chat on ${web}, web of acme/site#7`);
  const reviewer = await here.platform.open(web);
  expect(await reviewer.transcript(1)).toEqual(["assistant: Hello from the draft!"]);
  await reviewer.say("remember a number");
  await reviewer.say("7");
  expect((await reviewer.transcript(5)).at(-1)).toBe("assistant: You said 7.");
  expect(await (await here.platform.open()).transcript(1)).toEqual(["assistant: Hello!"]);
});

test("nothing of it counts as live", async () => {
  await here.platform.publish(smallSite(), null);
  const before = [await here.platform.admin("GET", "/live"), await here.platform.admin("GET", "/releases")];
  const { customer } = await here.opened(draft());
  await customer.say("remember a number");
  expect(
    [await here.platform.admin("GET", "/live"), await here.platform.admin("GET", "/releases")].map(({ body }) => body),
  ).toEqual(before.map(({ body }) => body));
  expect((await here.platform.admin("GET", "/publishes")).body).toEqual({ publishes: [] });
  expect((await here.platform.request("GET", "/")).body).toBe("quiet web");
  const digests = [...Object.keys(draft().bodies), ...Object.keys(smallSite().bodies)];
  expect((await here.platform.admin("POST", "/conversations/running", { digests })).body).toEqual({ running: [] });
});

test("a rollback that recalls conversations leaves a preview's alone", async () => {
  await here.platform.publish(smallSite(), null);
  await here.platform.publish(draft(), 1);
  const { customer } = await here.opened(draft());
  const live = await here.platform.open();
  for (const each of [customer, live]) await each.say("remember a number");
  const back = { request: "of this test", to: null, assistants: [], channels: [], recall: true, author: null };
  expect(await here.platform.admin("POST", "/rollbacks", back)).toMatchObject({ status: 201 });
  const recalled = await here.sql("select id from conversations where recalled");
  expect(recalled).toEqual([{ id: live.conversation }]);
  await customer.say("7");
  expect((await customer.transcript(5)).at(-1)).toBe("assistant: You said 7.");
});

test("nobody's colleagues are called", async () => {
  const { customer } = await here.opened(draft());
  await customer.say("talk to somebody");
  expect((await customer.transcript(4)).slice(2)).toEqual(["assistant: I leave a note.", "assistant: Noted."]);
  expect(await here.sql("select * from handoffs")).toEqual([]);
});

describe("connections", () => {
  const live = () => smallSite({ api: here.shop.address, secret: "SHOP" });
  const asked = async (customer: Customer, wanted: number) => {
    await customer.say("where is my order");
    return (await customer.transcript(wanted)).slice(2);
  };
  beforeEach(() => here.shop.answer((response) => json(response, 200, { status: "shipped" })));

  test("that are what is live are asked, with their secret", async () => {
    await here.platform.publish(live(), null);
    const { customer } = await here.opened(smallSite({ api: here.shop.address, secret: "SHOP", hello: "A draft" }));
    expect(await asked(customer, 3)).toEqual(["assistant: It is shipped."]);
    expect(here.shop.asked).toEqual(["GET /orders/1"]);
    expect(here.shop.headers[0]?.authorization).toBe("Bearer open sesame");
  });

  test.each<[string, () => SmallSite, () => SmallSite | null]>([
    ["another address", () => smallSite({ api: `${here.shop.address}/other`, secret: "SHOP" }), live],
    ["another secret, or none", () => smallSite({ api: here.shop.address }), live],
    ["nothing live yet", live, () => null],
  ])("that differ from what is live are not asked at all: %s", async (_, site, before) => {
    const published = before();
    if (published) await here.platform.publish(published, null);
    expect((await here.preview(site())).body.stubbed).toEqual(["acme/shop"]);
    const { customer } = await here.opened(site());
    expect(await asked(customer, 4)).toEqual([
      'notice: Preview: "shop" is stubbed, for it is not what is live. GET /orders/1 fails: no conversation test says what it answers.',
      "assistant: The shop does not answer.",
    ]);
    expect(here.shop.asked).toEqual([]);
  });

  test("what the change's own tests say stands in, one answer after another", async () => {
    await here.platform.publish(live(), null);
    const answers = {
      acme: {
        shop: {
          "GET /orders/1": { body: { status: "on its way" } },
          "GET /flaky": [{ status: 503 }, "timeout", { body: { status: "back" } }],
        },
      },
    };
    const { customer } = await here.opened(smallSite({ api: `${here.shop.address}/other`, secret: "SHOP" }), {
      answers,
    });
    expect(await asked(customer, 4)).toEqual([
      'notice: Preview: "shop" is stubbed, for it is not what is live. GET /orders/1 is answered as a conversation test says.',
      "assistant: It is on its way.",
    ]);
    await customer.say("please try again");
    expect((await customer.transcript(7)).at(-1)).toBe("assistant: It is back.");
    expect(here.shop.asked).toEqual([]);
  });

  const refunding = (refund: object) => smallSite({ api: here.shop.address, secret: "SHOP", refund });

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
    await here.platform.publish(live(), null);
    expect((await here.preview(refunding(refund))).body.stubbed).toEqual([`acme/shop: ${says}`]);
    const { customer } = await here.opened(refunding(refund));
    await customer.say("give me a refund");
    const [notice, answer] = (await customer.transcript(4)).slice(2);
    expect(notice).toMatch(
      /^notice: Preview: "shop" is not asked what nothing live asks of it\. (POST|DELETE) \/refunds.* fails:/,
    );
    expect(answer).toBe("assistant: The shop does not answer.");
    expect(here.shop.asked).toEqual([]);
    // What the draft left as it is is asked still, and once it is live, so is this.
    await customer.say("where is my order");
    await customer.transcript(6);
    await here.platform.publish(refunding(refund), 1);
    await customer.say("give me a refund");
    await customer.transcript(8);
    expect(here.shop.asked.map((each) => each.split(" ")[0])).toEqual(["GET", says.split(" ")[0]]);
  });

  test("that are what is live are asked with another body, too", async () => {
    await here.platform.publish(live(), null);
    const site = refunding({ post: "/refunds", body: { order: 2 } });
    expect((await here.preview(site)).body.stubbed).toEqual([]);
    const { customer } = await here.opened(site);
    await customer.say("give me a refund");
    expect((await customer.transcript(3)).at(-1)).toBe("assistant: It is shipped.");
    expect(here.shop.asked).toEqual(["POST /refunds"]);
  });

  test("are held against what is live when they are asked, not when the preview was made", async () => {
    await here.platform.publish(live(), null);
    const { customer } = await here.opened(smallSite({ api: here.shop.address, secret: "SHOP", hello: "A draft" }));
    await here.platform.publish(smallSite({ api: "http://127.0.0.1:9", secret: "SHOP" }), 1);
    expect((await asked(customer, 4)).at(-1)).toBe("assistant: The shop does not answer.");
    expect(here.shop.asked).toEqual([]);
  });
});

test("another process on the same database knows of it, and of its end, at once", async () => {
  const other = await here.another();
  try {
    const { path, web } = await here.opened(draft());
    await expect.poll(async () => (await other.request("GET", path)).status).toBe(200);
    expect(await (await other.open(web)).transcript(1)).toEqual(["assistant: Hello from the draft!"]);
    await here.platform.admin("DELETE", "/previews", { name: "acme/site#7" });
    await expect.poll(async () => (await other.request("GET", path)).status).toBe(404);
  } finally {
    await other.stop();
  }
});
