/** A PostgreSQL at one address that is killed outright and started again on what it has written. */

import { type ChildProcess, spawn } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { ensureBinaries, serverAccount } from "#platform/postgres/binaries.ts";
import { dataFolderOf, initialise } from "#platform/postgres/data-folder.ts";
import { temporaryFolder } from "../support/postgres.ts";

export interface FallibleDatabase {
  readonly url: string;
  /** Kills it with all its processes, and starts it again. */
  crash(): Promise<void>;
  query(text: string): Promise<readonly Record<string, unknown>[]>;
  stop(): Promise<void>;
}

export async function startFallibleDatabase(): Promise<FallibleDatabase> {
  const folder = temporaryFolder();
  const account = serverAccount();
  const home = ensureBinaries(account, () => undefined);
  const data = dataFolderOf(folder.path, account);
  initialise(home, data, account);
  const socket = mkdtempSync(join("/tmp", "parley-chaos-"));
  if (account) chownSync(socket, account.uid, account.gid);
  const url = `postgresql://parley@${encodeURIComponent(socket)}/postgres`;
  let child: ChildProcess;

  async function query(text: string): Promise<readonly Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
    client.on("error", () => undefined);
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  async function start(): Promise<void> {
    for (const until = Date.now() + 300_000; Date.now() < until; await sleep(100)) {
      child = spawn(join(home, "bin", "postgres"), ["-D", data, "-h", "", "-k", socket, "-c", "max_connections=60"], {
        stdio: "ignore",
        cwd: "/",
        ...(account && { uid: account.uid, gid: account.gid }),
        env: { PATH: process.env.PATH ?? "", LC_ALL: "C" },
      });
      const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
      // What is left of a server that was killed lingers for a moment, and keeps the next one from starting.
      for (; !isOver() && Date.now() < until; await sleep(20)) {
        try {
          await query("select 1");
          return;
        } catch {
          // Not yet.
        }
      }
    }
    throw new Error("PostgreSQL did not start again");
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await gone;
  }

  await start();
  return {
    url,
    query,
    async crash() {
      await end("SIGKILL");
      await start();
    },
    async stop() {
      await end("SIGINT");
      rmSync(socket, { recursive: true, force: true });
      folder.remove();
    },
  };
}
