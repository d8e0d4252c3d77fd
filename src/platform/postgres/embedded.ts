/**
 * A real PostgreSQL of the platform's own, reached by a Unix socket alone. Data survives every way to die; a server
 * that outlived its platform is stopped before a new one starts.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type Account, ensureBinaries, serverAccount } from "#platform/postgres/binaries.ts";
import { dataFolderOf, initialise, isInitialised } from "#platform/postgres/data-folder.ts";
import { lockFolder } from "#platform/postgres/lock.ts";
import { commandOf, isAlive } from "#platform/postgres/process.ts";

export { DataInUse } from "#platform/postgres/lock.ts";

export interface Server {
  /** Settings for a `pg` pool. */
  readonly connection: pg.PoolConfig;
  stop(): Promise<void>;
}

const socketPrefix = "parley-socket-";
const stopWithinMs = 10_000;
const readyWithinMs = 60_000;

/** Starts a server on `folder`, making its data on first use. Throws `DataInUse`. */
export async function startEmbedded(folder: string, report: (line: string) => void): Promise<Server> {
  mkdirSync(folder, { recursive: true });
  const releaseLock = lockFolder(folder);
  try {
    const account = serverAccount();
    const home = ensureBinaries(account, report);
    const data = dataFolderOf(folder, account);
    await stopOrphan(data);
    if (!isInitialised(data)) {
      report("making the database (once)");
      initialise(home, data, account);
    }
    const { child, socket, connection } = await startServer(home, data, account);
    return {
      connection,
      async stop() {
        await stopChild(child);
        rmSync(socket, { recursive: true, force: true });
        releaseLock();
      },
    };
  } catch (error) {
    releaseLock();
    throw error;
  }
}

interface Started {
  readonly child: ChildProcess;
  readonly socket: string;
  readonly connection: pg.PoolConfig;
}

async function startServer(home: string, data: string, account: Account | null): Promise<Started> {
  const until = Date.now() + stopWithinMs;
  for (;;) {
    try {
      return await startOnce(home, data, account);
    } catch (error) {
      // The processes of a server that was killed outright linger for a moment.
      const isLingering =
        error instanceof Error && /pre-existing shared memory|lock file .* exists/.test(error.message);
      if (!isLingering || Date.now() > until) throw error;
      await sleep(200);
    }
  }
}

async function startOnce(home: string, data: string, account: Account | null): Promise<Started> {
  // A socket's path may have some 100 letters, and the server's account must reach it.
  const socket = mkdtempSync(join(account || tmpdir().length > 60 ? "/tmp" : tmpdir(), socketPrefix));
  if (account) chownSync(socket, account.uid, account.gid);
  const args = ["-D", data, "-h", "", "-k", socket, "-c", "max_connections=60", "-c", "unix_socket_permissions=0700"];
  const child = spawn(join(home, "bin", "postgres"), args, {
    stdio: ["ignore", "ignore", "pipe"],
    cwd: "/",
    // Ctrl-C goes to the whole group: the platform stops the server itself, after its last write.
    detached: true,
    ...(account && { uid: account.uid, gid: account.gid }),
    env: { PATH: process.env.PATH ?? "", LC_ALL: "C" },
  });
  let log = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-4000);
  });
  child.on("error", (error) => {
    log += error.message;
  });
  const connection: pg.PoolConfig = { host: socket, user: "parley", database: "postgres" };
  try {
    await untilReady(child, connection, () => log);
    return { child, socket, connection };
  } catch (error) {
    await stopChild(child);
    rmSync(socket, { recursive: true, force: true });
    throw error;
  }
}

async function untilReady(child: ChildProcess, connection: pg.PoolConfig, log: () => string): Promise<void> {
  for (const until = Date.now() + readyWithinMs; Date.now() < until; await sleep(15)) {
    if (hasEnded(child)) throw new Error(`PostgreSQL did not start: ${log().trim()}`);
    const client = new pg.Client({ ...connection, connectionTimeoutMillis: 2000 });
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.query("select 1");
      return;
    } catch {
      // Not yet.
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  throw new Error(`PostgreSQL did not answer within ${readyWithinMs / 1000} seconds: ${log().trim()}`);
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

/** SIGINT ends sessions and writes everything; a server that does not heed it is ended as a crash would end it. */
async function stopChild(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGINT");
  const impatience = setTimeout(() => child.kill("SIGQUIT"), stopWithinMs);
  await gone;
  clearTimeout(impatience);
}

/** A server whose platform was killed goes on alone. The lock is held: nobody else needs it. */
async function stopOrphan(data: string): Promise<void> {
  const file = join(data, "postmaster.pid");
  if (!existsSync(file)) return;
  // Its own file: the process on the first line, the socket's folder on the fifth.
  const [first = "", , , , socket = ""] = readFileSync(file, "utf8").split("\n");
  const pid = Number(first);
  const isOurs = isAlive(pid) && commandOf(pid).includes(data);
  if (!isOurs) {
    // The machine was restarted, and the number may be another program's by now.
    rmSync(file, { force: true });
    removeSocket(socket);
    return;
  }
  for (const signal of ["SIGINT", "SIGQUIT"] as const) {
    process.kill(pid, signal);
    for (const until = Date.now() + stopWithinMs; Date.now() < until; await sleep(10)) {
      if (!isAlive(pid)) return removeSocket(socket);
    }
  }
  throw new Error(`an earlier PostgreSQL (process ${pid}) on ${data} does not stop`);
}

function removeSocket(folder: string): void {
  if (basename(folder).startsWith(socketPrefix)) rmSync(folder, { recursive: true, force: true });
}
