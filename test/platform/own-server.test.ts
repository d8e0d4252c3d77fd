/**
 * A server of the operator's own: the oldest PostgreSQL that is promised, as Debian packages it, and PgBouncer before
 * it. Both are optional on a developer's machine: where one is not installed, its test is reported as skipped.
 */

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runChaos } from "../chaos/chaos.ts";
import { type FallibleDatabase, startFallibleDatabase } from "../chaos/database.ts";
import { pgbouncer, throughPooler } from "../chaos/pooler.ts";
import { seededRandom } from "../chaos/random.ts";

const folder = "/usr/lib/postgresql";
const [version] = existsSync(folder)
  ? readdirSync(folder)
      .filter((name) => Number(name) >= 15 && existsSync(join(folder, name, "bin", "initdb")))
      .toSorted((a, b) => Number(a) - Number(b))
  : [];
const pooler = pgbouncer();

/** Conversations with calls, timers, choices and repeats, while replicas and the server are killed. */
async function talkOn(startDatabase: () => Promise<FallibleDatabase>): Promise<void> {
  const { conversations, faults, wrong } = await runChaos({
    startDatabase,
    isEnough: (begun, happened) => begun >= 40 && happened["PostgreSQL killed"] !== undefined,
    // Enough for a slow machine: a quick one is through in some seconds.
    milliseconds: 200_000,
    atOnce: 10,
    replicas: 2,
    random: seededRandom(20261125),
    replicaKillMs: 4000,
    databaseKillMs: 3000,
    report: () => undefined,
  });
  expect(wrong).toEqual([]);
  expect(conversations).toBeGreaterThanOrEqual(40);
  expect(faults).toHaveProperty("PostgreSQL killed");
}

test.skipIf(version === undefined)(
  `conversations on PostgreSQL ${version ?? "(none is installed)"} of this machine`,
  {
    timeout: 400_000,
  },
  () => talkOn(() => startFallibleDatabase(join(folder, version ?? ""))),
);

test.skipIf(pooler === null)(
  `conversations through PgBouncer${pooler ? "" : " (it is not installed)"}`,
  {
    timeout: 400_000,
  },
  () => talkOn(async () => throughPooler(pooler ?? "", await startFallibleDatabase(version && join(folder, version)))),
);
