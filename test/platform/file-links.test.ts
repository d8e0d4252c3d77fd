/** Addresses of customers' files: good for a day, new with each reading; and readers who take their time. */

import { randomUUID } from "node:crypto";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { digestOf } from "#content/body.ts";
import { type FileLinks, fileLinks } from "#platform/conversations/file-links.ts";
import { sql, startTestServer, type TestServer } from "../support/postgres.ts";
import { type Customer, type Running, runPlatform } from "./running.ts";
import { smallSite } from "./small-site.ts";

const dayMs = 24 * 3600 * 1000;
let server: TestServer;
let databaseUrl: string;
let platform: Running;
/** What the platform signs with, at another time. */
let linksAt: (moment: number) => FileLinks;

beforeAll(async () => {
  server = await startTestServer();
  databaseUrl = await server.newDatabase();
  platform = await runPlatform({ databaseUrl });
  await platform.publish(smallSite(), null);
  const [row] = await sql(databaseUrl, "select key from keys where name = 'conversations'");
  linksAt = (moment) => fileLinks(row?.key as Buffer, () => moment);
});
afterAll(async () => {
  await platform?.stop();
  await server?.stop();
});

async function withPeople(): Promise<Customer> {
  const place = { name: "Ann", groups: [{ brand: "acme", group: "desk" }], seconds: 600 };
  await platform.agents("PUT", "/presence/ann", place);
  const customer = await platform.open();
  await customer.say("give me a person");
  await customer.say("swordfish");
  return customer;
}

async function send({ conversation, token }: Customer, content: Uint8Array): Promise<string> {
  const id = randomUUID();
  const headers = { "content-type": "application/octet-stream", authorization: `Bearer ${token}` };
  const path = `/v1/conversations/${conversation}/files/${id}?name=lamp.txt`;
  expect((await platform.request("PUT", path, content, headers)).status).toBe(200);
  return id;
}

/** The smallest picture there is. */
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

const addressIn = (lines: readonly { readonly message: { readonly type: string } }[]): string => {
  const message = lines.findLast(({ message: { type } }) => type === "file")?.message as { file?: string } | undefined;
  return message?.file ?? "";
};
const statusOf = async (address: string): Promise<number> => (await fetch(platform.address + address)).status;

test("an address is good for a day, and for nothing but its own file", async () => {
  const customer = await withPeople();
  const id = await send(customer, Buffer.from("hello"));
  const at = (moment: number) => linksAt(moment).to(customer.conversation, id, "lamp.txt");
  expect(await statusOf(at(Date.now()))).toBe(200);
  expect(await statusOf(at(Date.now() - dayMs + 60_000))).toBe(200);
  const over = await platform.request("GET", at(Date.now() - dayMs - 3_600_000));
  expect(over).toMatchObject({ status: 410, body: { error: { code: "link-over" } } });
  const [, , , , file = "", until = "", ...rest] = at(Date.now() - 2 * dayMs).split("/");
  const later = String(Number(until) + 5 * 86_400);
  for (const parts of [
    [file, later],
    ["another-file", until],
    [file, `${until}.0`],
  ]) {
    expect(await statusOf(["/v1/files", customer.conversation, ...parts, ...rest].join("/"))).toBe(404);
  }
});

test("whoever may read a line is given an address that is good, however old the line is", async () => {
  const customer = await withPeople();
  const id = await send(customer, Buffer.from("hello"));
  const old = linksAt(Date.now() - 30 * dayMs).to(customer.conversation, id, "lamp.txt");
  await sql(
    databaseUrl,
    `update messages set line = replace(line::text, $2, $3)::json
     where conversation = $1 and line -> 'message' ->> 'type' = 'file'`,
    [customer.conversation, addressIn(await customer.messages()), old],
  );
  expect(await statusOf(old)).toBe(410);
  const streamed = await customer.read(0, (events) => events.some(({ data }) => data.includes("/v1/files/")));
  const exported = await platform.admin("POST", "/customers/export", { conversation: customer.conversation });
  const [{ messages, files }] = exported.body.conversations;
  for (const address of [
    addressIn(await customer.messages()),
    addressIn(streamed.flatMap(({ event, data }) => (event === "message" ? [JSON.parse(data)] : []))),
    addressIn((await platform.agents("GET", `/conversations/${customer.conversation}`)).body.messages),
    addressIn(messages),
    files[0].url,
  ]) {
    expect(address).not.toBe(old);
    expect(await statusOf(address)).toBe(200);
  }
});

test("a file that is for nobody else's eyes has an address in no line, and none that names it", async () => {
  const { bodies, content } = smallSite();
  const { channel = "", brand = "", targets = [] } = content.web ?? {};
  const body = bodies[targets[0]?.assistant ?? ""];
  if (body?.kind !== "assistant") throw new Error("no assistant");
  const asking = JSON.parse(JSON.stringify(body).replace('"ask":"photo"', '"ask":"photo","sensitive":true'));
  const assistant = digestOf(asking);
  const site = {
    bodies: { ...bodies, [assistant]: asking },
    content: { ...content, web: { channel, brand, targets: [{ assistant, brand, weight: 100 }] } },
  };
  expect((await platform.publish(site, 1)).status).toBe(201);
  const customer = await platform.open();
  await customer.say("send a picture");
  await send(customer, png);
  expect((await customer.transcript(5)).slice(3)).toEqual(["customer: •••", "assistant: Got •••, •••."]);
  const kept = await sql(databaseUrl, "select line::text from messages where conversation = $1", [
    customer.conversation,
  ]);
  expect(JSON.stringify(kept)).not.toMatch(/lamp|v1\/files/);
});

test("readers who take their time hold so much of one address, and others get theirs meanwhile", async () => {
  const customer = await withPeople();
  await send(customer, Buffer.alloc(9 * 1024 * 1024, "a"));
  const address = addressIn(await customer.messages());
  const { port } = new URL(platform.address);
  const sockets: Socket[] = [];
  const from = (ip: string) => fetch(platform.address + address, { headers: { "x-forwarded-for": ip } });
  try {
    for (let n = 0; n < 8; n += 1) {
      const socket = connect(Number(port), "127.0.0.1");
      sockets.push(socket.on("error", () => undefined).pause());
      // The first may fit into what the machine itself keeps of a connection.
      socket.write(`GET ${address} HTTP/1.1\r\nhost: x\r\nx-forwarded-for: 192.0.2.1\r\n\r\n`.repeat(2));
    }
    const statusFrom = async (ip: string): Promise<number> => {
      const answer = await from(ip);
      await answer.body?.cancel();
      return answer.status;
    };
    await expect.poll(() => statusFrom("192.0.2.1"), { timeout: 25_000 }).toBe(429);
    expect(await statusFrom("192.0.2.2")).toBe(200);
    for (const socket of sockets) socket.destroy();
    await expect.poll(() => statusFrom("192.0.2.1"), { timeout: 25_000 }).toBe(200);
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}, 60_000);
