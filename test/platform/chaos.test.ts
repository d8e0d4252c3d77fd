/** Some seconds of what `test/chaos/run.ts` does for as long as one likes. */

import { expect, test } from "vitest";
import { runChaos } from "../chaos/chaos.ts";
import { seededRandom } from "../chaos/random.ts";

test("killed replicas, a killed database, lost connections, messages sent twice: all is said once, in order", {
  timeout: 240_000,
}, async () => {
  const { conversations, faults, wrong } = await runChaos({
    conversations: 40,
    milliseconds: 60_000,
    atOnce: 10,
    replicas: 2,
    random: seededRandom(20261125),
    replicaKillMs: 1500,
    databaseKillMs: 3000,
    report: () => undefined,
  });
  expect(wrong).toEqual([]);
  expect(conversations).toBe(40);
  for (const fault of ["replica killed", "PostgreSQL killed", "sent twice at once", "an earlier one sent again"]) {
    expect(faults[fault]).toBeGreaterThan(0);
  }
});
