/**
 * Outside the site's windows a publish on GitHub waits: it is recorded on the commit, nobody is asked for a yes, and the
 * hourly look starts it once they are open, and for no other reason.
 */

import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { yesLine } from "#plan/yes-line.ts";
import type { GitHubSite } from "../support/github-site.ts";
import { reviewers, type TakeoverSite, takeoverSite } from "../support/takeover-site.ts";

let it: TakeoverSite;
let here: GitHubSite;

/** A Tuesday at noon, with windows in the morning: they open on Wednesday at eight. */
const noon = "2026-12-01T12:00:00Z";
const morning = "2026-12-02T08:30:00Z";
const windows = 'windows: ["mon-fri 08:00-10:00 UTC"]';

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date(noon) });
  it = await takeoverSite();
  here = it.here;
});
afterEach(() => void vi.useRealTimers());

/** The commit at main's end is what the pull request's merge made of it. */
function merged(): string {
  const commit = here.git("rev-parse", "HEAD");
  Object.assign(here.hub.pulls[0] ?? {}, { mergeCommit: commit });
  here.hub.branches.set("main", commit);
  return commit;
}

const now = (moment: string) => void vi.setSystemTime(new Date(moment));
const record = () => here.hub.checks.filter(({ name }) => name === "Parley publish").at(-1);
const comment = () => here.hub.comments.find(({ body }) => body.startsWith("<!-- parley:publish -->"))?.body ?? "";
const started = () => here.hub.runs.filter(({ file }) => file === "publish.yml").length;

/** As the hourly workflow runs it. */
async function looked(): Promise<string> {
  const before = { ...it.permissions };
  for (const name of Object.keys(it.permissions)) delete it.permissions[name];
  Object.assign(it.permissions, { contents: "read", checks: "read", actions: "write" });
  const { code, stdout, stderr } = await here.site.run("github", "resume", "--env", "production");
  Object.assign(it.permissions, before);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

test("it waits, says until when, asks nobody, and is planned anew when the windows are open", async () => {
  it.setPublish(windows);
  const commit = merged();
  const asked = await it.asked();
  expect(asked).toMatchObject({ empty: "false", "wants-yes": "later", asks: "false" });
  expect(readFileSync(here.env.GITHUB_STEP_SUMMARY ?? "", "utf8")).toContain("closed until 2026-12-02T08:00:00.000Z");
  expect(await it.publish(asked.effect ?? "", asked["wants-yes"])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("Waits: publishing is open mon-fri 08:00-10:00 UTC: closed until 2026-12-02T08:00"),
  });
  expect(record()).toMatchObject({ sha: commit, conclusion: "neutral", title: "waits until 2026-12-02 08:00 UTC" });
  expect(comment()).toContain("## Parley: waits until 2026-12-02 08:00 UTC");
  expect(comment()).toContain("**Nobody begins it then:** set the repository's variable `PARLEY_WINDOWS`");

  expect(await looked()).toContain("still waits: publishing is open mon-fri 08:00-10:00 UTC: closed until");
  expect(started()).toBe(0);
  now(morning);
  expect(await looked()).toContain("The windows are open");
  expect(here.hub.runs).toMatchObject([{ file: "publish.yml", branch: "main", sha: commit, status: "queued" }]);
  expect(await looked()).toContain("was taken up already");
  expect(started()).toBe(1);

  // The run that it started asks: nobody had been asked before.
  const again = await it.asked();
  expect(again).toMatchObject({ "wants-yes": "true", asks: "true" });
  expect(await it.publish(again.effect ?? "")).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("Refused [too-many-takeovers]"),
  });
  expect(record()).toMatchObject({ sha: commit, conclusion: "failure", title: "not published: too-many-takeovers" });
  here.hub.runs.length = 0;
  expect(await looked()).toContain("waits.");
  expect(started()).toBe(0);
});

test("where the windows are looked at, the pull request is told so", async () => {
  it.setPublish(windows);
  merged();
  process.env.PARLEY_WINDOWS = "true";
  const { effect = "" } = await it.asked();
  await it.publish(effect, "later");
  delete process.env.PARLEY_WINDOWS;
  expect(comment()).toContain("It begins within the hour after that.");
});

test("windows that open between the two jobs ask nobody by surprise: it waits for the next look", async () => {
  it.setPublish(windows);
  merged();
  const { effect = "" } = await it.asked();
  now(morning);
  expect(await it.publish(effect, "later")).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("has opened since"),
  });
  expect(record()).toMatchObject({ conclusion: "neutral" });
  now("2026-12-02T09:11:00Z");
  expect(await looked()).toContain("The windows are open");
});

test("windows that close before somebody has said yes: it waits, and a comment's yes is still one when they open", async () => {
  it.setPublish(windows);
  merged();
  here.hub.environments.set(reviewers, { users: ["bea"] });
  now(morning);
  const { effect = "", asks } = await it.asked();
  expect(asks).toBe("true");
  here.hub.comments.push({ id: 900_001, issue: 1, login: "bea", body: yesLine({ effect }) });
  here.hub.approvals.push({ environment: reviewers, login: "bea", state: "approved" });
  now("2026-12-02T11:00:00Z");
  expect(await it.publish(effect)).toMatchObject({ code: 0, stdout: expect.stringContaining("Waits: ") });
  now("2026-12-03T08:30:00Z");
  expect(await it.asked()).toMatchObject({ "wants-yes": "true", asks: "false" });
  expect(await it.publish(effect)).toMatchObject({ stdout: expect.stringContaining("Refused [secret-missing]") });
});

test("a newer commit, and one that nothing is recorded of, start nothing", async () => {
  it.setPublish(windows);
  merged();
  const { effect = "" } = await it.asked();
  await it.publish(effect, "later");
  here.site.write("README.md", "Read me\n");
  here.git("add", "README.md");
  here.git("commit", "--quiet", "--no-gpg-sign", "-m", "Words");
  merged();
  now(morning);
  expect(await looked()).toMatch(/^No publish of [0-9a-f]{12} waits\.$/m);
  expect(started()).toBe(0);
});

test("another environment's waiting is none", async () => {
  it.setPublish(windows);
  merged();
  const { effect = "" } = await it.asked();
  await it.publish(effect, "later");
  const check = record();
  if (check) check.text = check.text?.replace(" production ", " staging ") ?? null;
  now(morning);
  expect(await looked()).toMatch(/^No publish of/m);
});

test("what cannot be recorded does not wait unseen: it is refused", async () => {
  it.setPublish(windows);
  merged();
  const { effect = "" } = await it.asked();
  it.permissions.checks = "read";
  expect(await it.publish(effect, "later")).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("Refused [outside-window]"),
    stderr: expect.stringContaining("the commit's check could not be written: GitHub refused (403)"),
  });
});

test("what no yes helps against is refused at once, and windows that never open are too", async () => {
  it.setPublish(windows);
  merged();
  const elsewhere = here.git("commit-tree", "HEAD^{tree}", "-m", "Published from another branch");
  await it.there.live(it.before, elsewhere);
  const { effect = "" } = await it.asked();
  expect(await it.publish(effect, "later")).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("Refused [not-a-descendant]"),
  });
  await it.there.live(it.before);
  it.setPublish('freeze: [{ from: "2026-01-01", to: "9999-12-31" }]');
  const never = await it.asked();
  expect(await it.publish(never.effect ?? "", never["wants-yes"])).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("it never opens"),
  });
});
