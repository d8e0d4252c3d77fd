/** Conversations on a running platform: taken once, in order, resumed, pinned, and told to every reader. */

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sql, startTestServer, type TestServer } from "../support/postgres.ts";
import { asText } from "./as-text.ts";
import { type Customer, linesOf, type Running, runPlatform } from "./running.ts";
import { smallSite } from "./small-site.ts";

const notice = "We keep this for a day.";
let server: TestServer;
let databaseUrl: string;
let platform: Running;
let other: Running;

beforeAll(async () => {
  server = await startTestServer();
  databaseUrl = await server.newDatabase();
  platform = await runPlatform({ databaseUrl });
  other = await runPlatform({ databaseUrl });
  await platform.publish(smallSite({ notice }), null);
});
afterAll(async () => {
  await other?.stop();
  await platform?.stop();
  await server?.stop();
});

function expectWhole(lines: readonly { readonly seq: number }[]): void {
  expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, index) => index + 1));
}

describe("opening", () => {
  test("shows the brand's notice, then the welcome", async () => {
    const customer = await platform.open();
    expect(await customer.transcript(2)).toEqual([`notice: ${notice}`, "assistant: Hello!"]);
  });

  test("with the same id, at once and later, is one conversation", async () => {
    const id = randomUUID();
    const all = await Promise.all([platform.open("web", id), other.open("web", id), platform.open("web", id)]);
    all.push(await other.open("web", id));
    expect(new Set(all.map(({ conversation, token }) => `${conversation} ${token}`)).size).toBe(1);
    expect(await all[0]?.messages()).toHaveLength(2);
  });

  test("on a channel without an assistant gives the default response", async () => {
    const customer = await platform.open("quiet");
    expect(await customer.transcript(2)).toEqual([`notice: ${notice}`, "assistant: Nobody is here yet."]);
  });
});

describe("an event", () => {
  test("with the same id is taken once, however often and wherever it comes", async () => {
    const customer = await platform.open();
    const event = { id: randomUUID(), kind: "text", text: "talk to somebody" };
    const there = other.resume(customer);
    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => (n % 2 ? customer : there).send(event)));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(answers.filter(({ body }) => body.taken)).toHaveLength(1);
    expect((await customer.send(event)).body).toEqual({ taken: false, seq: 5 });
    expect(await customer.messages(2)).toMatchObject([{ id: event.id }, {}, {}]);
    const handed = "select mode, details from handoffs where conversation = $1";
    expect(await sql(databaseUrl, handed, [customer.conversation])).toEqual([
      { mode: "offline", details: { tags: ["vip"], fields: {}, variables: {}, user: {} } },
    ]);
  });

  test("of many at once keeps its place: no number twice or left out, and each answer follows its question", async () => {
    const customers = await Promise.all(Array.from({ length: 10 }, () => platform.open()));
    await Promise.all(customers.flatMap((each) => Array.from({ length: 12 }, (_, n) => each.say(`the number ${n}`))));
    for (const customer of customers) {
      const lines = await customer.messages();
      expectWhole(lines);
      const from = lines.slice(2).map((line) => line.from);
      expect(from.filter((each) => each === "customer")).toHaveLength(12);
      expect(from.join(" ")).not.toContain("customer customer");
    }
  });

  test("of two platforms at once keeps its place too", async () => {
    const customer = await platform.open();
    const there = other.resume(customer);
    const event = (n: number) => ({ id: `event-number-${n}`, kind: "text", text: `talk to somebody ${n}` });
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) => [customer.send(event(n)), there.send(event(39 - n))]).flat(),
    );
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect(answers.filter(({ body }) => body.taken)).toHaveLength(40);
    const lines = await customer.messages();
    expectWhole(lines);
    expect(lines.filter(({ from }) => from === "customer")).toHaveLength(40);
  });

  test("that picks shows the option's label as the assistant wrote it", async () => {
    const customer = await platform.open();
    await customer.say("let me choose");
    await customer.send({ kind: "pick", option: "b", label: "something else" });
    expect((await customer.transcript(6)).slice(4)).toEqual(["customer: The second", "assistant: Thank you."]);
  });

  test("is kept as it was written, whatever its characters", async () => {
    const customer = await platform.open();
    const text = "nul \u0000, half a pair \ud83d, \u202e reversed, 'quoted' \"twice\" {curly}, \\ and 👩‍👩‍👧";
    expect((await customer.say(text)).status).toBe(200);
    expect((await customer.messages(2))[0]?.message).toEqual({ type: "text", text });
  });
});

test("what is for nobody else's eyes is in no line that is kept", async () => {
  const customer = await platform.open();
  await customer.say("keep a secret");
  await customer.say("4711");
  await customer.send({ kind: "fill", values: { iban: "FR76", who: "Ann" } });
  expect((await customer.transcript(8)).slice(2)).toEqual([
    "customer: keep a secret",
    "assistant: Which PIN?",
    "customer: •••",
    "assistant: form",
    "customer: •••\nAnn",
    "assistant: Kept: ••• ••• Ann •••.",
  ]);
  const lines = await sql(databaseUrl, "select line::text from messages where conversation = $1", [
    customer.conversation,
  ]);
  // Alone: a random id may have these digits in it.
  expect(JSON.stringify(lines)).not.toMatch(/\b4711\b|FR76/);
});

describe("the stream", () => {
  test("begins after Last-Event-ID and goes on with what happens", async () => {
    const customer = await platform.open();
    await customer.say("remember a number");
    const reading = await customer.listen(3, (each) => linesOf(each).length === 3);
    await customer.say("42");
    const events = await reading.events;
    expect(linesOf(events).map(asText)).toEqual([
      "assistant: Which number?",
      "customer: 42",
      "assistant: You said 42.",
    ]);
    expect(events.flatMap(({ id }) => id ?? [])).toEqual(["4", "5", "6"]);
    expect(events[0]).toMatchObject({ event: "name", data: '{"name":"Bot"}' });
  });

  test("gives a long conversation whole, and each line once", async () => {
    const customer = await platform.open();
    await Promise.all(Array.from({ length: 100 }, () => customer.say("talk to somebody")));
    const reading = customer.read(0, (events) => linesOf(events).length === 332);
    for (let n = 0; n < 10; n += 1) await customer.say("talk to somebody");
    expectWhole(linesOf(await reading));
  });

  test("tells what happens on another platform", async () => {
    const customer = await platform.open();
    const { events } = await customer.listen(2, (each) => linesOf(each).length === 2);
    await other.resume(customer).say("remember a number");
    expect(linesOf(await events).map(asText)).toEqual(["customer: remember a number", "assistant: Which number?"]);
  });

  test("says when somebody types", async () => {
    const customer = await platform.open();
    const typing = (all: readonly { readonly event: string; readonly data: string }[]) =>
      all.filter(({ event }) => event === "typing").map(({ data }) => data);
    const { events } = await customer.listen(2, (each) => typing(each).length === 2);
    await customer.say("count slowly");
    expect(typing(await events)).toEqual(['{"on":true}', '{"on":false}']);
    expect((await customer.transcript(5)).slice(2)).toEqual([
      "customer: count slowly",
      "assistant: One",
      "assistant: Two",
    ]);
  });
});

describe("a running conversation", () => {
  async function publishedOver(work: (alone: Running, customer: Customer, url: string) => Promise<void>) {
    const url = await server.newDatabase();
    const alone = await runPlatform({ databaseUrl: url });
    try {
      await alone.publish(smallSite(), null);
      const customer = await alone.open();
      await customer.say("remember a number");
      expect((await alone.publish(smallSite({ hello: "New", said: "New:" }), 1)).status).toBe(201);
      await work(alone, customer, url);
    } finally {
      await alone.stop();
    }
  }

  test("stays on its revision until it ends, then runs on what is live", async () => {
    await publishedOver(async (alone, customer) => {
      for (const text of ["7", "remember a number", "8"]) await customer.say(text);
      const lines = await customer.transcript(9);
      expect([lines[4], lines[8]]).toEqual(["assistant: You said 7.", "assistant: New: 8."]);
      expect((await (await alone.open()).messages()).map(asText)).toEqual(["assistant: New"]);
    });
  });

  test("that was quiet for 24 hours runs on what is live", async () => {
    await publishedOver(async (alone, customer, url) => {
      await sql(url, "update conversations set said = said - interval '25 hours'");
      // What a platform keeps in memory is another's: this one has never seen the conversation.
      const fresh = await runPlatform({ databaseUrl: url });
      try {
        await fresh.resume(customer).say("remember a number");
        // The other one reads what it runs on now.
        await alone.resume(customer).say("9");
      } finally {
        await fresh.stop();
      }
      expect((await alone.resume(customer).transcript(7)).slice(3)).toEqual([
        "customer: remember a number",
        "assistant: Which number?",
        "customer: 9",
        "assistant: New: 9.",
      ]);
    });
  });
});
