/**
 * A real PostgreSQL of the platform's own, reached by a Unix socket alone. Data survives every way to die; a server
 * that outlived its platform is stopped before a new one starts.
 */

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type Account, ensureBinaries, serverAccount, serverHome } from "#platform/postgres/binaries.ts";

export interface Server {
  /** Settings for a `pg` pool. */
  readonly connection: pg.PoolConfig;
  stop(): Promise<void>;
}

/** Another platform works on the same data. */
export class DataInUse extends Error {
  constructor(folder: string, pid: number) {
    super(`another platform (process ${pid}) is running on the data in ${folder}`);
    this.name = "DataInUse";
  }
}

/** Starts a server on `folder`, making its data on first use. Throws `DataInUse`. */
export async function startEmbedded(folder: string, report: (line: string) => void): Promise<Server> {
  mkdirSync(folder, { recursive: true });
  const releaseLock = lock(folder);
  try {
    return await start(folder, report, releaseLock);
  } catch (error) {
    releaseLock();
    throw error;
  }
}

async function start(folder: string, report: (line: string) => void, releaseLock: () => void): Promise<Server> {
  const account = serverAccount();
  const home = ensureBinaries(account);
  const data = dataFolder(folder, account);
  if (!existsSync(join(data, "PG_VERSION"))) {
    report("making the database (once)");
    initialise(home, data, account);
  }
  await stopOrphan(data);
  const socket = mkdtempSync(join(tmpdir(), "parley-"));
  if (account) chownSync(socket, account.uid, account.gid);
  const args = ["-D", data, "-h", "", "-k", socket, "-c", "max_connections=60", "-c", "unix_socket_permissions=0700"];
  const child = spawn(join(home, "bin", "postgres"), args, {
    stdio: ["ignore", "ignore", "pipe"],
    // Ctrl-C goes to the whole group: the platform stops the server itself, after its last write.
    detached: true,
    ...(account && { uid: account.uid, gid: account.gid }),
    env: { PATH: process.env.PATH ?? "", LC_ALL: "C" },
  });
  let log = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-4000);
  });
  const connection: pg.PoolConfig = { host: socket, user: "parley", database: "postgres", max: 10 };
  await untilReady(child, connection, () => log);
  return {
    connection,
    async stop() {
      await stopChild(child);
      rmSync(socket, { recursive: true, force: true });
      releaseLock();
    },
  };
}

/** Root's data lies where the server's account can reach it, under a name made of the folder it stands for. */
function dataFolder(folder: string, account: Account | null): string {
  if (!account) return join(folder, "postgres");
  const name = createHash("sha256").update(folder).digest("hex").slice(0, 16);
  const marker = join(folder, "postgres-is-in");
  const home = join(serverHome(account), "data", name);
  // A folder that was deleted and made again starts from nothing, as it would for anybody but root.
  if (!existsSync(marker)) rmSync(home, { recursive: true, force: true });
  writeFileSync(marker, `${home}\n`);
  return home;
}

function initialise(home: string, data: string, account: Account | null): void {
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (account) {
    chmodSync(join(data, ".."), 0o755);
    chownSync(data, account.uid, account.gid);
  }
  const made = spawnSync(
    join(home, "bin", "initdb"),
    ["-D", data, "-U", "parley", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-instructions"],
    {
      encoding: "utf8",
      env: { PATH: process.env.PATH ?? "", LC_ALL: "C" },
      ...(account && { uid: account.uid, gid: account.gid }),
    },
  );
  if (made.status !== 0)
    throw new Error(`PostgreSQL could not make its data in ${data}: ${made.stderr || made.error?.message}`);
}

async function untilReady(child: ChildProcess, connection: pg.PoolConfig, log: () => string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (child.exitCode !== null) throw new Error(`PostgreSQL did not start: ${log().trim()}`);
    const client = new pg.Client({ ...connection, connectionTimeoutMillis: 2000 });
    try {
      await client.connect();
      await client.query("select 1");
      return;
    } catch {
      await sleep(25);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  throw new Error(`PostgreSQL did not answer within 15 seconds: ${log().trim()}`);
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGINT");
  await gone;
}

/** A server whose platform was killed goes on alone: it is asked to stop, as a crash would have stopped it. */
async function stopOrphan(data: string): Promise<void> {
  const file = join(data, "postmaster.pid");
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
  if (!isAlive(pid)) return;
  process.kill(pid, "SIGINT");
  for (let tries = 0; tries < 400 && isAlive(pid); tries += 1) await sleep(25);
  if (isAlive(pid)) throw new Error(`an earlier PostgreSQL (process ${pid}) does not stop`);
}

/** One platform a folder: a file with the process and when it began, so that a reused number fools nobody. */
function lock(folder: string): () => void {
  const file = join(folder, "platform.lock");
  if (existsSync(file)) {
    const [pid = "", started = ""] = readFileSync(file, "utf8").trim().split(" ");
    if (isAlive(Number(pid)) && Number(pid) !== process.pid && startOf(Number(pid)) === started) {
      throw new DataInUse(folder, Number(pid));
    }
    rmSync(file, { force: true });
  }
  writeFileSync(file, `${process.pid} ${startOf(process.pid)}\n`, { flag: "wx" });
  return () => rmSync(file, { force: true });
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return (spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).stdout ?? "")
      .trim()
      .replaceAll(" ", "_");
  }
}
