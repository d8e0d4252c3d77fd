/** A platform that is stopped or killed, and started again on the same folder: nothing is lost, nothing done twice. */

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { PortBusy } from "#platform/serve.ts";
import { temporaryFolder } from "../support/postgres.ts";
import { type FakeShop, json, startFakeShop } from "./fake-shop.ts";
import { type Customer, type Running, runPlatform, type Speaking, speakTo } from "./running.ts";
import { smallSite } from "./small-site.ts";
import { adminToken } from "./start.ts";

let folder: ReturnType<typeof temporaryFolder>;
let shop: FakeShop;
const stops: (() => Promise<void>)[] = [];

beforeEach(async () => {
  folder = temporaryFolder();
  shop = await startFakeShop();
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  await shop.stop();
  folder.remove();
});

async function start(): Promise<Running> {
  const platform = await runPlatform({ dataFolder: folder.path });
  stops.push(platform.stop);
  return platform;
}

async function startProcess(): Promise<{ readonly platform: Speaking; kill(): Promise<void> }> {
  const script = fileURLToPath(new URL("platform-process.ts", import.meta.url));
  const child: ChildProcess = spawn(process.execPath, ["--conditions=source", script, folder.path], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout?.once("data", (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once("exit", (code) => reject(new Error(`it ended with ${code}`)));
  });
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
  };
  stops.push(kill);
  return { platform: speakTo(address), kill };
}

/** Runs `before` on a platform that is then killed, and answers the conversation on the one that follows it. */
async function killedAfter(before: (customer: Customer, platform: Speaking) => Promise<void>): Promise<Customer> {
  const { platform, kill } = await startProcess();
  await platform.publish(smallSite({ api: shop.address }), null);
  const customer = await platform.open();
  await before(customer, platform);
  await kill();
  return (await start()).resume(customer);
}

test("a killed platform's conversations go on where they were, with every acknowledged message", async () => {
  const acknowledged: string[] = [];
  const customer = await killedAfter(async (customer) => {
    await customer.say("remember a number");
    for (let n = 0; n < 20; n += 1) {
      const id = `an-event-${n}`;
      if ((await customer.send({ id, kind: "text", text: "talk to somebody" })).status === 200) acknowledged.push(id);
    }
  });
  const kept = (await customer.messages()).flatMap(({ id }) => id ?? []);
  expect(kept).toEqual(expect.arrayContaining(acknowledged));
  expect((await customer.send({ id: "an-event-0", kind: "text", text: "again" })).body.taken).toBe(false);
  await customer.say("remember a number");
  await customer.say("5");
  expect((await customer.transcript(1)).at(-1)).toBe("assistant: You said 5.");
});

test("a call that does no harm twice is asked again after a kill, and told once", async () => {
  const customer = await killedAfter(async (customer) => {
    shop.answer(() => undefined);
    await customer.say("please try again");
    await expect.poll(() => shop.asked.length).toBe(1);
    shop.answer((response) => json(response, 200, { status: "back" }));
  });
  expect((await customer.transcript(3)).slice(1)).toEqual(["customer: please try again", "assistant: It is back."]);
  expect(shop.asked).toEqual(["GET /flaky"]);
});

test("a call that might do harm twice is not asked again: the conversation learns that it failed", async () => {
  const customer = await killedAfter(async (customer) => {
    shop.answer(() => undefined);
    await customer.say("give me a refund");
    await expect.poll(() => shop.asked.length).toBe(1);
  });
  expect((await customer.transcript(3)).at(-1)).toBe("assistant: The shop does not answer.");
  expect(shop.asked).toEqual(["POST /refunds"]);
});

test("a timer that ran while the platform was dead is due when it starts", async () => {
  const customer = await killedAfter(async (customer) => {
    await customer.say("count slowly");
  });
  expect((await customer.transcript(4)).slice(1)).toEqual([
    "customer: count slowly",
    "assistant: One",
    "assistant: Two",
  ]);
});

test("stopping waits for what is under way, but not for ever", { timeout: 30_000 }, async () => {
  const first = await start();
  await first.publish(smallSite({ api: shop.address }), null);
  shop.answer(() => undefined);
  const customer = await first.open();
  await customer.say("give me a refund");
  await expect.poll(() => shop.asked.length).toBe(1);
  // The shop never answers: a stop that waited for it would not end before this test's time.
  await stops.pop()?.();
  const again = (await start()).resume(customer);
  expect((await again.transcript(3)).at(-1)).toBe("assistant: The shop does not answer.");
  expect(shop.asked).toHaveLength(1);
});

test("stopping ends the streams at once", async () => {
  const platform = await start();
  await platform.publish(smallSite(), null);
  const customer = await platform.open();
  const reading = await customer.listen(0, () => false);
  const ended = reading.events.catch((error: Error) => error.message);
  // The customer never leaves: nor would a stop that waited for that.
  await stops.pop()?.();
  expect(await ended).toContain("the stream gave only");
});

test("a busy port is an error, and leaves nothing behind", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as { port: number };
  try {
    await expect(runPlatform({ dataFolder: folder.path, port })).rejects.toThrow(PortBusy);
    expect(existsSync(join(folder.path, "platform.lock"))).toBe(false);
  } finally {
    other.close();
  }
});

test("the log has what failed, and neither what customers say nor any token", async () => {
  const platform = await start();
  await platform.publish(smallSite({ api: "http://127.0.0.1:9" }), null);
  const customer = await platform.open();
  await customer.say("where is my order, asks Jane Roe of Elm Street");
  await customer.transcript(3);
  await stops.pop()?.();
  const log = readFileSync(join(folder.path, "platform.log"), "utf8");
  expect(log).toContain("call-failed");
  for (const word of ["Jane", "Elm", customer.token, adminToken]) expect(log).not.toContain(word);
});
