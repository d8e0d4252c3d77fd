/** A Pulumi program of somebody's own, as `examples/pulumi` has it: the real engine, and the provider on PATH. */

import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { embeddedDriver } from "#drivers/embedded/driver.ts";
import type { Platform } from "#platform/serve.ts";
import { ensureEngine } from "#publish/engine.ts";
import { adminToken, startForTests } from "./platform/start.ts";
import { startTestServer, type TestServer } from "./support/postgres.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "parley-program-"));
const build = join(folder, "build");
let server: TestServer;
let platform: Platform;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  server = await startTestServer();
  platform = await startForTests({ databaseUrl: await server.newDatabase() });
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
async function run(): Promise<string> {
  const program = join(root, "examples/pulumi/publish.ts");
  const args = [program, join(build, "site.json")];
  return (await promisify(execFile)(process.execPath, args, { env, cwd: folder })).stdout;
}

test("publishes what parley build has written, assets too, and then has nothing to do", {
  timeout: 120_000,
}, async () => {
  const args = ["--conditions=source", join(root, "src/cli/main.ts"), "build", "--out", build, "--site", root];
  execFileSync(process.execPath, args);
  expect(readdirSync(build).some((file) => file.endsWith(".asset"))).toBe(true);

  expect(await run()).toMatch(/succeeded: .*"create"/);
  const driver = embeddedDriver(platform.address, adminToken);
  const { release, bodies } = await driver.readLive();
  expect(release?.number).toBe(1);
  expect([...bodies.values()].some(({ kind, id }) => kind === "assistant" && id === "lumi")).toBe(true);
  const assets = [...bodies.values()].flatMap((body) => (body.kind === "brand" ? Object.values(body.assets) : []));
  expect(await driver.missing(assets)).toEqual([]);

  expect(await run()).toMatch(/succeeded: \{"same":\d+\}/);
  expect(await driver.history(5)).toHaveLength(1);
});
