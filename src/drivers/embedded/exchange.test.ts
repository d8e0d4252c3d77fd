/** What Node's client must be told, and what it must be asked for: each of these went wrong once, or would without it. */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exchange, TooLate } from "#drivers/embedded/exchange.ts";

const server = createServer((request, response) => void answer(request, response));
let url: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  switch (request.url) {
    case "/zipped":
      return void response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("a text"));
    case "/elsewhere":
      return void response.writeHead(302, { location: "https://elsewhere.example/" }).end();
    case "/never":
      return;
    case "/half":
      return void response.writeHead(200, { "content-length": "100" }).write("half");
    default:
      return void response.end(`${request.method} ${Buffer.concat(parts)}`);
  }
}

const ask = (path: string, more: { readonly method?: string; readonly body?: string | Uint8Array } = {}) =>
  exchange({ method: "GET", url: `${url}${path}`, headers: {}, body: undefined, timeLimit: 300, ...more });
const textOf = ({ bytes }: { readonly bytes: Uint8Array }) => new TextDecoder().decode(bytes);

test.each([
  ["GET", undefined, "GET "],
  ["PUT", undefined, "PUT "],
  ["POST", "é", "POST é"],
  ["PUT", Uint8Array.of(65, 66), "PUT AB"],
  ["DELETE", "why", "DELETE why"],
])("%s with %j arrives whole", async (method, body, heard) => {
  expect(textOf(await ask("/", { method, ...(body !== undefined && { body }) }))).toBe(heard);
});

test("an answer that a proxy compressed is unpacked", async () => {
  expect(textOf(await ask("/zipped"))).toBe("a text");
});

test("a redirect is an answer", async () => {
  const { status, headers } = await ask("/elsewhere");
  expect([status, headers.location]).toEqual([302, "https://elsewhere.example/"]);
});

test.each(["/never", "/half"])("%s: nobody waits for longer than they want", async (path) => {
  await expect(ask(path)).rejects.toBeInstanceOf(TooLate);
});

test.each(["ftp://platform.example", "https://ann:secret@platform.example", "platform.example"])(
  "%s is no address",
  async (address) => {
    const asked = exchange({ method: "GET", url: address, headers: {}, body: undefined, timeLimit: 300 });
    await expect(asked).rejects.toMatchObject({ code: "ERR_INVALID_URL" });
  },
);
