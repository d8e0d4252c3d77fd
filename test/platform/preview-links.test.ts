/** A preview's link: whom it lets in and for how long; and who may make one. */

import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { draft, type Previewing, previewingForEach } from "./previewing.ts";
import { smallSite } from "./small-site.ts";

let here: Previewing;
previewingForEach((made) => {
  here = made;
});

describe("the link", () => {
  test("stays while the branch moves on; conversations begin anew on what is new", async () => {
    const { path, web, customer } = await here.opened(draft());
    expect(await customer.transcript(1)).toEqual(["assistant: Hello from the draft!"]);
    await here.preview(draft());
    expect(await customer.messages()).toHaveLength(1);
    const next = await here.preview(smallSite({ hello: "Hello from the next draft!" }));
    expect(next.body.path).toBe(path);
    expect(await here.channelsOn(path)).toMatchObject({ web });
    expect((await customer.send({ kind: "text", text: "hello" })).status).toBe(404);
    expect(await (await here.platform.open(web)).transcript(1)).toEqual(["assistant: Hello from the next draft!"]);
  });

  test.each<[string, () => Promise<unknown>]>([
    ["removed", () => here.platform.admin("DELETE", "/previews", { name: "acme/site#7" })],
    ["over", () => here.sql("update previews set expires = now() where name = 'acme/site#7'")],
  ])("of a preview that is %s leads nowhere, and what was said there is nobody's", async (_, end) => {
    await here.platform.publish(smallSite(), null);
    const { path, web, customer } = await here.opened(draft());
    const live = await here.platform.open();
    await customer.say("remember a number");
    await end();
    // Any change tidies up; and the word of another process would come.
    await here.platform.admin("DELETE", "/previews", { name: "another" });
    expect(await here.platform.request("GET", path)).toMatchObject({ status: 404, body: "it is over" });
    expect(await here.platform.request("GET", `/chat/${web}`)).toMatchObject({ status: 404, body: "it is over" });
    expect((await here.platform.request("GET", `/v1/channels/${web}`)).status).toBe(404);
    const request = { channel: web, id: randomUUID(), languages: ["en"] };
    expect((await here.platform.request("POST", "/v1/conversations", request)).status).toBe(404);
    expect((await customer.send({ kind: "text", text: "7" })).status).toBe(401);
    expect((await here.platform.admin("GET", "/previews")).body).toEqual({ previews: [] });
    const tables = await here.sql(
      "select table_name as name from information_schema.columns where column_name = 'conversation'",
    );
    expect(tables.map(({ name }) => name)).toContain("messages");
    for (const { name: table } of tables) {
      expect(
        await here.sql(`select distinct conversation from ${table} where conversation = $1`, [customer.conversation]),
      ).toEqual([]);
    }
    expect(await here.sql("select id from conversations")).toEqual([{ id: live.conversation }]);
    expect(await live.messages()).toHaveLength(1);
    // Made again, it is another link: the old one stays dead.
    expect((await here.preview(draft())).body.path).not.toBe(path);
  });

  test("is another one for each preview, and no channel of a site's can be taken for one", async () => {
    const paths = await Promise.all(
      ["acme/site#7", "acme/site#8", "feature/greeting"].map(
        async (name) => (await here.preview(draft(), { name })).body.path,
      ),
    );
    expect(new Set(paths).size).toBe(3);
    const records = (await here.platform.admin("GET", "/previews")).body.previews as readonly {
      name: string;
      path: string;
    }[];
    expect(records.map(({ name, path }) => [name, path])).toEqual([
      ["acme/site#7", paths[0]],
      ["acme/site#8", paths[1]],
      ["feature/greeting", paths[2]],
    ]);
    const { web = "" } = await here.channelsOn(paths[0] ?? "");
    for (const guess of ["~web", "~", web.toLowerCase(), web.slice(0, -1), web.slice(1), "web"]) {
      expect([guess, (await here.platform.request("GET", `/v1/channels/${guess}`)).status]).toEqual([guess, 404]);
    }
  });

  test("is for the platform's own pages: no other site's, whatever the draft says", async () => {
    const origin = "https://www.shop.example";
    const site = smallSite({ origins: [origin] });
    const { web, customer } = await here.opened(site);
    const headers = { origin, authorization: `Bearer ${customer.token}` };
    const messages = `/v1/conversations/${customer.conversation}/messages`;
    expect((await here.platform.request("GET", `/v1/channels/${web}`, undefined, { origin })).status).toBe(403);
    expect((await here.platform.request("GET", messages, undefined, headers)).status).toBe(403);
    expect((await here.platform.request("OPTIONS", messages, undefined, { origin })).status).toBe(403);
  });
});

describe("making one", () => {
  test("wants bodies that are there", async () => {
    const { content } = draft();
    const request = { name: "x", content, commit: null, author: null, days: 1, answers: {} };
    expect(await here.platform.admin("POST", "/previews", request)).toMatchObject({
      status: 400,
      body: { error: { code: "missing-body" } },
    });
    expect((await here.platform.admin("GET", "/previews")).body).toEqual({ previews: [] });
  });

  test.each<[string, object]>([
    ["no name", { name: "" }],
    ["a name with a blank", { name: "a b" }],
    ["a name with a sign that nobody sees", { name: "a\u202eb" }],
    ["no end", { days: 1000 }],
  ])("is refused with %s", async (_, wrong) => {
    expect((await here.preview(draft(), wrong)).status).toBe(400);
  });

  test("wants a token for it, which can do nothing live", async () => {
    await here.platform.publish(smallSite(), null);
    const scopes = async (...list: readonly string[]) =>
      `Bearer ${(await here.platform.admin("POST", "/tokens", { name: list.join("-"), scopes: list })).body.token}`;
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
        statuses.push((await here.platform.request(method, `/admin/v1${path}`, body, { authorization })).status);
      }
      expect([method, path, statuses]).toEqual([method, path, expected]);
    }
  });
});
