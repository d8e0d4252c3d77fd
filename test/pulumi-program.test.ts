/** A Pulumi program of somebody's own, as `examples/pulumi` has it: the real engine, and the provider on PATH. */

import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { embeddedDriver } from "#drivers/embedded/driver.ts";
import type { Platform } from "#platform/serve.ts";
import { ensureEngine } from "#publish/engine.ts";
import { adminToken, startForTests } from "./platform/start.ts";
import { sql, startTestServer, type TestServer } from "./support/postgres.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "parley-program-"));
const build = join(folder, "build");
let server: TestServer;
let database: string;
let platform: Platform;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  server = await startTestServer();
  database = await server.newDatabase();
  platform = await startForTests({ databaseUrl: database });
  const engine = await ensureEngine(() => undefined);
  const bin = join(folder, "bin");
  const state = join(folder, "state");
  for (const path of [bin, state]) mkdirSync(path);
  const provider = `#!/bin/sh\nexec "${process.execPath}" --conditions=source "${join(root, "src/provider/main.ts")}" "$@"\n`;
  writeFileSync(join(bin, "pulumi-resource-parley"), provider, { mode: 0o755 });
  env = {
    ...process.env,
    PATH: [bin, ...(isAbsolute(engine) ? [dirname(engine)] : []), process.env.PATH].join(delimiter),
    PULUMI_HOME: join(folder, "home"),
    PULUMI_BACKEND_URL: pathToFileURL(state).href,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PARLEY_PLATFORM: platform.address,
    PARLEY_TOKEN: adminToken,
  };
}, 900_000);

afterAll(async () => {
  await platform?.stop();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Rejects where the program fails. The platform runs in this process, which must not wait. */
async function run(more: NodeJS.ProcessEnv = {}): Promise<string> {
  const program = join(root, "examples/pulumi/publish.ts");
  const args = [program, join(build, "site.json")];
  return (await promisify(execFile)(process.execPath, args, { env: { ...env, ...more }, cwd: folder })).stdout;
}

/** What a program says that fails. */
async function failure(more: NodeJS.ProcessEnv = {}): Promise<string> {
  const text = await run(more).then(
    (stdout) => `it succeeded: ${stdout}`,
    (error: { readonly stdout?: string; readonly stderr?: string }) => `${error.stdout}\n${error.stderr}`,
  );
  // The engine breaks lines where it likes.
  return text.replace(/\s+/g, " ");
}

/** Writes what the site would publish, with what it says in place of something. */
function built(edit: readonly [string, string] | null = null): void {
  const site = join(folder, "site");
  const file = join(site, "assistants/bo/workflows/hello.yaml");
  cpSync(join(root, "test/sites/small"), site, { recursive: true });
  if (edit) writeFileSync(file, readFileSync(file, "utf8").replace(...edit));
  rmSync(build, { recursive: true, force: true });
  const args = ["--conditions=source", join(root, "src/cli/main.ts"), "build", "--out", build, "--site", site];
  execFileSync(process.execPath, args);
}

/** As though it had been built of this commit. */
function from(commit: string): void {
  const manifest = join(build, "site.json");
  writeFileSync(manifest, JSON.stringify({ ...JSON.parse(readFileSync(manifest, "utf8")), commit }));
}

test("publishes what parley build has written, assets too, and then has nothing to do", {
  timeout: 600_000,
}, async () => {
  const args = ["--conditions=source", join(root, "src/cli/main.ts"), "build", "--out", build, "--site", root];
  execFileSync(process.execPath, args);
  expect(readdirSync(build).some((file) => file.endsWith(".asset"))).toBe(true);

  expect(await run()).toMatch(/succeeded: .*"create"/);
  const driver = embeddedDriver(platform.address, adminToken);
  const { release, bodies } = await driver.readLive();
  expect(release).toMatchObject({ number: 1, site: "maison-lumiere" });
  expect([...bodies.values()].some(({ kind, id }) => kind === "assistant" && id === "lumi")).toBe(true);
  const assets = [...bodies.values()].flatMap((body) => (body.kind === "brand" ? Object.values(body.assets) : []));
  expect(await driver.missing(assets)).toEqual([]);

  expect(await run()).toMatch(/succeeded: \{"same":\d+\}/);
  expect(await driver.history(5)).toHaveLength(1);
  expect(await driver.publishes(5)).toMatchObject([{ outcome: "published", release: 1, where: "the Pulumi engine" }]);
});

test("of another site, leaves alone what is there, and is held to what the command line is", {
  timeout: 600_000,
}, async () => {
  const driver = embeddedDriver(platform.address, adminToken, "small");
  const [one, two] = ["1".repeat(40), "2".repeat(40)] as const;
  built();
  from(one);
  await run();
  expect(await driver.readLive()).toMatchObject({ release: { commit: one }, others: [{ site: "maison-lumiere" }] });
  built(["Hello, I am Bo.", "Good day, I am Bo."]);
  from(two);
  await run();

  // A rollback stays, until a person says yes to bringing back what it took away.
  await driver.rollback({ to: null, assistants: [], channels: [], recall: false, author: "Ann" });
  const held = await failure();
  expect(held).toMatch(/a rollback by Ann, took this very version of the assistant "bo" away/);
  const approve = /says yes to the effect ([0-9a-f]{12})/.exec(held)?.[1] ?? "";
  expect(await failure({ PARLEY_APPROVE: "0".repeat(12) })).toContain("took this very version");
  expect((await driver.liveRelease())?.kind).toBe("rollback");
  await run({ PARLEY_APPROVE: approve });
  expect(await driver.readLive()).toMatchObject({ release: { kind: "publish", commit: two }, holds: [] });

  // Nothing older overwrites something newer.
  built(["Hello, I am Bo.", "I am Bo, of long ago."]);
  from(one);
  expect(await failure()).toMatch(/111111111111 was published already, and 222222222222 after it/);

  // One at a time.
  const lease = await driver.acquireLease({ who: "Bob", where: "elsewhere", commit: null, effect: "e".repeat(64) });
  // It lives, however long a program takes to begin.
  await sql(database, "update lease set expires = now() + interval '1 hour'");
  from("3".repeat(40));
  expect(await failure()).toMatch(/Bob on elsewhere has been publishing since/);
  await lease.release({ outcome: "failed", release: null });
  await run();
  expect(await driver.liveRelease()).toMatchObject({ commit: "3".repeat(40) });
  const outcomes = (await driver.publishes(9)).map(({ outcome, release }) => `${outcome?.slice(0, 9)} ${release}`);
  expect(outcomes[0]).toBe("published 6");
  expect(outcomes.filter((outcome) => outcome.startsWith("published"))).toHaveLength(4);
  expect(Object.keys((await embeddedDriver(platform.address, adminToken).liveRelease())?.content ?? {})).toContain(
    "web-fr",
  );
});
