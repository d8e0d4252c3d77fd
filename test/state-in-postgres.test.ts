/** The engine's state in a PostgreSQL of the operator's: published again, and past a lock that a dead run left there. */

import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { adminToken, startForTests } from "./platform/start.ts";
import { sql, startTestServer, type TestServer } from "./support/postgres.ts";
import { smallSite } from "./support/site-folder.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
}, 900_000);
afterAll(() => server?.stop());

/** The engine's own driver takes a socket's folder as a parameter. */
function forTheEngine(address: string): string {
  const { username, host, pathname, searchParams } = new URL(address);
  const folder = decodeURIComponent(host);
  if (!folder.startsWith("/")) return address;
  searchParams.set("host", folder);
  searchParams.set("sslmode", "disable");
  return `postgres://${username}@${pathname}?${searchParams}`;
}

test("a second publish finds the first one's state; a dead run's lock is cleared; a failure tells no password", {
  timeout: 120_000,
}, async () => {
  const platform = await startForTests({ databaseUrl: await server.newDatabase() });
  onTestFinished(() => platform.stop());
  const state = await server.newDatabase();
  const site = smallSite();
  const environment = (address: string) =>
    `  staging: { platform: "${address}", token: { env: TEST_TOKEN }, state: { env: TEST_STATE } }\n`;
  site.write("parley.yaml", `${site.read("parley.yaml")}${environment(platform.address)}`);
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=Ann", "-c", "user.email=ann@shop.example", ...args], { cwd: site.folder });
  const publish = async (text: string, stateUrl = forTheEngine(state)) => {
    vi.stubEnv("TEST_TOKEN", adminToken);
    vi.stubEnv("TEST_STATE", stateUrl);
    const file = "assistants/bo/workflows/hello.yaml";
    site.write(file, site.read(file).replace(/en: "Hello[^"]*"/, `en: "Hello ${text}"`));
    git("add", "--all");
    git("commit", "--quiet", "-m", text);
    return site.run("publish", "--env", "staging");
  };
  site.write(".gitignore", ".parley\n");
  git("init", "--quiet");
  expect(await publish("one")).toMatchObject({ code: 0, stdout: expect.stringContaining("release 1") });
  expect(await publish("two")).toMatchObject({ code: 0, stdout: expect.stringContaining("release 2") });

  const [stack] = await sql(state, "select key from pulumi_state where key like '%/stacks/%/small-staging.json'");
  const lock = String(stack?.key).replace(/\/stacks\/(.*)\.json$/, "/locks/organization/$1/a-dead-run.json");
  const dead = { pid: 1, username: "ann", hostname: "gone", timestamp: "2026-01-01T00:00:00Z" };
  // As the engine writes what it keeps.
  const kept = JSON.stringify({ data: Buffer.from(JSON.stringify(dead)).toString("base64") });
  await sql(state, "insert into pulumi_state (key, data) values ($1, $2)", [lock, kept]);
  const third = await publish("three");
  expect(third).toMatchObject({ code: 0, stdout: expect.stringContaining("release 3") });
  expect(third.stderr).toContain("clearing the lock of a publish that died");
  expect(await sql(state, "select key from pulumi_state where key like '%/locks/%'")).toEqual([]);

  const failed = await publish("four", "postgres://ann:hush@127.0.0.1:1/state?sslmode=disable");
  expect(failed.code).toBe(1);
  expect(failed.stdout).toContain('unable to open state database "(the state\'s address)"');
  const history = await site.run("history", "--env", "staging", "--format", "json");
  expect(`${failed.stdout}${failed.stderr}${history.stdout}`).not.toContain("hush");
  const wrong = await publish("five", "a bucket");
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining("no address of a Pulumi backend") });
});
