/** Some seconds of what `test/chaos/run.ts` does for as long as one likes. */

import { expect, test } from "vitest";
import { runChaos } from "../chaos/chaos.ts";
import { startFallibleDatabase } from "../chaos/database.ts";
import { seededRandom } from "../chaos/random.ts";

const wanted = ["replica killed", "PostgreSQL killed", "sent twice at once", "an earlier one sent again"];

test("killed replicas, a killed database, lost connections, messages sent twice: all is said once, in order", {
  timeout: 400_000,
}, async () => {
  const { conversations, faults, wrong } = await runChaos({
    startDatabase: () => startFallibleDatabase(),
    // A quick machine is through with any number before the first kill.
    isEnough: (begun, happened) => begun >= 40 && wanted.every((fault) => happened[fault] !== undefined),
    milliseconds: 200_000,
    atOnce: 10,
    replicas: 2,
    random: seededRandom(20261125),
    replicaKillMs: 1500,
    databaseKillMs: 3000,
    report: () => undefined,
  });
  expect(wrong).toEqual([]);
  expect(conversations).toBeGreaterThanOrEqual(40);
  expect(Object.keys(faults)).toEqual(expect.arrayContaining(wanted));
});
