/** The embedded PostgreSQL: one platform a folder, and every way to die leaves a folder that starts again. */

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DataInUse, type Server, startEmbedded } from "#platform/postgres/embedded.ts";
import { isAlive } from "#platform/postgres/process.ts";
import { temporaryFolder } from "../support/postgres.ts";

let folder: ReturnType<typeof temporaryFolder>;
const stops: (() => Promise<void>)[] = [];

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  folder.remove();
});

async function start(): Promise<Server> {
  const server = await startEmbedded(folder.path, () => undefined);
  stops.push(server.stop);
  return server;
}

async function query(server: Server, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client(server.connection);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** A process of its own that starts a server on the folder, writes a row, and stays. */
async function startElsewhere(): Promise<ChildProcess> {
  const module = fileURLToPath(new URL("../../src/platform/postgres/embedded.ts", import.meta.url));
  const script = `
    const { startEmbedded } = await import(${JSON.stringify(module)});
    const { default: pg } = await import("pg");
    const server = await startEmbedded(${JSON.stringify(folder.path)}, () => undefined);
    const pool = new pg.Pool(server.connection);
    pool.on("error", () => undefined);
    await pool.query("create table kept (word text)");
    await pool.query("insert into kept values ('acknowledged')");
    process.stdout.write("written");`;
  const child = spawn(process.execPath, ["--conditions=source", "--input-type=module", "-e", script], {
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once("data", () => resolve());
    child.once("exit", (code) => reject(new Error(`it ended with ${code}`)));
  });
  return child;
}

function postmaster(): number {
  return Number(readFileSync(join(folder.path, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await gone;
}

test("writes through to the disk, and listens at no port", async () => {
  const server = await start();
  expect(
    await query(server, "select current_setting('fsync') as fsync, current_setting('listen_addresses') as at"),
  ).toEqual([{ fsync: "on", at: "" }]);
});

test("a second platform on the same folder is refused, also from another process", async () => {
  await start();
  await expect(startEmbedded(folder.path, () => undefined)).rejects.toBeInstanceOf(DataInUse);
  await stops.pop()?.();
  const child = await startElsewhere();
  await expect(startEmbedded(folder.path, () => undefined)).rejects.toThrow(
    `another platform (process ${child.pid}) is running on the data in ${folder.path}`,
  );
  await killed(child);
  await start();
});

test("a platform that was killed leaves a server behind: the next start ends it and has every acknowledged row", async () => {
  const child = await startElsewhere();
  const orphan = postmaster();
  const socket = readFileSync(join(folder.path, "postgres", "postmaster.pid"), "utf8").split("\n")[4] ?? "";
  await killed(child);
  expect([isAlive(orphan), existsSync(socket)]).toEqual([true, true]);
  const server = await start();
  expect([isAlive(orphan), existsSync(socket)]).toEqual([false, false]);
  expect(await query(server, "select word from kept")).toEqual([{ word: "acknowledged" }]);
});

test("a server that was killed too leaves nothing in the way", async () => {
  const child = await startElsewhere();
  process.kill(postmaster(), "SIGKILL");
  await killed(child);
  expect(await query(await start(), "select word from kept")).toEqual([{ word: "acknowledged" }]);
});

test("a number of a process that is another program's by now is left in peace", async () => {
  await start();
  await stops.pop()?.();
  const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  try {
    writeFileSync(join(folder.path, "platform.lock"), `${other.pid} 1\n`);
    writeFileSync(join(folder.path, "postgres", "postmaster.pid"), `${other.pid}\n${folder.path}/postgres\n`);
    await start();
    expect(isAlive(other.pid ?? 0)).toBe(true);
  } finally {
    await killed(other);
  }
});

test("data whose making was interrupted is made anew", async () => {
  await start();
  await stops.pop()?.();
  const { rmSync } = await import("node:fs");
  rmSync(join(folder.path, "postgres", "parley-initialised"));
  rmSync(join(folder.path, "postgres", "global"), { recursive: true });
  expect(await query(await start(), "select 1 as one")).toEqual([{ one: 1 }]);
});

test("stopping removes the socket and the lock", async () => {
  const server = await start();
  await stops.pop()?.();
  expect([existsSync(server.connection.host ?? ""), existsSync(join(folder.path, "platform.lock"))]).toEqual([
    false,
    false,
  ]);
});
