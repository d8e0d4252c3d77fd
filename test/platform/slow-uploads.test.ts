/** Files that come slowly, to hold the places of all others. */

import { randomUUID } from "node:crypto";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../support/postgres.ts";
import { type Customer, type Running, runPlatform } from "./running.ts";
import { smallSite } from "./small-site.ts";

let server: TestServer;
let platform: Running;
let customer: Customer;

beforeAll(async () => {
  server = await startTestServer();
  platform = await runPlatform({ databaseUrl: await server.newDatabase() });
  await platform.publish(smallSite(), null);
  await platform.agents("PUT", "/presence/ann", { name: "Ann", groups: [{ brand: "acme", group: "desk" }] });
  customer = await platform.open();
  for (const words of ["give me a person", "swordfish"]) await customer.say(words);
});
afterAll(async () => {
  await platform?.stop();
  await server?.stop();
});

const path = () => `/v1/conversations/${customer.conversation}/files/${randomUUID()}?name=a.txt`;

/** Sends some bytes a second of a file that never ends; `refused` where there is no place for it. */
function trickle(address: string, refused: () => void): Socket {
  const socket = connect(Number(new URL(platform.address).port), "127.0.0.1");
  const head = [
    `PUT ${path()} HTTP/1.1`,
    "host: x",
    `x-forwarded-for: ${address}`,
    `authorization: Bearer ${customer.token}`,
    "content-type: application/octet-stream",
    "content-length: 1000000",
  ];
  socket.on("error", () => undefined).write(`${head.join("\r\n")}\r\n\r\n`);
  const clock = setInterval(() => socket.write("a"), 500);
  socket.on("close", () => clearInterval(clock)).once("data", refused);
  return socket;
}

test("give way to whoever else has a file, and only then", async () => {
  const sockets: Socket[] = [];
  // Who comes while a short file has the last place comes again.
  const begin = (n: number): void => {
    sockets[n]?.destroy();
    sockets[n] = trickle(`192.0.2.${Math.floor(n / 5)}`, () => begin(n));
  };
  for (let n = 0; n < 30; n += 1) begin(n);
  const open = () => sockets.filter(({ destroyed }) => !destroyed).length;
  // The same one each time: a conversation holds only so many files.
  const file = path();
  const send = async () => {
    const headers = {
      "content-type": "application/octet-stream",
      authorization: `Bearer ${customer.token}`,
      "x-forwarded-for": "192.0.2.99",
    };
    return (await platform.request("PUT", file, Buffer.from("hello"), headers)).status;
  };
  try {
    await expect.poll(send, { timeout: 8000 }).toBe(429);
    expect(open()).toBe(30);
    await expect.poll(send, { timeout: 20_000, interval: 500 }).toBe(200);
    await expect.poll(open).toBe(29);
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}, 40_000);
