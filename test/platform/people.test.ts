/** People take over: the queue, the agents' API, what the customer sees meanwhile, and what webhooks are told. */

import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { signatureOf } from "#platform/conversations/webhooks.ts";
import { startTestServer, type TestServer } from "../support/postgres.ts";
import { type Customer, type Running, runPlatform, type StreamEvent } from "./running.ts";
import { smallSite } from "./small-site.ts";

const ann = { id: "ann", name: "Ann" };
const bob = { id: "bob", name: "Bob" };
const desk = { brand: "acme", group: "desk" };
const patience = { lookMs: 50, emptySeconds: 0.2, goneSeconds: 0.2 };
let server: TestServer;
let platform: Running;
let other: Running;

beforeAll(async () => {
  server = await startTestServer();
  const databaseUrl = await server.newDatabase();
  platform = await runPlatform({ databaseUrl, more: { patience } });
  other = await runPlatform({ databaseUrl, more: { patience } });
  await platform.publish(smallSite(), null);
});
afterAll(async () => {
  await other?.stop();
  await platform?.stop();
  await server?.stop();
});
afterEach(async () => {
  for (const { id } of [ann, bob]) await platform.agents("DELETE", `/presence/${id}`);
});

function online(agent: { readonly id: string; readonly name: string }, at: Running = platform) {
  return at.agents("PUT", `/presence/${agent.id}`, { name: agent.name, groups: [desk] });
}

function act(what: string, { conversation }: Customer, agent = ann, more: object = {}, at: Running = platform) {
  return at.agents("POST", `/conversations/${conversation}/${what}`, { id: randomUUID(), agent, ...more });
}

async function inQueue(at: Running = platform): Promise<Customer> {
  const customer = await at.open();
  await customer.say("give me a person");
  await customer.say("swordfish");
  return customer;
}

const lastOf = (events: readonly StreamEvent[], kind: string) =>
  JSON.parse(events.findLast(({ event }) => event === kind)?.data ?? "null");

describe("a live hand-off", () => {
  test("with nobody online leaves a record at once", async () => {
    const customer = await inQueue();
    expect((await customer.transcript(6)).slice(-2)).toEqual([
      "assistant: I leave a note.",
      "assistant: Nobody is there.",
    ]);
    const { body } = await platform.agents("GET", `/conversations/${customer.conversation}`);
    expect(body.handoffs).toMatchObject([{ mode: "offline", state: "waiting", ...desk, variables: { pin: "•••" } }]);
    const [record] = body.handoffs;
    const done = `/records/${customer.conversation}/${record.handoff}/done`;
    expect((await platform.agents("POST", done, { id: randomUUID(), agent: ann })).status).toBe(200);
    const after = await platform.agents("GET", `/conversations/${customer.conversation}`);
    expect(after.body.handoffs).toMatchObject([{ state: "done", agent: ann }]);
  });

  test("goes to who is online, with what is known and nothing that is secret; the assistant is silent", async () => {
    await online(ann, other);
    const customer = await inQueue();
    const list = await other.agents("GET", "/handoffs?mode=live&brand=acme&group=desk");
    const listed = list.body.handoffs.find(
      (each: { conversation: string }) => each.conversation === customer.conversation,
    );
    expect(listed).toMatchObject({ state: "waiting", tags: ["vip"], fields: { order: "FR-1" } });
    expect(listed.variables).toEqual({ pin: "•••", order: "FR-1" });

    expect((await act("claim", customer, ann, {}, other)).status).toBe(200);
    expect(await act("claim", customer, bob)).toMatchObject({
      status: 409,
      body: { error: { code: "claimed", agent: ann } },
    });
    expect((await act("messages", customer, bob, { text: "Me too" })).status).toBe(409);
    await act("messages", customer, ann, { text: "Good morning" }, other);
    await customer.say("where is my order");
    await act("notes", customer, ann, { text: "A friendly one" });
    const events = await customer.read(0, (all) => all.some(({ data }) => data.includes("where is my order")));
    expect(lastOf(events, "name")).toEqual({ name: "Ann" });
    expect((await customer.messages()).at(-2)).toMatchObject({ from: "agent", name: "Ann" });

    const { body } = await platform.agents("GET", `/conversations/${customer.conversation}`);
    expect(body).toMatchObject({ status: "agents", notes: [{ agent: ann, text: "A friendly one" }] });
    expect(JSON.stringify(body)).not.toContain("swordfish");

    await act("return", customer, ann);
    expect((await customer.transcript(8)).slice(-3)).toEqual([
      "agent: Good morning",
      "customer: where is my order",
      "assistant: Here I am again: where is my order",
    ]);
    const back = await customer.read(0, (all) => all.filter(({ event }) => event === "message").length >= 8);
    expect(lastOf(back, "name")).toEqual({ name: "Bot" });
    expect((await act("messages", customer, ann, { text: "Still there?" })).body.error.code).toBe("not-here");
  });

  test("is claimed by one of many who try at once, on several platforms", async () => {
    await online(ann);
    const customer = await inQueue();
    const tries = Array.from({ length: 12 }, (_, n) =>
      act("claim", customer, { id: `agent-${n}`, name: `Agent ${n}` }, {}, n % 2 ? platform : other),
    );
    const answers = await Promise.all(tries);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(11).fill(409)]);
  });

  test("is taken once, however often the same deed comes", async () => {
    await online(ann);
    const customer = await inQueue();
    const body = { id: randomUUID(), agent: ann, text: "Hello" };
    const path = `/conversations/${customer.conversation}/messages`;
    const answers = await Promise.all([platform, other, platform].map((at) => at.agents("POST", path, body)));
    expect(answers.filter((each) => each.body.taken)).toHaveLength(1);
    expect((await customer.messages()).filter(({ from }) => from === "agent")).toHaveLength(1);
  });

  test("ends by the agent's word; the customer's next words begin something new", async () => {
    await online(ann);
    const customer = await inQueue();
    await act("claim", customer);
    expect((await act("close", customer)).status).toBe(200);
    const again = { id: randomUUID(), agent: ann };
    const close = `/conversations/${customer.conversation}/close`;
    expect((await platform.agents("POST", close, again)).body.error.code).toBe("not-here");
    await customer.say("let me choose");
    expect((await customer.transcript(7)).at(-1)).toBe("assistant: Which one?");
  });

  test("shows each customer their place, which moves as others leave", async () => {
    await online(ann);
    for (const handoff of (await platform.agents("GET", "/handoffs?mode=live")).body.handoffs) {
      if (handoff.state === "waiting") await act("claim", handoff);
    }
    const [first, second] = [await inQueue(), await inQueue(other)];
    const place = (at: number | null) => (events: readonly StreamEvent[]) =>
      events.some(({ event, data }) => event === "queue" && JSON.parse(data).place === at);
    await first.read(0, place(1));
    const [isSecond, isFirst] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const moving = second.read(0, (events) => {
      if (place(2)(events)) isSecond.resolve();
      if (place(1)(events)) isFirst.resolve();
      return place(null)(events);
    });
    await Promise.race([isSecond.promise, moving]);
    await act("claim", first);
    await Promise.race([isFirst.promise, moving]);
    await act("claim", second);
    const seen = (await moving).filter(({ event }) => event === "queue").map(({ data }) => JSON.parse(data).place);
    expect(seen).toEqual([2, 1, null]);
  });

  test("leaves by no_agent once the last agent has gone home", async () => {
    await online(ann);
    const customer = await inQueue();
    expect(await customer.transcript(5)).toHaveLength(5);
    await platform.agents("DELETE", "/presence/ann");
    expect((await customer.transcript(7)).at(-1)).toBe("assistant: Nobody is there.");
    const { body } = await platform.agents("GET", `/conversations/${customer.conversation}`);
    expect(body.handoffs.map(({ state, mode }: { state: string; mode: string }) => `${mode} ${state}`)).toEqual([
      "live withdrawn",
      "offline waiting",
    ]);
  });

  test("goes back into the queue when its agent has vanished", async () => {
    await online(ann);
    await online(bob);
    const customer = await inQueue();
    await act("claim", customer, ann);
    await platform.agents("DELETE", "/presence/ann");
    const state = async () =>
      (await platform.agents("GET", `/conversations/${customer.conversation}`)).body.handoffs[0].state;
    await expect.poll(state, { timeout: 10_000 }).toBe("waiting");
    expect((await act("claim", customer, bob)).status).toBe(200);
  });
});

describe("the agents' API", () => {
  test("wants a token of its own scope", async () => {
    const { body } = await platform.admin("POST", "/tokens", { name: "desk", scopes: ["agents"] });
    const as = (token: string, path: string) =>
      platform.request("GET", path, undefined, { authorization: `Bearer ${token}` });
    expect((await as(body.token, "/agents/v1/groups")).status).toBe(200);
    expect((await as(body.token, "/admin/v1/live")).status).toBe(403);
    const reader = await platform.admin("POST", "/tokens", { name: "reader", scopes: ["read"] });
    for (const path of ["/groups", "/handoffs", "/conversations/x", "/events"]) {
      expect((await as(reader.body.token, `/agents/v1${path}`)).status).toBe(403);
      expect((await as("nonsense", `/agents/v1${path}`)).status).toBe(401);
    }
  });

  test("lists the groups with who is there and what waits", async () => {
    await online(ann);
    const { body } = await platform.agents("GET", "/groups");
    expect(body.groups).toMatchObject([{ ...desk, name: "Desk", open: null, online: [ann] }]);
    expect(Object.keys(body.groups[0]).sort()).toEqual(
      ["brand", "claimed", "group", "name", "online", "open", "records", "waiting"].sort(),
    );
  });

  test("refuses what it does not know", async () => {
    const nowhere = { conversation: "nowhere" } as Customer;
    expect((await act("claim", nowhere)).status).toBe(404);
    expect((await act("notes", nowhere, ann, { text: "x" })).status).toBe(404);
    expect((await platform.agents("GET", "/conversations/nowhere")).status).toBe(404);
    expect((await platform.agents("GET", "/handoffs?mode=odd")).status).toBe(400);
    expect((await platform.agents("GET", "/handoffs?after=odd")).status).toBe(400);
    expect((await platform.agents("GET", "/handoffs?after=2026-99-99T99:99:99Z%20abc%201.0")).status).toBe(400);
    expect((await act("claim", nowhere, { id: "a b", name: "x" })).status).toBe(400);
  });

  test("lists hand-offs in parts", async () => {
    const { body } = await platform.agents("GET", "/handoffs?state=waiting,claimed,returned,closed,withdrawn,done");
    expect(body.next).toBeNull();
    const times = body.handoffs.map(({ at }: { at: string }) => at);
    expect(times).toEqual([...times].sort());
  });

  test("tells what happened on any platform, and no customer's words", async () => {
    await online(ann);
    const abort = new AbortController();
    const response = await fetch(`${other.address}/agents/v1/events`, {
      headers: { authorization: "Bearer a-token-for-tests" },
      signal: abort.signal,
    });
    let text = "";
    const reading = (async () => {
      const decoder = new TextDecoder();
      for await (const part of response.body ?? []) text += decoder.decode(part);
    })().catch(() => undefined);
    const customer = await inQueue();
    await act("claim", customer);
    await customer.say("a secret word");
    await expect.poll(() => text).toContain("event: message");
    expect(text).toContain('"type":"handoff.waiting"');
    expect(text).toContain('"type":"handoff.claimed"');
    expect(text).not.toContain("secret");
    abort.abort();
    await reading;
  });
});

describe("a webhook", () => {
  test("is told once for each id, signed, and again until it takes what it is told", async () => {
    let conversation = "";
    const all: { readonly headers: Record<string, string>; readonly body: string }[] = [];
    let refuse = 2;
    const hook = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on("end", () => {
        const isRefused = refuse > 0;
        refuse -= 1;
        if (!isRefused) all.push({ headers: request.headers as Record<string, string>, body });
        response.writeHead(isRefused ? 503 : 204).end();
      });
    });
    // Other tests' conversations move on too.
    const received = () => all.filter(({ body }) => JSON.parse(body).conversation === conversation);
    await new Promise<void>((resolve) => hook.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/parley`;
    try {
      const made = await platform.admin("PUT", "/webhooks/desk", { url });
      expect(made).toMatchObject({ status: 201, body: { secret: expect.stringMatching(/^whsec_/) } });
      expect((await platform.admin("GET", "/webhooks")).body).toMatchObject({ webhooks: [{ name: "desk", url }] });
      expect(JSON.stringify((await platform.admin("GET", "/webhooks")).body)).not.toContain("whsec_");
      await online(ann);
      let customer = await inQueue();
      conversation = customer.conversation;
      await act("claim", customer, ann, {}, other);
      await customer.say("hello there");
      await act("messages", customer, ann, { text: "Good morning" });
      await act("close", customer);
      const types = () =>
        received()
          .map(({ body }) => JSON.parse(body).type)
          .sort();
      await expect
        .poll(types, { timeout: 15_000 })
        .toEqual(["handoff.claimed", "handoff.closed", "handoff.waiting", "message", "message"]);
      const bodies = received().map(({ body }) => JSON.parse(body));
      expect(new Set(bodies.map(({ id }) => id)).size).toBe(5);
      for (const { headers, body } of received()) {
        const { "webhook-id": id = "", "webhook-timestamp": moment = "" } = headers;
        expect(headers["webhook-signature"]).toBe(signatureOf(made.body.secret, id, Number(moment), body));
        expect(JSON.parse(body).id).toBe(id);
        expect(body).not.toContain("swordfish");
      }
      const waiting = bodies.find(({ type }) => type === "handoff.waiting");
      expect(waiting).toMatchObject({ record: { tags: ["vip"], variables: { pin: "•••" } }, language: "en" });
      expect(waiting.messages.length).toBeGreaterThan(3);

      // Both the new secret and the one before sign for a while.
      const renewed = await platform.admin("POST", "/webhooks/desk/secret");
      customer = await inQueue();
      conversation = customer.conversation;
      await expect.poll(() => received().length, { timeout: 15_000 }).toBe(1);
      const [last] = received();
      const signatures = last?.headers["webhook-signature"]?.split(" ") ?? [];
      const { "webhook-id": id = "", "webhook-timestamp": moment = "" } = last?.headers ?? {};
      expect(signatures).toEqual(
        [renewed.body.secret, made.body.secret].map((secret) =>
          signatureOf(secret, id, Number(moment), last?.body ?? ""),
        ),
      );
    } finally {
      expect((await platform.admin("DELETE", "/webhooks/desk")).status).toBe(204);
      hook.closeAllConnections();
      hook.close();
    }
  });

  test("has an address of the web, and a name", async () => {
    expect((await platform.admin("PUT", "/webhooks/x", { url: "file:///etc/passwd" })).status).toBe(400);
    expect((await platform.admin("PUT", "/webhooks/X", { url: "https://desk.example" })).status).toBe(400);
    expect((await platform.admin("DELETE", "/webhooks/none")).status).toBe(404);
  });
});
