/** One PostgreSQL process on data that is there, reached by a socket, for tests that kill it. */

import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Account } from "#platform/postgres/binaries.ts";

export type Row = Readonly<Record<string, unknown>>;

export interface ServerProcess {
  /** Ends it, and waits until it is gone. */
  end(signal: NodeJS.Signals): Promise<void>;
}

export interface ServerOptions {
  /** The folder with PostgreSQL's `bin`. */
  readonly home: string;
  readonly data: string;
  /** The folder for its socket. */
  readonly socket: string;
  readonly account: Account | null;
  readonly settings?: Readonly<Record<string, string>>;
}

export function addressOf(socket: string): string {
  return `postgresql://parley@${encodeURIComponent(socket)}/postgres`;
}

/** Resolves when it answers. What a server that was killed left behind may keep it from starting for a while. */
export async function startServer({
  home,
  data,
  socket,
  account,
  settings = {},
}: ServerOptions): Promise<ServerProcess> {
  const set = Object.entries({ max_connections: "60", ...settings }).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
  for (const until = Date.now() + 300_000; Date.now() < until; await sleep(100)) {
    const child = spawn(join(home, "bin", "postgres"), ["-D", data, "-h", "", "-k", socket, ...set], {
      stdio: "ignore",
      cwd: "/",
      ...(account && { uid: account.uid, gid: account.gid }),
      env: { PATH: process.env.PATH ?? "", LC_ALL: "C" },
    });
    for (; isRunning(child) && Date.now() < until; await sleep(20)) {
      try {
        await ask(addressOf(socket), "select 1");
        return { end: (signal) => end(child, signal) };
      } catch {
        // Not yet.
      }
    }
  }
  throw new Error("PostgreSQL did not start");
}

/** One statement on a connection of its own. */
export async function ask(address: string, text: string): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: address, connectionTimeoutMillis: 2000 });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

const isRunning = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode === null && signalCode === null;

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (!isRunning(child)) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await gone;
}
