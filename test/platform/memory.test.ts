/** What a platform keeps in memory of a conversation is as small as what it needs of it. */

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { startTestServer } from "../support/postgres.ts";
import { unlimited } from "../support/unlimited.ts";
import { type Running, runPlatform } from "./running.ts";
import { smallSite } from "./small-site.ts";

/** More of them would take as much each, up to the number that is kept. */
const some = 300;
const atOnce = 20;
/** Many times what a token and an id take; a part of the least piece of memory that the engine hands out for bytes. */
const mostBytesEach = 1000;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

async function talk(platform: Running, conversations: number): Promise<void> {
  for (let n = 0; n < conversations; n += atOnce) {
    await Promise.all(Array.from({ length: atOnce }, async () => (await platform.open()).say("talk to somebody")));
  }
}

/** Of bytes that something still names. What has just been used may not be free at once. */
async function bytesHeld(): Promise<number> {
  let held = Number.POSITIVE_INFINITY;
  for (let time = 0; time < 5; time += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    collectGarbage();
    held = Math.min(held, process.memoryUsage().arrayBuffers);
  }
  return held;
}

test("a conversation that is known keeps no more bytes alive than its own", async () => {
  const server = await startTestServer();
  const platform = await runPlatform({ databaseUrl: await server.newDatabase(), more: { limits: unlimited } });
  try {
    await platform.publish(smallSite(), null);
    await talk(platform, 100);
    const before = await bytesHeld();
    await talk(platform, some);
    expect((await bytesHeld()) - before).toBeLessThan(some * mostBytesEach);
  } finally {
    await platform.stop();
    await server.stop();
  }
});
