/** Files from customers: taken by what they hold, kept once, and given to who has their address. */

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../support/postgres.ts";
import { asText } from "./as-text.ts";
import { type Customer, type Running, runPlatform } from "./running.ts";
import { smallSite } from "./small-site.ts";

let server: TestServer;
let platform: Running;

beforeAll(async () => {
  server = await startTestServer();
  platform = await runPlatform({ databaseUrl: await server.newDatabase() });
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

test("a file that is too large, in another wrapping, of somebody else's or one too many is refused", async () => {
  const customer = await asked();
  const other = await platform.open();
  expect((await put(customer, "a.png", Buffer.alloc(11 * 1024 * 1024))).status).toBe(413);
  expect((await put({ ...customer, token: other.token }, "a.png", png)).status).toBe(401);
  expect((await put(customer, "a.png", png, "short")).status).toBe(400);
  const path = `/v1/conversations/${customer.conversation}/files/${randomUUID()}?name=a`;
  const headers = { "content-type": "image/png", authorization: `Bearer ${customer.token}` };
  expect((await platform.request("PUT", path, png, headers)).status).toBe(415);
  for (let n = 0; n < 50; n += 1) expect((await put(customer, "a.png", png)).status).toBe(200);
  expect(await put(customer, "a.png", png)).toMatchObject({ status: 429, body: { error: { code: "too-many-files" } } });
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
