/** A scanner of the operator's own looks at customers' files before anybody can: what it does not call clean, nobody gets. */

import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { sql, startTestServer, type TestServer } from "../support/postgres.ts";
import { asText } from "./as-text.ts";
import { type Customer, type Running, runPlatform } from "./running.ts";
import { smallSite } from "./small-site.ts";

interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

let server: TestServer;
let databaseUrl: string;
let platform: Running;
let asked: Asked[] = [];
let answer: (response: ServerResponse, asked: Asked) => void;
let token: string | null = "for the scanner";
const stops: (() => Promise<unknown>)[] = [];

async function listen(handle: (response: ServerResponse, asked: Asked) => void): Promise<string> {
  const listening = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method, url, headers } = request;
    handle(response, { method, url, headers, body: Buffer.concat(chunks) });
  });
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  stops.push(async () => {
    listening.closeAllConnections();
    listening.close();
  });
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

const say = (response: ServerResponse, status: number, body: string) =>
  response.writeHead(status, { "content-type": "application/json" }).end(body);

beforeAll(async () => {
  server = await startTestServer();
  stops.push(server.stop);
  databaseUrl = await server.newDatabase();
  const address = await listen((response, request) => {
    asked.push(request);
    answer(response, request);
  });
  const scanner = { url: new URL("/scan", address), token: () => token, withinMs: 600 };
  // The address is private, and no list of hosts allows it: it is the operator's own word.
  platform = await runPlatform({ databaseUrl, allowsPrivate: () => false, more: { scanner } });
  stops.push(platform.stop);
  await platform.publish(smallSite(), null);
});
beforeEach(() => {
  asked = [];
  answer = (response) => say(response, 200, '{"clean": true}');
});
afterAll(async () => {
  for (let stop = stops.pop(); stop; stop = stops.pop()) await stop();
});

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

function put(customer: Customer, content: Uint8Array, id: string = randomUUID(), to: Running = platform) {
  return to.request("PUT", `/v1/conversations/${customer.conversation}/files/${id}?name=lamp.png`, content, {
    "content-type": "application/octet-stream",
    authorization: `Bearer ${customer.token}`,
  });
}

async function askedForPicture(): Promise<Customer> {
  const customer = await platform.open();
  await customer.say("send a picture");
  return customer;
}

const linesAfter = async (customer: Customer, seq: number) => (await customer.messages(seq)).map(asText);
const stored = async ({ conversation }: Customer) =>
  (await sql(databaseUrl, "select id from files where conversation = $1", [conversation])).length;
const refusal = "notice: This file was not accepted: it may be harmful.";

test("a clean file is taken, once the scanner has seen the very bytes that others will", async () => {
  const customer = await askedForPicture();
  answer = async (response) => {
    expect(await stored(customer)).toBe(0);
    expect(await linesAfter(customer, 3)).toEqual([]);
    say(response, 200, '{"clean": true}');
  };
  expect((await put(customer, png)).status).toBe(200);
  expect((await linesAfter(customer, 3)).at(-1)).toBe("assistant: Got lamp.png, image/png.");
  expect(asked).toHaveLength(1);
  expect(asked[0]?.body.equals(png)).toBe(true);
  expect(JSON.stringify(asked[0]?.headers)).not.toContain("lamp");
});

test("a file that is not clean is kept nowhere; the customer reads so, and the question is asked again", async () => {
  const customer = await askedForPicture();
  answer = (response) => say(response, 200, '{"clean": false, "found": "Something.Bad"}');
  const id = randomUUID();
  expect(await put(customer, png, id)).toMatchObject({ status: 200, body: { taken: true } });
  expect(await linesAfter(customer, 3)).toEqual(["customer: lamp.png", refusal, "assistant: A small picture."]);
  expect(await stored(customer)).toBe(0);
  expect(JSON.stringify(await customer.messages())).not.toContain("/v1/files/");
  // Also when it is sent once more, by whoever did not hear the answer.
  expect(await put(customer, png, id)).toMatchObject({ status: 200, body: { taken: false } });
  answer = (response) => say(response, 200, '{"clean": true}');
  await put(customer, png);
  expect((await linesAfter(customer, 3)).at(-1)).toBe("assistant: Got lamp.png, image/png.");
});

test("where nobody asked for one it is not even looked at", async () => {
  const customer = await platform.open();
  expect((await put(customer, png)).status).toBe(409);
  expect(asked).toEqual([]);
});

const html = "<html>Please sign in</html>";
test.each<readonly [string, (response: ServerResponse) => unknown]>([
  ["fails", (response) => say(response, 500, '{"clean": true}')],
  ["takes another status for a yes", (response) => say(response, 204, "")],
  ["leads elsewhere", (response) => response.writeHead(302, { location: "/elsewhere" }).end()],
  ["is some other page", (response) => response.writeHead(200, { "content-type": "text/html" }).end(html)],
  ["does not say", (response) => say(response, 200, '{"infected": false}')],
  ["says yes in words", (response) => say(response, 200, '{"clean": "true"}')],
  ["says nothing at all", (response) => say(response, 200, "null")],
  ["breaks off", (response) => response.destroy()],
  ["is silent", () => undefined],
  ["never ends", (response) => response.writeHead(200).write('{"clean": true')],
])("a scanner that %s lets nothing in: the customer is told to send it again, and can", async (_how, how) => {
  const customer = await askedForPicture();
  answer = how;
  const id = randomUUID();
  const refused = await put(customer, png, id);
  expect(refused).toMatchObject({ status: 503, body: { error: { code: "not-scanned" } } });
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await linesAfter(customer, 3)).toEqual([]);
  expect(await stored(customer)).toBe(0);
  answer = (response) => say(response, 200, '{"clean": true}');
  expect(await put(customer, png, id)).toMatchObject({ status: 200, body: { taken: true } });
  expect((await linesAfter(customer, 3)).at(-1)).toBe("assistant: Got lamp.png, image/png.");
});

test("more files than the scanner is asked about at once wait nowhere: they are refused", async () => {
  const customer = await askedForPicture();
  const others = await Promise.all(Array.from({ length: 20 }, askedForPicture));
  const waiting: (() => void)[] = [];
  answer = (response) => void waiting.push(() => say(response, 200, '{"clean": true}'));
  const sent = others.map((each) => put(each, png));
  await expect.poll(() => waiting.length).toBe(20);
  expect((await put(customer, png)).status).toBe(503);
  for (const each of waiting) each();
  expect((await Promise.all(sent)).filter(({ status }) => status === 200)).toHaveLength(20);
});

test("metrics count what came of it", async () => {
  const { body } = await platform.request("GET", "/metrics", undefined, { authorization: "Bearer a-token-for-tests" });
  for (const outcome of ["clean", "not clean", "failed"]) {
    const [, count] = new RegExp(`parley_file_scan_seconds_count{outcome="${outcome}"} (\\d+)`).exec(body) ?? [];
    expect(Number(count)).toBeGreaterThan(0);
  }
});

/** The examples in the operator's guide. */
const guide = readFileSync(fileURLToPath(new URL("../../docs/operators.md", import.meta.url)), "utf8");
const examples = (language: string) =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, "gm"))].map(([, text = ""]) => text);
const message = (text: string) => {
  const [head = "", body = ""] = text.split("\n\n");
  const [first = "", ...lines] = head.split("\n");
  return { first, headers: Object.fromEntries(lines.map((line) => line.split(": ") as [string, string])), body };
};

test("the guide's request is the one that is sent, and its answer is understood", async () => {
  const [request, yes, no] = examples("http").map(message);
  if (!request || !yes || !no) throw new Error("the guide shows a request and two answers");
  const replay = (how: typeof yes) => (response: ServerResponse) =>
    response.writeHead(Number(how.first.split(" ")[1]), how.headers).end(how.body.trim());
  const customer = await askedForPicture();
  answer = replay(no);
  await put(customer, Buffer.alloc(Number(request.headers["content-length"]), "x"));
  expect(await linesAfter(customer, 4)).toContain(refusal);
  answer = replay(yes);
  await put(customer, png);
  expect((await linesAfter(customer, 3)).at(-1)).toBe("assistant: Got lamp.png, image/png.");
  const [sent] = asked;
  const { host: _host, ...headers } = request.headers;
  expect(`${sent?.method} ${sent?.url} HTTP/1.1`).toBe(request.first);
  expect(sent?.headers).toMatchObject({
    ...headers,
    authorization: headers.authorization?.replace("…", String(token)),
  });
  token = null;
  await put(await askedForPicture(), png);
  expect(asked.at(-1)?.headers).not.toHaveProperty("authorization");
});

test("the guide's few lines before a ClamAV with an HTTP API pass on what that says, and nothing where it says nothing", async () => {
  const [glue = ""] = examples("js");
  const clamav = await listen((response, { body }) => {
    const text = body.toString("latin1");
    const status = text.includes("broken") ? 500 : text.includes("harmful") ? 406 : 200;
    say(response, text.includes('name="file"; filename="file"') ? status : 400, "{}");
  });
  const folder = mkdtempSync(join(tmpdir(), "parley-glue-"));
  stops.push(async () => rmSync(folder, { recursive: true }));
  const program = join(folder, "glue.mjs");
  const listening = '.listen(0, "127.0.0.1", function () { console.log(this.address().port); })';
  writeFileSync(program, glue.replace("http://clamav:9000", clamav).replace(".listen(8080)", listening));
  const child = spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "inherit"] });
  stops.push(async () => child.kill());
  const port = await new Promise<string>((resolve) =>
    child.stdout.once("data", (data) => resolve(String(data).trim())),
  );
  const scanner = { url: new URL(`http://127.0.0.1:${port}/scan`), token: () => null };
  const other = await runPlatform({ databaseUrl, allowsPrivate: () => false, more: { scanner } });
  stops.push(other.stop);
  const customer = await askedForPicture();
  const send = (text: string) => put(customer, Buffer.from(text), randomUUID(), other);
  expect((await send("broken")).status).toBe(503);
  expect((await send("harmful")).status).toBe(200);
  expect(await linesAfter(customer, 3)).toContain(refusal);
  expect((await put(customer, png, randomUUID(), other)).status).toBe(200);
  expect((await linesAfter(customer, 3)).at(-1)).toBe("assistant: Got lamp.png, image/png.");
});
