/**
 * A reviewer's comment in place of the environment's approval: the job that asks finds it, the one that publishes looks
 * again for itself, and after the merge it begins a publish anew.
 */

import { readFileSync } from "node:fs";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { yesLine } from "#plan/yes-line.ts";
import type { FakeRun } from "../support/fake-github-runs.ts";
import type { GitHubSite } from "../support/github-site.ts";
import { reviewers, type TakeoverSite, takeoverSite } from "../support/takeover-site.ts";

let it: TakeoverSite;
let here: GitHubSite;
beforeEach(async () => {
  it = await takeoverSite();
  here = it.here;
  Object.assign(here.hub.pulls[0] ?? {}, {
    login: "ann",
    mergedBy: "cleo",
    mergeCommit: here.git("rev-parse", "HEAD"),
  });
  here.hub.branches.set("main", here.git("rev-parse", "HEAD"));
  here.hub.environments.set(reviewers, { users: ["bea"] });
});

/** Far from those that the fake gives. */
let ids = 900_000;
const summary = () => readFileSync(here.env.GITHUB_STEP_SUMMARY ?? "", "utf8");

function said(login: string, body: string): number {
  const id = (ids += 1);
  here.hub.comments.push({ id, issue: 1, login, body });
  return id;
}

/** As the workflow for comments runs it. */
async function taken(comment: number): Promise<string> {
  Object.assign(it.permissions, { actions: "write", checks: "read" });
  const ran = await here.site.run(
    ...["github", "yes", "--env", "production", "--reviewers", reviewers],
    ...["--pr", "1", "--comment", `${comment}`],
  );
  Object.assign(it.permissions, { actions: "read", checks: "write" });
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  const answers = here.hub.comments.filter(({ body }) => body.startsWith("<!-- parley:yes -->"));
  expect(answers.length).toBeLessThanOrEqual(1);
  return answers[0]?.body ?? "";
}

function running(status: FakeRun["status"], more: Partial<FakeRun> = {}): FakeRun {
  const run: FakeRun = {
    ...{ id: (ids += 1), file: "publish.yml", branch: "main", sha: here.git("rev-parse", "HEAD") },
    ...{ status, conclusion: null, createdAt: "2026-03-02T10:00:00Z", login: "ann", ...more },
  };
  here.hub.runs.push(run);
  return run;
}

test("the line to be copied stands in the comment and where it is asked for, and is a yes: nobody is asked again", async () => {
  it.there.lacks = [];
  const { text } = await it.reviewed();
  const first = await it.asked();
  const line = yesLine({ effect: first.effect ?? "" });
  expect(text).toContain(`\n${line}\n`);
  expect(summary()).toContain(`\n${line}\n`);
  expect(first).toMatchObject({ "wants-yes": "true", asks: "true" });
  said("bea", `${line}\n\nThat is what we agreed on.`);
  expect(await it.asked()).toMatchObject({ "wants-yes": "true", asks: "false", effect: first.effect });
  it.there.lacks = [{ name: "ORDERS_TOKEN", host: "orders.example" }];
  // The yes was taken: it is the platform that lacks something.
  expect(await it.publish(first.effect ?? "")).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("Refused [secret-missing]"),
  });
});

test("whoever publishes believes no earlier job: a yes that is gone, or changed since, is none", async () => {
  const { effect = "" } = await it.asked();
  const id = said("bea", yesLine({ effect }));
  expect(await it.asked()).toMatchObject({ asks: "false" });
  const comment = here.hub.comments.find((each) => each.id === id);
  if (comment) comment.changed = "later";
  expect(await it.publish(effect)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("Refused [too-many-takeovers]"),
    stderr: expect.stringContaining("bea has a comment that was changed after it was written"),
  });
  // What is missing can be copied where the refusal is told.
  expect(here.hub.comments.at(-1)?.body).toMatch(new RegExp(`## Parley: not published[^]*\n${yesLine({ effect })}\n`));
  here.hub.comments.splice(0);
  expect(await it.publish(effect)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("Refused [too-many-takeovers]"),
  });
  expect(await it.asked()).toMatchObject({ asks: "true" });
});

test("where nobody is named, a commit that came past every pull request leaves its author unknown, and no yes", async () => {
  here.hub.environments.clear();
  here.hub.access.set("bea", "write");
  await it.there.live(it.before, here.git("rev-parse", "HEAD~1"));
  const { effect = "" } = await it.asked();
  said("bea", yesLine({ effect }));
  expect(await it.asked()).toMatchObject({ asks: "false", effect });
  here.site.write("README.md", "Read me\n");
  here.git("add", "README.md");
  here.git("commit", "--quiet", "--no-gpg-sign", "-m", "Past every pull request");
  expect(await it.asked()).toMatchObject({ asks: "true", effect });
});

test("in a job, the line stands out on the run's page", async () => {
  vi.stubEnv("GITHUB_ACTIONS", "true");
  onTestFinished(() => void vi.unstubAllEnvs());
  const { stdout } = await here.site.run("github", "ask", "--env", "production", "--reviewers", reviewers);
  expect(stdout).toMatch(/^::notice title=A person must say yes::[\w ,]+: \/parley yes [0-9a-f]{64}$/m);
});

test("whose yes is none is told so where it is asked for", async () => {
  const { effect = "" } = await it.asked();
  said("eve", yesLine({ effect }));
  expect(await it.asked()).toMatchObject({ asks: "true" });
  expect(summary()).toContain("- `eve` (#1) `is none of those whom the environment production-approval names`");
});

test("a yes for one effect is none for another, which the live side's move makes", async () => {
  const { effect = "" } = await it.asked();
  said("bea", yesLine({ effect }));
  await it.changeLive("assistants/bo/workflows/hello.yaml", "Hello, I am Bo.", "Another day!");
  const moved = await it.asked();
  expect(moved.effect).not.toBe(effect);
  expect(moved).toMatchObject({ asks: "true" });
  expect(await it.publish(effect)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("Refused [moved-since-approval]"),
  });
});

test("of a run that is tried again, the yes of before counts for nothing but what it was for", async () => {
  here.hub.approvals.push({ environment: reviewers, login: "bea", state: "approved" });
  const { effect = "", earlier = "" } = await it.asked();
  expect(earlier).toMatch(/^\d+-1$/);
  process.env.GITHUB_RUN_ATTEMPT = "2";
  for (const known of [earlier, null]) {
    expect(await it.publish(effect, "true", known)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("Refused [too-many-takeovers]"),
    });
  }
  // Only the job that publishes was run again: what was asked then was this.
  expect(await it.publish(effect, "true", "none")).toMatchObject({
    stdout: expect.stringContaining("Refused [secret-missing]"),
  });
  here.hub.approvals.push({ environment: reviewers, login: "bea", state: "approved" });
  expect(await it.publish(effect, "true", earlier)).toMatchObject({
    stdout: expect.stringContaining("Refused [secret-missing]"),
  });
});

test("after the merge, it begins the publish anew, and ends the run that waits", async () => {
  const { effect = "" } = await it.asked();
  const waiting = running("waiting");
  const others = [running("in_progress"), running("waiting", { file: "other.yml" })];
  const answer = await taken(said("bea", yesLine({ effect })));
  expect(answer).toContain(`\`bea\` said yes to the effect \`${effect.slice(0, 12)}\`, and to no other.`);
  expect(answer).toContain("The publish is started with it, and the run that waited for an approval is ended.");
  expect(waiting).toMatchObject({ status: "completed", conclusion: "cancelled" });
  expect(others).toMatchObject([{ status: "in_progress" }, { status: "waiting" }]);
  expect(here.hub.runs.at(-1)).toMatchObject({ file: "publish.yml", status: "queued", login: "github-actions[bot]" });
});

test("what it refuses it says, in one answer, and starts nothing", async () => {
  const { effect = "" } = await it.asked();
  const waiting = running("waiting");
  expect(await taken(said("eve", yesLine({ effect })))).toContain("`is none of those whom the environment");
  expect(await taken(said("bea", "/parley yes 0123"))).toContain("does not name the whole effect");
  const other = await taken(said("bea", yesLine({ effect: "f".repeat(64) })));
  expect(other).toContain(`the effect is \`${effect.slice(0, 12)}\` now, and not \`ffffffffffff\``);
  expect(other).toContain(`\n${yesLine({ effect })}\n`);
  expect(here.hub.runs).toEqual([waiting]);
  expect(waiting).toMatchObject({ status: "waiting" });
});

test("a stranger's comment asks the platform nothing, and a program's is not answered", async () => {
  await it.there.stop();
  expect(await taken(said("eve", yesLine({ effect: "f".repeat(64) })))).toContain("## Parley: no yes");
  here.hub.comments.splice(0);
  expect(await taken(said("bea[bot]", yesLine({ effect: "f".repeat(64) })))).toBe("");
  expect(await taken(4711)).toBe("");
});

test("it is started and ended in spite of GitHub's own errors", async () => {
  const { effect = "" } = await it.asked();
  const waiting = running("waiting");
  here.hub.fail("GET /repos/{owner}/{repo}/actions/runs/{run_id}", "error-before");
  here.hub.fail("POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel", "error-after");
  const answered = await taken(said("bea", yesLine({ effect })));
  expect(answered).toContain("The publish is started with it");
  expect(waiting).toMatchObject({ conclusion: "cancelled" });
});

test("before the merge it is kept in mind, for what the review says and nothing else", async () => {
  it.there.lacks = [];
  await it.reviewed();
  Object.assign(here.hub.pulls[0] ?? {}, { state: "open", merged: false });
  const { effect = "" } = await it.asked();
  expect(await taken(said("bea", yesLine({ effect })))).toContain("It counts when this is merged");
  expect(await taken(said("bea", yesLine({ effect: "f".repeat(64) })))).toContain(`\n${yesLine({ effect })}\n`);
  expect(here.hub.runs).toEqual([]);
  Object.assign(here.hub.pulls[0] ?? {}, { state: "closed" });
  expect(await taken(said("bea", yesLine({ effect })))).toContain("this pull request is closed");
});
