/** Addresses of customers' files: good for a day, new with each reading; and readers who take their time. */

import { randomUUID } from "node:crypto";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AssistantBody, digestOf } from "#content/body.ts";
import type { Workflow } from "#content/workflow.ts";
import { type FileLinks, fileLinks } from "#platform/conversations/file-links.ts";
import { sql, startTestServer, type TestServer } from "../support/postgres.ts";
import { json, startFakeShop } from "./fake-shop.ts";
import { type Customer, type Running, runPlatform } from "./running.ts";
import { type SmallSite, smallSite } from "./small-site.ts";

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

test("an address is in the form that platforms of other versions understand", () => {
  const at = (moment: number) => fileLinks(Buffer.alloc(32, 7), () => moment);
  const address = at(Date.UTC(2026, 0, 1)).to("a-conversation", "a-file-of-it", "my lamp.png");
  // Told by heart: whoever changes the form has the version before understand it first.
  expect(address).toBe(
    "/v1/files/a-conversation/a-file-of-it/1767315600/QHMzm50cnC2MD79ZyWe6b9KF-vDKxqze6NAs0NyrOQo/my%20lamp.png",
  );
  const [, , , conversation = "", file = "", until = "", signature = ""] = address.split("/");
  const link = { conversation, file, until, signature };
  expect([0, 24, 26].map((hours) => at(Date.UTC(2026, 0, 1, hours)).look(link))).toEqual(["good", "good", "over"]);
});

/** The site with another assistant on its channel. */
function withAssistant({ bodies, content }: SmallSite, change: (body: AssistantBody) => AssistantBody): SmallSite {
  const { channel = "", brand = "", targets = [] } = content.web ?? {};
  const body = bodies[targets[0]?.assistant ?? ""];
  if (body?.kind !== "assistant") throw new Error("no assistant");
  const changed = change(body);
  const assistant = digestOf(changed);
  return {
    bodies: { ...bodies, [assistant]: changed },
    content: { ...content, web: { channel, brand, targets: [{ assistant, brand, weight: 100 }] } },
  };
}

test("a file that is for nobody else's eyes has an address in no line, and none that names it", async () => {
  const site = withAssistant(smallSite(), (body) =>
    JSON.parse(JSON.stringify(body).replace('"ask":"photo"', '"ask":"photo","sensitive":true')),
  );
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

/** Keeps a file's address, and says it to an API and to people once something more was said. */
const claim: Workflow = {
  workflow: "claim",
  start: { phrases: { en: ["something is broken"] } },
  vars: { photo: "file", more: "string" },
  steps: [
    { kind: "ask", id: "photo", ask: "photo", text: { en: "A picture?" }, files: { types: ["png"], max_mb: 1 } },
    { kind: "ask", id: "more", ask: "more", text: { en: "What else?" } },
    {
      kind: "call",
      id: "tell",
      call: "shop",
      post: "/claims/{{ photo.url }}?at={{ photo.url }}",
      headers: { "x-photo": "{{ photo.url }}" },
      body: { photo: "{{ photo.url }}", list: ["see https://chat.example{{ photo.url }} and {{ more }}"] },
      errors: { else: "note" },
    },
    {
      kind: "handoff",
      id: "note",
      handoff: "desk",
      mode: "offline",
      fields: { photo: "photo.url" },
      text: { en: "Noted." },
    },
  ],
};

test("an address that a variable has kept is good when it goes out; another's, and what looks like one, stay as they are", async () => {
  const shop = await startFakeShop();
  shop.answer((response) => json(response, 200, {}));
  const site = withAssistant(smallSite({ api: shop.address }), (body) => ({
    ...body,
    workflows: { ...body.workflows, claim },
  }));
  const ownUrl = await server.newDatabase();
  const early = await runPlatform({ databaseUrl: ownUrl });
  try {
    await early.publish(site, null);
    expect((await early.admin("PUT", "/webhooks/desk", { url: `${shop.address}/hook` })).status).toBe(201);
    const [row] = await sql(ownUrl, "select key from keys where name = 'conversations'");
    const monthAgo = fileLinks(row?.key as Buffer, () => Date.now() - 30 * dayMs);
    const customer = await early.open();
    await customer.say("something is broken");
    const headers = { "content-type": "application/octet-stream", authorization: `Bearer ${customer.token}` };
    const file = randomUUID();
    const path = `/v1/conversations/${customer.conversation}/files/${file}?name=my%20lamp.png`;
    expect((await early.request("PUT", path, png, headers)).status).toBe(200);
    const old = monthAgo.to(customer.conversation, file, "my lamp.png");
    const fresh = addressIn(await customer.messages());
    await sql(ownUrl, "update conversations set state = replace(state::text, $1, $2)::json", [fresh, old]);
    // What the first one keeps in memory, this one does not have.
    const late = await runPlatform({ databaseUrl: ownUrl });
    try {
      const another = monthAgo.to("another-conversation", file, "a.png");
      const forged = old.replace(/[^/]{43}/, "A".repeat(43));
      await late.resume(customer).say(`${another} ${forged}`);
      const good = async (address: string | undefined) => {
        expect(address).toMatch(/^\/v1\/files\/.+\/my%20lamp\.png$/);
        expect((await fetch(late.address + address)).status).toBe(200);
      };
      await expect.poll(() => shop.bodies.length, { timeout: 10_000 }).toBe(2);
      const at = shop.asked.findIndex((line) => line.startsWith("POST /claims/"));
      const asked = new URL(shop.asked[at]?.split(" ")[1] ?? "", shop.address);
      const body = JSON.parse(shop.bodies.find((text) => text.includes("chat.example")) ?? "{}");
      await good(asked.searchParams.get("at") ?? "");
      await good(decodeURIComponent(asked.pathname.replace("/claims/", "")));
      await good(String(shop.headers[at]?.["x-photo"]));
      await good(body.photo);
      const [, said, rest] = /^see https:\/\/chat\.example(\S+) and (.+)$/.exec(body.list[0]) ?? [];
      await good(said);
      expect(rest).toBe(`${another} ${forged}`);

      await good(JSON.parse(shop.bodies.find((text) => text.includes('"record"')) ?? "{}").record?.fields.photo);
      const [listed] = (await late.agents("GET", "/handoffs?mode=offline")).body.handoffs;
      await good(listed.fields.photo);
      await good(listed.variables.photo.url);
      const record = (await late.agents("GET", `/conversations/${customer.conversation}`)).body;
      await good(record.handoffs[0].fields.photo);
      const exported = await late.admin("POST", "/customers/export", { conversation: customer.conversation });
      await good(exported.body.conversations[0].handoffs[0].fields.photo);
    } finally {
      await late.stop();
    }
  } finally {
    await early.stop();
    await shop.stop();
  }
});
