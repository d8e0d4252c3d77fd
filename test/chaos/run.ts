/**
 * `node --conditions=source test/chaos/run.ts [conversations] [seed] [minutes] [failover]`: so many, or as many as the
 * minutes allow; with `failover`, a killed PostgreSQL is not started again, but its synchronous standby promoted. Ends
 * with 1 where anything was lost, doubled, or out of order.
 */

import { runChaos } from "./chaos.ts";
import { startFallibleDatabase } from "./database.ts";
import { seededRandom } from "./random.ts";
import { type Gone, startPrimaryAndStandby } from "./standby.ts";

const inTurn = (failover: number): Gone => (failover % 2 === 1 ? "broken" : "silent");

const [conversations = "2000", seed = "1", minutes = "60", fault = "restart"] = process.argv.slice(2);
const outcome = await runChaos({
  startDatabase: fault === "failover" ? () => startPrimaryAndStandby(inTurn) : () => startFallibleDatabase(),
  isEnough: (begun) => begun >= Number(conversations),
  atOnce: 100,
  milliseconds: Number(minutes) * 60_000,
  replicas: 3,
  random: seededRandom(Number(seed)),
  replicaKillMs: 2500,
  databaseKillMs: 12_000,
  report: (line) => void process.stderr.write(`${line}\n`),
});
process.stdout.write(`${JSON.stringify(outcome, null, 2)}\n`);
process.exitCode = outcome.wrong.length > 0 ? 1 : 0;
