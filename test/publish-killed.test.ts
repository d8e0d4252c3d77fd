/**
 * `parley publish`, killed (-9) at every step of its way, stopped for longer than its lease lasts, and with a platform that
 * goes: the old release or the new one is live, what is said of it is true, and the next run finishes.
 */

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
let sleeping: ReturnType<typeof publish> | undefined;

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

type Signal = "SIGKILL" | "SIGSTOP" | "SIGCONT";

/** Runs the command; `begun` is given what kills it, or stops it. */
function publish(begun: (kill: (signal?: Signal) => void) => void = () => undefined) {
  const args = ["--conditions=source", join(root, "src/cli/main.ts"), "publish", "--site", site, "--data", data];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => void (output += chunk));
  begun((signal = "SIGKILL") => child.kill(signal));
  return new Promise<{ code: number | null; output: string }>((resolve) =>
    child.on("close", (code) => resolve({ code, output })),
  );
}

const liveNumber = async () => (await embeddedDriver(platform.address, adminToken).readLive()).release?.number;

function greet(text: string): void {
  const before = readFileSync(greeting, "utf8");
  writeFileSync(greeting, before.replace(/en: "[^"]*"( *, fr: "[^"]*" \}\n {4}end)/, `en: ${JSON.stringify(text)}$1`));
}

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
  greet(moment);
  const killed = await publish((kill) => unsteady.at(request, { kind } as Fault, kill));
  expect(killed.code).toBe(null);
  expect(await liveNumber()).toBe(expected === "old" ? before : before + 1);

  await leaseRunsOut();
  const again = await publish();
  expect(again).toMatchObject({ code: 0 });
  expect(await liveNumber()).toBe(before + 1);
  expect((await publish()).output).toContain("Nothing to publish");
});

test.each<[string, string, Fault["kind"], RegExp, "old" | "new"]>([
  [
    "when the bodies are uploaded",
    "POST /admin/v1/bodies",
    "cut-before",
    /done: lease taken; not done: bodies uploaded, engine run, release live\n {2}no release was made: what was live before still is/,
    "old",
  ],
  [
    "when it is asked for the release",
    "POST /admin/v1/releases",
    "cut-before",
    /done: lease taken, bodies uploaded; not done: engine run, release live\n {2}whether the release was made is not known/,
    "old",
  ],
  [
    "before it answers that the release is made",
    "POST /admin/v1/releases",
    "cut-after",
    /done: lease taken, bodies uploaded; not done: engine run, release live\n {2}whether the release was made is not known/,
    "new",
  ],
])(
  "the platform is gone %s: what was done is said, and the next run finishes",
  { timeout: 180_000 },
  async (moment, request, kind, says, expected) => {
    const before = (await liveNumber()) ?? 0;
    greet(`gone ${moment}`);
    const gone = unsteady;
    const { code, output } = await publish(() => gone.at(request, { kind } as Fault, () => void gone.stop()));
    unsteady = await startUnsteady(platform.address);
    writeFileSync(join(data, "address"), unsteady.address);
    expect(output).toMatch(/Failed: the platform at .* cannot be reached/);
    expect(output).toMatch(says);
    expect(output).toContain("once it answers, publish again: that goes on where this one stopped");
    expect(code).toBe(1);
    expect(await liveNumber()).toBe(expected === "old" ? before : before + 1);
    await leaseRunsOut();
    expect(await publish()).toMatchObject({ code: 0 });
    expect(await liveNumber()).toBe(before + 1);
  },
);

test.each<[string, Fault["kind"], boolean]>([
  ["before its release is made: another one publishes, and it does not", "cut-before", false],
  ["after its release was made: the other one has nothing to publish", "cut-after", true],
])("stopped, and woken after its lease was taken, %s", { timeout: 180_000 }, async (moment, kind, isFirst) => {
  const before = (await liveNumber()) ?? 0;
  greet(`slept ${moment}`);
  let wake: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => {
    sleeping = publish((signal) => {
      unsteady.at("POST /admin/v1/releases", { kind } as Fault, () => {
        signal("SIGSTOP");
        wake = () => signal("SIGCONT");
        resolve();
      });
    });
  });
  await stopped;
  await leaseRunsOut();
  const other = await publish();
  expect(other).toMatchObject({
    code: 0,
    output: expect.stringContaining(isFirst ? "Nothing to publish" : "Published"),
  });
  wake();
  const slept = await sleeping;
  expect(slept?.output).toContain(isFirst ? `Published as release ${before + 1}` : "Nothing to publish");
  const driver = embeddedDriver(platform.address, adminToken);
  const records = (await driver.publishes(9)).filter(({ release }) => release === before + 1);
  expect(records.map(({ outcome }) => outcome)).toEqual(["published"]);
  expect(await liveNumber()).toBe(before + 1);
});
