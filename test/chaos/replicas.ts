/** Platforms on one database, each a process of its own, that are killed outright and started again. */

import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { ChaosOptions } from "./chaos.ts";
import type { FallibleDatabase } from "./database.ts";

export interface ReplicaSet {
  /** Of those that run. */
  addresses(): readonly string[];
  killNowAndThen(isOver: () => boolean): Promise<void>;
  stop(): Promise<void>;
}

/** So many replicas; `killed` is called before each that is killed. */
export async function startReplicas(
  { url, directUrl = "" }: Pick<FallibleDatabase, "url" | "directUrl">,
  { replicas, random, replicaKillMs }: Pick<ChaosOptions, "replicas" | "random" | "replicaKillMs">,
  killed: () => void,
): Promise<ReplicaSet> {
  const running: { child: ChildProcess; address: string | null }[] = [];
  const entry = fileURLToPath(new URL("../platform/replica.ts", import.meta.url));

  async function start(place: number): Promise<void> {
    const child = spawn(process.execPath, ["--conditions=source", entry, url, "0", directUrl], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const own = { child, address: null as string | null };
    running[place] = own;
    await new Promise<void>((resolve) => {
      child.stdout.once("data", (chunk: Buffer) => {
        own.address = chunk.toString().trim();
        resolve();
      });
      child.once("exit", () => {
        own.address = null;
        resolve();
      });
    });
    // The database was away just then: once more.
    if (own.address === null && running[place] === own) await sleep(200).then(() => start(place));
  }

  const end = async (child: ChildProcess): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
  };

  for (let place = 0; place < replicas; place += 1) await start(place);
  return {
    addresses: () => running.flatMap(({ address }) => address ?? []),
    async killNowAndThen(isOver) {
      while (!isOver()) {
        await sleep(replicaKillMs * (0.5 + random()));
        if (isOver()) return;
        const place = Math.floor(random() * replicas);
        const victim = running[place];
        if (!victim) continue;
        killed();
        await end(victim.child);
        await start(place);
      }
    },
    async stop() {
      const all = running.splice(0);
      await Promise.all(all.map(({ child }) => end(child)));
    },
  };
}
