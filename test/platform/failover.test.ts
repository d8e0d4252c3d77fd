/** A primary that dies, and its synchronous standby that takes its place: nothing that was acknowledged is lost. */

import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { runChaos } from "../chaos/chaos.ts";
import { seededRandom } from "../chaos/random.ts";
import { startPrimaryAndStandby } from "../chaos/standby.ts";
import { asText } from "./as-text.ts";
import { type Customer, linesOf, runPlatform } from "./running.ts";
import { smallSite } from "./small-site.ts";

test("conversations go on through failovers, also when the dead primary's connections just fall silent", {
  timeout: 240_000,
}, async () => {
  const { conversations, faults, wrong } = await runChaos({
    startDatabase: () => startPrimaryAndStandby((failover) => (failover === 1 ? "silent" : "broken")),
    isEnough: (begun, happened) => begun >= 40 && (happened["failed over"] ?? 0) >= 2,
    milliseconds: 90_000,
    atOnce: 10,
    replicas: 2,
    random: seededRandom(20261125),
    replicaKillMs: 15_000,
    databaseKillMs: 3000,
    report: () => undefined,
  });
  expect(wrong).toEqual([]);
  expect(conversations).toBeGreaterThanOrEqual(40);
  expect(faults["failed over"]).toBeGreaterThanOrEqual(2);
});

test.each(["broken", "silent"] as const)(
  "a timer fires and a stream goes on after a failover (%s connections)",
  {
    timeout: 120_000,
  },
  async (gone) => {
    const database = await startPrimaryAndStandby(() => gone);
    const here = await runPlatform({ databaseUrl: database.url });
    const there = await runPlatform({ databaseUrl: database.url });
    try {
      await here.publish(smallSite(), null);
      const customer = await here.open();
      const heard = listen(customer, 6);
      expect((await customer.say("count slowly")).status).toBe(200);
      await database.crash();
      await expect.poll(() => heard.lines(), { timeout: 40_000 }).toHaveLength(4);
      const id = randomUUID();
      // What is said on another platform reaches this one's stream: both listen at the new primary.
      await expect
        .poll(async () => (await there.resume(customer).send({ id, kind: "text", text: "remember a number" })).status, {
          timeout: 40_000,
        })
        .toBe(200);
      await heard.done;
      expect(heard.lines()).toEqual([
        "assistant: Hello!",
        "customer: count slowly",
        "assistant: One",
        "assistant: Two",
        "customer: remember a number",
        "assistant: Which number?",
      ]);
    } finally {
      await Promise.all([here.stop(), there.stop()]);
      await database.stop();
    }
  },
);

/** Reads a stream as a browser does: where it ends, another is opened after what was heard last. */
function listen(customer: Customer, wanted: number): { lines(): readonly string[]; readonly done: Promise<void> } {
  const lines: string[] = [];
  const done = (async () => {
    for (const until = Date.now() + 80_000; lines.length < wanted && Date.now() < until; await sleep(50)) {
      await customer
        .read(lines.length, (events) => {
          const all = linesOf(events);
          const last = all.at(-1);
          if (last !== undefined && last.seq > lines.length) {
            lines.push(...all.filter(({ seq }) => seq > lines.length).map(asText));
          }
          return lines.length >= wanted;
        })
        .catch(() => undefined);
    }
  })();
  return { lines: () => lines, done };
}
