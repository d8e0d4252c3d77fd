/** What is kept of customers, and for how long: retention, export, erasure. */

import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { enforceRetention } from "#platform/conversations/retention.ts";
import { startTestServer, type TestServer } from "../support/postgres.ts";
import { type Customer, type Running, runPlatform } from "./running.ts";
import { smallSite } from "./small-site.ts";

let server: TestServer;
let databaseUrl: string;
let platform: Running;
let client: pg.Client;

beforeAll(async () => {
  server = await startTestServer();
  databaseUrl = await server.newDatabase();
  platform = await runPlatform({ databaseUrl, more: { tidyMs: 100 } });
  await platform.publish(smallSite({ retention: "90d" }), null);
  client = new pg.Client(databaseUrl);
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await platform?.stop();
  await server?.stop();
});

const tables = ["conversations", "messages", "taken", "outbox", "deliveries", "handoffs", "notes", "files"];

/** Tables that still hold something of a conversation. */
async function traces({ conversation }: Customer): Promise<readonly string[]> {
  const found: string[] = [];
  for (const table of tables) {
    const column = table === "conversations" ? "id" : "conversation";
    const { rows } = await client.query(`select from ${table} where ${column} = $1`, [conversation]);
    if (rows.length > 0) found.push(table);
  }
  return found;
}

/** A conversation that has left something in every table but the webhooks'. */
async function full(): Promise<Customer> {
  const customer = await platform.open();
  await customer.say("talk to somebody");
  const agent = { id: "ann", name: "Ann" };
  const note = { id: "a-note-of-hers", agent, text: "Friendly" };
  await platform.agents("POST", `/conversations/${customer.conversation}/notes`, note);
  await customer.say("send a picture");
  await platform.request(
    "PUT",
    `/v1/conversations/${customer.conversation}/files/a-file-id?name=a.txt`,
    Buffer.from("hello"),
    { authorization: `Bearer ${customer.token}`, "content-type": "application/octet-stream" },
  );
  // It is no picture: after the last try the words are a new question.
  for (const words of ["no", "no", "count slowly"]) await customer.say(words);
  return customer;
}

async function quietFor(customer: Customer, days: number, startedDays = days): Promise<void> {
  await client.query(
    `update conversations set said = now() - make_interval(days => $2), started = now() - make_interval(days => $3)
     where id = $1`,
    [customer.conversation, days, startedDays],
  );
}

test("a conversation goes when its brand keeps it no longer, with everything in it; others stay", async () => {
  const [old, young, long] = [await full(), await full(), await full()];
  await quietFor(young, 89);
  await quietFor(long, 1, 400);
  expect(await traces(old)).toEqual(
    expect.arrayContaining(["conversations", "messages", "handoffs", "notes", "files"]),
  );
  const leftOfOld = async () => {
    // A timer's turn that was under way writes when the customer spoke, as it knew it before.
    await quietFor(old, 91);
    return traces(old);
  };
  await expect.poll(leftOfOld, { timeout: 10_000 }).toEqual([]);
  expect(await traces(young)).toContain("messages");
  expect(await traces(long)).toContain("messages");
  expect((await old.say("still there?")).status).toBe(404);
});

test("who comes back at that very moment has their conversation", async () => {
  const ownUrl = await server.newDatabase();
  const own = await runPlatform({ databaseUrl: ownUrl });
  const pool = new pg.Pool({ connectionString: ownUrl });
  try {
    await own.publish(smallSite({ retention: "90d" }), null);
    const [back, gone] = [await own.open(), await own.open()];
    await pool.query(
      "update conversations set said = now() - interval '91 days', started = now() - interval '91 days'",
    );
    // A turn of theirs is being written.
    const turn = await pool.connect();
    await turn.query("begin");
    await turn.query("update conversations set said = now() where id = $1", [back.conversation]);
    const erasing = enforceRetention(pool);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await turn.query("commit");
    turn.release();
    expect(await erasing).toBe(1);
    const { rows } = await pool.query("select id from conversations");
    expect(rows).toEqual([{ id: back.conversation }]);
    expect(await gone.messages()).toEqual(undefined);
  } finally {
    await pool.end();
    await own.stop();
  }
});

test("a customer's data is given out whole, and erased without a trace", async () => {
  const mine = await full();
  const other = await full();
  const ask = (what: string, ref: object) => platform.admin("POST", `/customers/${what}`, ref);
  const { body } = await ask("export", { conversation: mine.conversation });
  expect(body.conversations).toMatchObject([
    {
      conversation: mine.conversation,
      channel: "web",
      files: [{ name: "a.txt", bytes: 5 }],
      handoffs: [{ mode: "offline" }],
      notes: [{ text: "Friendly" }],
    },
  ]);
  expect(body.conversations[0].messages.length).toBeGreaterThan(4);
  expect((await ask("erase", { conversation: mine.conversation })).body).toEqual({ erased: 1 });
  expect(await traces(mine)).toEqual([]);
  expect(await traces(other)).toContain("messages");
  expect((await ask("export", { conversation: mine.conversation })).body).toEqual({ conversations: [] });
  expect((await platform.admin("GET", "/audit")).body.audit.slice(0, 2)).toMatchObject([
    { who: "start", what: "export", about: "0 conversations" },
    { who: "start", what: "erase", about: "1 conversations" },
  ]);
});

test("what a workflow knows and has told nobody is given out too", async () => {
  const customer = await platform.open();
  for (const words of ["keep a secret", "4711"]) await customer.say(words);
  await customer.send({ kind: "fill", values: { who: "Ann" } });
  const { body } = await platform.admin("POST", "/customers/export", { conversation: customer.conversation });
  expect(body.conversations[0].variables).toEqual([
    { workflow: "secret", values: expect.objectContaining({ pin: "4711" }) },
    { workflow: null, values: { who: "Ann" } },
  ]);
});

test("erasing while the customer writes leaves nothing behind", async () => {
  const customer = await full();
  const writing = Array.from({ length: 30 }, () => customer.say("talk to somebody"));
  const erasing = platform.admin("POST", "/customers/erase", { conversation: customer.conversation });
  await Promise.all([...writing, erasing]);
  expect(await traces(customer)).toEqual([]);
});

test("wants a token of its own scope, and somebody who is meant", async () => {
  const { body } = await platform.admin("POST", "/tokens", { name: "publisher", scopes: ["read", "publish", "admin"] });
  const headers = { authorization: `Bearer ${body.token}` };
  for (const what of ["export", "erase"]) {
    const answer = await platform.request("POST", `/admin/v1/customers/${what}`, { email: "a@b.example" }, headers);
    expect(answer.status).toBe(403);
    expect((await platform.admin("POST", `/customers/${what}`, {})).status).toBe(400);
  }
});
