/** `parley publish`, killed (-9) at every step of its way: the old release or the new one is live, and the next run finishes. */

import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { embeddedDriver } from "#drivers/embedded/driver.ts";
import type { Platform } from "#platform/serve.ts";
import { adminToken, startForTests } from "./platform/start.ts";
import { startTestServer, type TestServer } from "./support/postgres.ts";
import { type Fault, startUnsteady, type Unsteady } from "./support/unsteady.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "parley-killed-"));
const site = join(folder, "site");
const data = join(folder, "data");
const greeting = join(site, "assistants", "bo", "workflows", "hello.yaml");
let server: TestServer;
let database: string;
let platform: Platform;
let unsteady: Unsteady;

beforeAll(async () => {
  server = await startTestServer();
  database = await server.newDatabase();
  platform = await startForTests({ databaseUrl: database });
  unsteady = await startUnsteady(platform.address);
  cpSync(join(root, "test", "sites", "small"), site, { recursive: true });
  mkdirSync(data);
  writeFileSync(join(data, "address"), unsteady.address);
  writeFileSync(join(data, "token"), adminToken);
  expect(await publish()).toMatchObject({ code: 0 });
}, 900_000);

afterAll(async () => {
  await unsteady?.stop();
  await platform?.stop();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the command; `begun` is given what kills it. */
function publish(begun: (kill: () => void) => void = () => undefined) {
  const args = ["--conditions=source", join(root, "src/cli/main.ts"), "publish", "--site", site, "--data", data];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => void (output += chunk));
  begun(() => child.kill("SIGKILL"));
  return new Promise<{ code: number | null; output: string }>((resolve) =>
    child.on("close", (code) => resolve({ code, output })),
  );
}

const liveNumber = async () => (await embeddedDriver(platform.address, adminToken).readLive()).release?.number;

/** What a dead publisher's lease does by itself after a while. */
async function leaseRunsOut(): Promise<void> {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  await client.query("update lease set expires = now() - interval '1 second'");
  await client.end();
}

test.each<[string, string, Fault["kind"], "old" | "new"]>([
  ["the lease is taken, and nobody heard of it", "POST /admin/v1/lease", "cut-after", "old"],
  ["before the bodies are uploaded", "POST /admin/v1/bodies", "cut-before", "old"],
  ["the bodies are uploaded, and nobody heard of it", "POST /admin/v1/bodies", "cut-after", "old"],
  ["the engine is about to make the release", "POST /admin/v1/releases", "cut-before", "old"],
  ["the release is made, and nobody heard of it", "POST /admin/v1/releases", "cut-after", "new"],
])("%s", { timeout: 120_000 }, async (moment, request, kind, expected) => {
  const before = (await liveNumber()) ?? 0;
  const text = readFileSync(greeting, "utf8").replace(
    /en: "[^"]*"( *, fr: "[^"]*" \}\n {4}end)/,
    `en: ${JSON.stringify(moment)}$1`,
  );
  writeFileSync(greeting, text);
  const killed = await publish((kill) => unsteady.at(request, { kind } as Fault, kill));
  expect(killed.code).toBe(null);
  expect(await liveNumber()).toBe(expected === "old" ? before : before + 1);

  await leaseRunsOut();
  const again = await publish();
  expect(again).toMatchObject({ code: 0 });
  expect(await liveNumber()).toBe(before + 1);
  expect((await publish()).output).toContain("Nothing to publish");
});
