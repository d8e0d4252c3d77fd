/** `parley publish` beside what may go wrong around it: waiting, others who publish, and what stays refused. */

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeEach, expect, test, vi } from "vitest";
import { readSite } from "#cli/site.ts";
import { checked } from "#content/content.ts";
import { embeddedDriver } from "#drivers/embedded/driver.ts";
import { planChanges } from "#plan/plan-changes.ts";
import type { Platform } from "#platform/serve.ts";
import { adminToken } from "../platform/start.ts";
import { connect, liveSiteForEach } from "../support/live-site.ts";
import { sql } from "../support/postgres.ts";
import type { SiteFolder } from "../support/site-folder.ts";
import { startUnsteady, type Unsteady } from "../support/unsteady.ts";

const hello = "assistants/bo/workflows/hello.yaml";
let database: string;
let platform: Platform;
let between: Unsteady;
let site: SiteFolder;

liveSiteForEach((made) => {
  ({ platform, site, databaseUrl: database } = made);
});
beforeEach(async () => {
  between = await startUnsteady(platform.address);
  connect(site, between);
  return () => between.stop();
});

function greet(text: string): void {
  site.write(
    hello,
    site.read(hello).replace(/en: "[^"]*", fr: "[^"]*" \}\n {4}end/, `en: "${text}", fr: "${text}" }\n    end`),
  );
}

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
/** Long enough for a plan on a slow machine. */
const meanwhileSeconds = 8;

/** Publishes at a moment to come; `meanwhile` is done once the plan was shown. */
async function publishLater(meanwhile: () => void | Promise<void>, ...args: readonly string[]) {
  const before = between.requests.length;
  const at = inSeconds(meanwhileSeconds);
  const ended = site.run("publish", "--at", at, ...args);
  const isPlanned = () => between.requests.slice(before).some((request) => request.includes("/live"));
  await expect.poll(isPlanned, { timeout: 60_000, interval: 20 }).toBe(true);
  await meanwhile();
  return { at, ...(await ended) };
}

test.each<[string, string, RegExp]>([
  ["a day that there is not", "2030-02-31T09:00Z", /is no moment: 2030-02 has no day 31/],
  ["a month that there is not", "2030-13-01T09:00Z", /is no moment/],
  ["a moment without its offset", "2030-12-01T09:00", /is no moment/],
  ["a moment that is past", "2020-01-01T09:00Z", /is past: it is 20.*\n {2}name a moment to come/],
])("--at with %s is refused at once", async (_name, at, message) => {
  const { code, stderr } = await site.run("publish", "--at", at);
  expect(stderr).toMatch(message);
  expect(code).toBe(2);
});

test("an error in the site fails before the wait", async () => {
  site.write(hello, site.read(hello).replace("say:", "sya:"));
  expect(await site.run("publish", "--at", "2090-01-01T09:00Z")).toMatchObject({ code: 1 });
});

test("what waits was shown, and goes live as it was shown", { timeout: 120_000 }, async () => {
  const { at, ...ran } = await publishLater(() => undefined);
  expect(ran.stderr).toContain(`waiting until ${at} to publish: --at says so`);
  expect(ran.stdout.match(/^Plan for local/gm)).toHaveLength(1);
  expect(ran).toMatchObject({ code: 0, stdout: expect.stringMatching(/Effect .*\nPublished as release 1\./) });
});

test("what was changed meanwhile does not go live unseen", { timeout: 120_000 }, async () => {
  expect(await site.run("publish")).toMatchObject({ code: 0 });
  greet("Shown");
  const ran = await publishLater(() => greet("Unseen"), "--format", "json");
  expect(ran.stderr).toMatch(/Plan for local.*Shown.*waiting until/s);
  expect(ran.code).toBe(1);
  const { outcome } = JSON.parse(ran.stdout);
  expect(outcome).toMatchObject({ kind: "refused", check: "moved-since-approval" });
  expect(outcome.why).toContain("assistant bo: what the files say is no longer what it was");
  expect((await site.run("status")).stdout).toContain("release 1");
});

test("an approver says yes to something, and is written down once", { timeout: 120_000 }, async () => {
  const nothing = await site.run("publish", "--approver", "ann");
  expect(nothing).toMatchObject({ code: 2, stderr: expect.stringContaining("say to which effect: --approve EFFECT") });
  const { effect } = JSON.parse((await site.run("plan", "--format", "json")).stdout);
  const ann = ["--approver", "ann", "--approver", "bob", "--approver", "ann"];
  expect(await site.run("publish", "--approve", effect, ...ann)).toMatchObject({ code: 0 });
  const { history } = JSON.parse((await site.run("history", "--format", "json")).stdout);
  expect(history[0].approvers).toEqual(["ann", "bob"]);
});

test("a publish that died is said to have died, once that is known", { timeout: 120_000 }, async () => {
  const driver = embeddedDriver(platform.address, adminToken);
  await driver.acquireLease({ who: "Bob", where: "elsewhere", commit: null, effect: "e".repeat(64) });
  const told = async () => {
    const { history } = JSON.parse((await site.run("history", "--format", "json")).stdout);
    return history.map(({ outcome }: { outcome: string }) => outcome);
  };
  const died = "died: what was live stayed, or its release stands by itself";
  expect(await told()).toEqual(["under way"]);
  await sql(database, "update lease set expires = now() - interval '1 second'");
  expect(await told()).toEqual([died]);
  expect(await site.run("publish")).toMatchObject({ code: 0 });
  expect(await told()).toEqual(["published", died]);
});

/** Somebody else's release of what the files say. */
async function releaseByAnother(): Promise<void> {
  const driver = embeddedDriver(platform.address, adminToken);
  const { content, findings } = await readSite(site.folder);
  const whole = checked(content, findings);
  if (!whole) throw new Error("the site has errors");
  const plan = planChanges(whole, await driver.readLive(), { environment: "local", commit: null });
  const { base: expects, commit, effect, release, bodies } = plan;
  await driver.uploadBodies(bodies);
  await driver.release({ expects, content: release, commit, author: "Bob", effect, approvers: [], summary: [] });
}

/** Publishes "Mine" while another one, that holds the lease, does something. */
async function publishBeside(meanwhile: () => Promise<void>) {
  expect(await site.run("publish")).toMatchObject({ code: 0 });
  const driver = embeddedDriver(platform.address, adminToken);
  const lease = await driver.acquireLease({ who: "Bob", where: "elsewhere", commit: null, effect: "e".repeat(64) });
  greet("Mine");
  const before = between.requests.length;
  const ended = site.run("publish");
  const isWaiting = () => between.requests.slice(before).includes("POST /admin/v1/lease");
  await expect.poll(isWaiting, { timeout: 60_000, interval: 20 }).toBe(true);
  await meanwhile();
  await lease.release({ outcome: "published", release: 2 });
  return ended;
}

test("of two publishers of the same, the second has nothing to publish", { timeout: 120_000 }, async () => {
  const ran = await publishBeside(releaseByAnother);
  expect(ran.stdout).toContain("Nothing to publish: release 2, which went live meanwhile, is what the files say.");
  expect(ran.code).toBe(0);
});

test("where another release made the plan another one, it is told and not published", {
  timeout: 120_000,
}, async () => {
  const ran = await publishBeside(async () => {
    greet("Theirs");
    await releaseByAnother();
  });
  expect(ran.stdout).toMatch(/Refused \[moved-since-approval\].*assistant bo: what is live is no longer what it was/s);
  expect(ran.code).toBe(1);
});

test("where what is live came back to what it was, the plan is the same and goes on", {
  timeout: 120_000,
}, async () => {
  const first = site.read(hello);
  const ran = await publishBeside(async () => {
    for (const text of ["Theirs", null]) {
      if (text === null) site.write(hello, first);
      else greet(text);
      await releaseByAnother();
    }
  });
  expect(ran.stderr).toContain("release 3 went live meanwhile: the plan is the same");
  expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining("Published as release 4.") });
});

const stateFile = (folder: string) => join(folder, ".pulumi", "stacks", "parley");

test.each([
  ["a file that was half written", (text: string) => text.slice(0, 300)],
  ["an empty file", () => ""],
  ["something else", () => '{"version":3,"checkpoint":{"latest":{"resources":[{"urn":"x"}]}}}'],
])("a damaged state of the engine's is made anew: %s", { timeout: 120_000 }, async (_name, damage) => {
  expect(await site.run("publish")).toMatchObject({ code: 0 });
  const file = join(stateFile(join(site.folder, ".parley", "publish", "local", "state")), "small-local.json");
  writeFileSync(file, damage(readFileSync(file, "utf8")));
  greet("After");
  const ran = await site.run("publish");
  expect(ran.stderr).toContain("the engine's state is damaged");
  expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining("Published as release 2.") });
  greet("And after that");
  expect((await site.run("publish")).stderr).not.toContain("damaged");
});

test("of a damaged state in a place of the operator's, what to delete is said", { timeout: 120_000 }, async () => {
  const { commit, run } = toProduction("state: { env: TEST_STATE }");
  const state = join(site.folder, ".parley", "state");
  mkdirSync(state, { recursive: true });
  const publish = () => {
    vi.stubEnv("TEST_STATE", pathToFileURL(state).href);
    return run("publish");
  };
  commit();
  expect(await publish()).toMatchObject({ code: 0 });
  writeFileSync(join(stateFile(state), "small-production.json"), "");
  greet("After");
  commit();
  expect(await publish()).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/Failed: the engine's state is damaged.*delete the stack "small-production"/s),
  });
});

const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);

/** The site is published to an environment for which windows hold. */
function toProduction(more = "") {
  const settings = site.read("parley.yaml");
  const production = `  production: { platform: "${platform.address}", token: { env: TEST_TOKEN }${more === "" ? "" : `, ${more}`} }\n`;
  site.write(".gitignore", ".parley\n");
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=Ann", "-c", "user.email=ann@shop.example", ...args], { cwd: site.folder });
  git("init", "--quiet");
  return {
    commit(publish = "") {
      site.write("parley.yaml", `${settings}${production}${publish}`);
      git("add", "--all");
      git("commit", "--quiet", "--allow-empty", "-m", "A change");
    },
    run(name: string, ...args: readonly string[]) {
      vi.stubEnv("TEST_TOKEN", adminToken);
      return site.run(name, "--env", "production", ...args);
    },
  };
}

test("what is refused already is said before the wait", { timeout: 120_000 }, async () => {
  const { commit, run } = toProduction();
  commit();
  expect(await run("publish")).toMatchObject({ code: 0 });
  greet("Undone");
  commit();
  expect(await run("publish")).toMatchObject({ code: 0 });
  expect(await run("rollback")).toMatchObject({ code: 0 });
  commit(`publish: { freeze: [{ from: ${day(-1)}, to: ${day(3)}, why: "Sale" }] }\n`);
  const refused = { code: 1, stdout: expect.stringContaining("Refused [held]: release 3, a rollback by") };
  expect(await run("publish")).toMatchObject(refused);
  const both = await run("publish", "--no-wait");
  expect(both).toMatchObject(refused);
  expect(both.stdout).toContain(`  outside-window: publishing is frozen from ${day(-1)} to ${day(3)} (Sale)`);
  expect(await run("publish", "--at", inSeconds(3600))).toMatchObject(refused);
});

test("a site with errors is not published, and that is said", async () => {
  site.write(hello, "workflow: hello\nsteps: []\n");
  const { code, stdout, stderr } = await site.run("publish");
  expect(stdout).toContain("1 error");
  expect(stderr).toContain("the site has errors: nothing is published");
  expect(code).toBe(1);
  const json = await site.run("publish", "--format", "json");
  expect(JSON.parse(json.stdout).summary.errors).toBeGreaterThan(0);
});
