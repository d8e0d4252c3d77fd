/** Files from customers: taken by what they hold, kept once, and given to who has their address. */

import { randomUUID } from "node:crypto";
import { once } from "node:events";
import http from "node:http";
import { setTimeout } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sql, startTestServer, type TestServer } from "../support/postgres.ts";
import { asText } from "./as-text.ts";
import { type Customer, type Running, runPlatform } from "./running.ts";
import { smallSite } from "./small-site.ts";

let server: TestServer;
let databaseUrl: string;
let platform: Running;

beforeAll(async () => {
  server = await startTestServer();
  databaseUrl = await server.newDatabase();
  platform = await runPlatform({ databaseUrl });
  await platform.publish(smallSite({ origins: ["https://shop.example"] }), null);
});
afterAll(async () => {
  await platform?.stop();
  await server?.stop();
});

/** The smallest picture there is. */
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const bytes = { "content-type": "application/octet-stream" };

function put({ conversation, token }: Customer, name: string, content: Uint8Array, id: string = randomUUID()) {
  const path = `/v1/conversations/${conversation}/files/${id}?name=${encodeURIComponent(name)}`;
  return platform.request("PUT", path, content, { ...bytes, authorization: `Bearer ${token}` });
}

async function asked(): Promise<Customer> {
  const customer = await platform.open();
  await customer.say("send a picture");
  return customer;
}

test("a picture is taken, shown to the customer by an address, and given to whoever has that", async () => {
  const customer = await asked();
  const answer = await put(customer, "my lamp.png", png);
  expect(answer).toMatchObject({ status: 200, body: { taken: true, seq: 5 } });
  const [question, line, thanks] = (await customer.messages()).slice(2);
  expect(question?.message).toMatchObject({ upload: { types: ["jpg", "png"], maxMb: 1 } });
  expect(thanks && asText(thanks)).toBe("assistant: Got my lamp.png, image/png.");
  if (line?.message.type !== "file") throw new Error("the customer's line is no file");
  expect(line.message.name).toBe("my lamp.png");
  const file = await fetch(platform.address + line.message.file);
  expect(Buffer.from(await file.arrayBuffer()).equals(png)).toBe(true);
  expect(file.headers.get("content-type")).toBe("image/png");
  expect(file.headers.get("content-security-policy")).toContain("sandbox");
  const forged = line.message.file.replace(/\/[^/]+\/([^/]+)$/, "/AAAA/$1");
  expect((await fetch(platform.address + forged)).status).toBe(404);
});

test("what a file is says what it holds, not its name", async () => {
  const customer = await asked();
  await put(customer, "lamp.png", Buffer.from("<script>alert(1)</script>"));
  await put(customer, "lamp.jpg", Buffer.from([0, 1, 2, 3]));
  await put(customer, "../../etc/la\u202emp.jpg", png);
  expect((await customer.messages(3)).map(({ message }) => (message.type === "file" ? message.name : ""))).toEqual([
    ...["lamp.png.txt", "", "lamp.jpg.bin", "", "lamp.jpg.png", ""],
  ]);
  const [text] = await customer.messages(3);
  const answer = await fetch(platform.address + (text?.message.type === "file" ? text.message.file : ""));
  expect(answer.headers.get("content-disposition")).toBe("attachment");
});

test("the same id again is taken once", async () => {
  const customer = await asked();
  const id = randomUUID();
  const answers = [await put(customer, "a.png", png, id), await put(customer, "a.png", png, id)];
  expect(answers.map(({ body }) => body.taken)).toEqual([true, false]);
  expect(await customer.messages(3)).toHaveLength(2);
});

test("a file that is too large, in another wrapping, of or of somebody else's is refused", async () => {
  const customer = await asked();
  const other = await platform.open();
  expect((await put(customer, "a.png", Buffer.alloc(11 * 1024 * 1024))).status).toBe(413);
  expect((await put({ ...customer, token: other.token }, "a.png", png)).status).toBe(401);
  expect((await put(customer, "a.png", png, "short")).status).toBe(400);
  const path = `/v1/conversations/${customer.conversation}/files/${randomUUID()}?name=a`;
  const headers = { "content-type": "image/png", authorization: `Bearer ${customer.token}` };
  expect((await platform.request("PUT", path, png, headers)).status).toBe(415);
});

const kept = async ({ conversation }: Customer) =>
  (await sql(databaseUrl, "select id from files where conversation = $1", [conversation])).length;

async function withPeople(): Promise<Customer> {
  const place = { name: "Ann", groups: [{ brand: "acme", group: "desk" }], seconds: 600 };
  expect((await platform.agents("PUT", "/presence/ann", place)).status).toBe(200);
  const customer = await platform.open();
  await customer.say("give me a person");
  await customer.say("swordfish");
  return customer;
}

describe("a file that nobody asked for", () => {
  const refused = { status: 409, body: { error: { code: "no-file-wanted" } } };

  test("is refused, in whatever the conversation is, and kept nowhere", async () => {
    const customer = await platform.open();
    expect(await put(customer, "a.png", png)).toMatchObject(refused);
    for (const words of ["let me choose", "remember a number", "count slowly"]) {
      await customer.say(words);
      expect(await put(customer, "a.png", png)).toMatchObject(refused);
    }
    expect(await kept(customer)).toBe(0);
    expect((await customer.messages()).map(({ message }) => message.type)).not.toContain("file");
  });

  test("is refused before its bytes are read", async () => {
    const { conversation, token } = await platform.open();
    const request = http.request(`${platform.address}/v1/conversations/${conversation}/files/${randomUUID()}?name=a`, {
      method: "PUT",
      headers: { ...bytes, authorization: `Bearer ${token}`, "content-length": String(9 * 1024 * 1024) },
    });
    request.flushHeaders();
    const [response] = (await once(request, "response")) as [http.IncomingMessage];
    request.on("error", () => undefined).destroy();
    expect(response.statusCode).toBe(409);
  });

  test("does not come in beside one that was: of many at once, one is the answer and kept", async () => {
    const customer = await asked();
    const sent = Array.from({ length: 8 }, (_, n) => put(customer, `${n}.png`, png));
    const answers = (await Promise.all(sent)).map(({ status }) => status).sort();
    expect(answers).toEqual([200, ...Array(7).fill(409)]);
    expect(await kept(customer)).toBe(1);
  });
});

test("people who have the conversation get files; also many at once are never more than it may hold", async () => {
  const customer = await withPeople();
  for (let n = 0; n < 30; n += 1) expect((await put(customer, "a.png", png)).status).toBe(200);
  const answers = await Promise.all(Array.from({ length: 28 }, () => put(customer, "a.png", png)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
  const full = answers.find(({ status }) => status !== 200);
  expect(full).toMatchObject({ status: 429, body: { error: { code: "too-many-files" } } });
  expect(await kept(customer)).toBe(50);
});

test("nor are they larger together than it may hold, however they come", async () => {
  const customer = await withPeople();
  const large = Buffer.alloc(9 * 1024 * 1024, "large ");
  await sql(
    databaseUrl,
    `insert into files (conversation, id, name, type, bytes)
     select $1, 'a-file-before-' || n, 'a.txt', 'text/plain', convert_to(repeat('large ', 1572864), 'UTF8')
     from generate_series(1, 8) as n`,
    [customer.conversation],
  );
  const answers = await Promise.all(Array.from({ length: 6 }, () => put(customer, "a.txt", large)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429, 429, 429]);
  expect(await kept(customer)).toBe(11);
});

test("whoever goes before their file has begun to come leaves the place to others", async () => {
  const customer = await asked();
  const { conversation, token } = customer;
  const client = new pg.Client(databaseUrl);
  await client.connect();
  await client.query("begin; lock table conversations in access exclusive mode");
  const goers = Array.from({ length: 40 }, () =>
    http
      .request(`${platform.address}/v1/conversations/${conversation}/files/${randomUUID()}?name=a`, {
        method: "PUT",
        headers: { ...bytes, authorization: `Bearer ${token}`, "content-length": "1000" },
      })
      .on("error", () => undefined),
  );
  for (const each of goers) each.flushHeaders();
  const waits = "select 1 from pg_locks where mode = 'AccessShareLock' and not granted";
  await expect.poll(async () => (await client.query(waits)).rowCount).toBe(10);
  for (const each of goers) each.destroy();
  await setTimeout(300);
  await client.query("rollback");
  await client.end();
  expect((await put(customer, "a.png", png)).status).toBe(200);
});

test("an erasure waits for a file that is being kept, and finds it", async () => {
  const customer = await asked();
  const client = new pg.Client(databaseUrl);
  await client.connect();
  await client.query("select pg_advisory_lock(7303017, hashtext($1))", [customer.conversation]);
  const sent = put(customer, "a.png", png);
  const waits = "select 1 from pg_locks where locktype = 'advisory' and not granted";
  await expect.poll(async () => (await client.query(waits)).rowCount).toBe(1);
  const erased = platform.admin("POST", "/customers/erase", { conversation: customer.conversation });
  const isBlocked =
    "select 1 from pg_stat_activity where query like 'delete from conversations%' and wait_event is not null";
  await expect.poll(async () => (await client.query(isBlocked)).rowCount).toBe(1);
  await client.end();
  await Promise.all([sent, erased]);
  expect(await kept(customer)).toBe(0);
});

test("a page that the channel lists may send one", async () => {
  const { headers } = await platform.request("OPTIONS", "/v1/conversations/x/files/y", undefined, {
    origin: "https://shop.example",
    "access-control-request-method": "PUT",
  });
  expect(headers.get("access-control-allow-methods")).toContain("PUT");
});

test("a photograph keeps its picture, and nothing of what the camera wrote beside it", async () => {
  const customer = await platform.open();
  await customer.say("send a picture");
  const [start, note, scan, end] = ["ffd8", "ffe10012457869660000475053203438", "ffda00040000010203", "ffd9"].map(
    (hex) => Buffer.from(hex, "hex"),
  ) as [Buffer, Buffer, Buffer, Buffer];
  const padded = Buffer.concat([note, Buffer.from(".85N")]);
  await put(customer, "me.jpg", Buffer.concat([start, padded, scan, end]));
  const line = (await customer.messages()).findLast(({ from }) => from === "customer");
  if (line?.message.type !== "file") throw new Error("no file was taken");
  const bytes = Buffer.from(await (await fetch(platform.address + line.message.file)).arrayBuffer());
  expect(bytes).toEqual(Buffer.concat([start, scan, end]));
});
