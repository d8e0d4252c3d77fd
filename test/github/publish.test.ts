/**
 * What the publish workflow does, up to the platform's word: what a person must say yes to is asked for, a yes is a
 * reviewer's and holds for one effect, and the pull request is told how it ended.
 */

import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { readSite } from "#cli/site.ts";
import { checked } from "#content/content.ts";
import { nothingLive } from "#plan/live.ts";
import { planChanges } from "#plan/plan-changes.ts";
import type { Level } from "../support/fake-github.ts";
import { repository } from "../support/fake-github-operations.ts";
import { commitAll, type GitHubSite, gitHubSite } from "../support/github-site.ts";
import { emptyFolder } from "../support/site-folder.ts";

const reviewers = "production-approval";

interface Platform {
  readonly address: string;
  /** The site in a folder goes live, as though it had been published from a commit. */
  live(folder: string, commit?: string): Promise<void>;
  /** The secrets that it lacks: that is where each publish here ends at the latest. */
  lacks: readonly { readonly name: string; readonly host: string }[];
}

async function platform(): Promise<Platform> {
  let answers: Readonly<Record<string, unknown>> = {};
  const server = createServer((request, response) => {
    const path = (request.url ?? "").replace("/admin/v1", "");
    const answer = path === "/secrets/missing" ? { missing: there.lacks } : answers[path];
    response.writeHead(answer ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(answer ?? { error: { code: "unknown", message: path } }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lacks: [{ name: "ORDERS_TOKEN", host: "orders.example" }],
    async live(folder, commit) {
      const { content, findings } = await readSite(folder);
      const whole = checked(content, findings);
      if (!whole) throw new Error(findings.map(({ message }) => message).join("\n"));
      const plan = planChanges(whole, nothingLive, { environment: "production", commit: null });
      const made = {
        commit: commit ?? null,
        author: null,
        publishedAt: new Date(0).toISOString(),
        approvers: [],
        summary: [],
      };
      const release = { number: 1, digest: plan.effect, content: plan.release, effect: plan.effect, kind: "publish" };
      answers = {
        "/live": { release: { ...release, ...made }, holds: [] },
        "/bodies/fetch": { bodies: Object.fromEntries(plan.bodies) },
        "/conversations/running": { running: [] },
      };
    },
  };
}

let here: GitHubSite;
let there: Platform;
let permissions: Record<string, Level>;
/** The site as it is live at first, and what makes another one live in its place. */
let before: string;
let goesLive: (folder: string) => Promise<void>;

/** Three channels get another assistant: more than a publish may by itself. */
beforeEach(async () => {
  permissions = { contents: "read", actions: "read", checks: "read", "pull-requests": "write" };
  here = await gitHubSite({ permissions });
  const { site } = here;
  there = await platform();
  site.write(
    "parley.yaml",
    `site: small\nenvironments:\n  production: { platform: "${there.address}", token: { env: PARLEY_TOKEN } }\n`,
  );
  const connection = "brands/shop/connections/orders.yaml";
  site.write(connection, `${site.read(connection)}auth: { bearer: { secret: ORDERS_TOKEN } }\n`);
  for (const id of ["one", "two", "three"]) await site.run("new", "channel", id, "--assistant", "bo");
  goesLive = there.live;
  await goesLive(site.folder);
  before = copyOf(site.folder);
  await site.run("new", "assistant", "al");
  const file = "assistants/al/assistant.yaml";
  site.write(file, site.read(file).replace(/^status: draft\n/m, ""));
  for (const name of ["hello", "lost"]) {
    site.write(`assistants/al/workflows/${name}.yaml`, site.read(`assistants/bo/workflows/${name}.yaml`));
  }
  await site.run("connect", "al", "one", "two", "three");
  commitAll(site.folder, "Al answers");
  const head = { repository, branch: "al", sha: here.git("rev-parse", "HEAD") };
  here.hub.pulls.push({ number: 1, title: "", body: "", state: "closed", base: "main", head, merged: true });
  writeFileSync(here.env.GITHUB_OUTPUT ?? "", "");
  process.env.PARLEY_TOKEN = "a-platform-token";
  onTestFinished(() => void delete process.env.PARLEY_TOKEN);
});

function copyOf(folder: string): string {
  const copy = emptyFolder().folder;
  cpSync(folder, copy, { recursive: true });
  return copy;
}

/** Somebody changes a file of what is live, past this repository. */
async function changeLive(file: string, from: string, to: string, folder = before): Promise<void> {
  const copy = copyOf(folder);
  const text = readFileSync(join(copy, file), "utf8");
  expect(text).toContain(from);
  writeFileSync(join(copy, file), text.replace(from, to));
  await goesLive(copy);
}

async function asked(): Promise<Readonly<Record<string, string>>> {
  expect(await here.site.run("github", "ask", "--env", "production")).toMatchObject({ code: 0, stderr: "" });
  const lines = readFileSync(here.env.GITHUB_OUTPUT ?? "", "utf8")
    .trim()
    .split("\n");
  return Object.fromEntries(lines.map((line) => line.split("=") as [string, string]));
}

const publish = (effect: string, wantsYes = "true") =>
  here.site.run(
    ...["github", "publish", "--env", "production", "--asked", effect, "--wants-yes", wantsYes],
    ...["--reviewers", reviewers],
  );

/** The pull request's review, with a commit from here as its head. */
async function reviewed(head = here.git("rev-parse", "HEAD")) {
  here.git("push", "--quiet", "--force", `${here.env.GITHUB_SERVER_URL}/${repository}.git`, `${head}:refs/pull/1/head`);
  const [pull] = here.hub.pulls;
  if (pull) pull.head.sha = head;
  Object.assign(permissions, { checks: "write" });
  const ran = await here.site.run("github", "review", "--pr", "1", "--env", "production");
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  Object.assign(permissions, { checks: "read" });
  return { check: here.hub.checks.at(-1), text: here.hub.comments[0]?.body ?? "" };
}

/** So many channels may get another assistant by themselves: no guard asks for anything. */
async function withoutGuards(onMoved?: string): Promise<void> {
  const more = onMoved === undefined ? "" : `, on_moved: ${onMoved}`;
  const { site } = here;
  site.write("parley.yaml", `${site.read("parley.yaml")}publish: { max_channel_takeovers: 10${more} }\n`);
  commitAll(site.folder, "Many may");
  const [pull] = here.hub.pulls;
  if (pull) pull.head.sha = here.git("rev-parse", "HEAD");
}

test("a pull request is held against what is live, and its check leaves a yes to the publish", async () => {
  there.lacks = [];
  const { check, text } = await reviewed();
  expect(check).toMatchObject({ conclusion: "neutral", title: "publishing it wants a person's yes" });
  expect(text).toContain("- `one`: `al` replaces `bo`");
  expect(text).toContain("**error** `too-many-takeovers`");
  expect(text).toMatch(/Effect `[0-9a-f]{12}` on `production`, where release 1 is live there\./);
  expect(text).not.toContain("a-platform-token");
});

test("a check fails where the publish would be refused for a secret that the platform lacks", async () => {
  const { check, text } = await reviewed();
  expect(check).toMatchObject({ conclusion: "failure", title: "cannot be published: secret-missing" });
  expect(text).toContain("## Parley: cannot be published: secret-missing");
  expect(text).toContain("lacks what its connections need: ORDERS_TOKEN for orders.example");
  const { effect = "" } = await asked();
  here.hub.approvals.push({ environment: reviewers, login: "ann", state: "approved" });
  expect(await publish(effect)).toMatchObject({ code: 1, stdout: expect.stringContaining("secret-missing") });
});

test("a check fails where what is live is no ancestor of what a merge makes, and of that alone", async () => {
  there.lacks = [];
  const before = here.git("rev-parse", "HEAD");
  const elsewhere = here.git("commit-tree", "HEAD^{tree}", "-m", "Published from another branch");
  here.git("checkout", "--quiet", "HEAD~1");
  await there.live(here.site.folder, elsewhere);
  here.git("checkout", "--quiet", "main");
  const { check, text } = await reviewed();
  expect(check).toMatchObject({ conclusion: "failure", title: "cannot be published: not-a-descendant" });
  expect(text).toContain(`\`not-a-descendant\`: \`the live release was published from ${elsewhere.slice(0, 12)}`);
  here.hub.approvals.push({ environment: reviewers, login: "ann", state: "approved" });
  const { effect = "" } = await asked();
  expect(await publish(effect)).toMatchObject({ code: 1, stdout: expect.stringContaining("not-a-descendant") });
  // Main has it by now, and the branch does not: a merge has both.
  const branch = here.git("commit-tree", `${before}^{tree}`, "-p", before, "-m", "A branch of before");
  here.git("merge", "--quiet", "--no-edit", "--allow-unrelated-histories", elsewhere);
  expect((await reviewed(branch)).check).toMatchObject({ conclusion: "success" });
});

test("what a person must say yes to is asked for, with what it changes", async () => {
  expect(await asked()).toEqual({
    empty: "false",
    "wants-yes": "true",
    effect: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(readFileSync(here.env.GITHUB_STEP_SUMMARY ?? "", "utf8")).toContain("- `one`: `al` replaces `bo`");
});

test("nobody's yes, or somebody else's, is none", async () => {
  const { effect = "" } = await asked();
  here.hub.approvals.push({ environment: reviewers, login: "bob", state: "rejected" });
  here.hub.approvals.push({ environment: "preview", login: "eve", state: "approved" });
  expect(await publish(effect)).toMatchObject({ code: 1, stdout: expect.stringContaining("too-many-takeovers") });
  expect(here.hub.comments).toMatchObject([
    { issue: 1, body: expect.stringMatching(/## Parley: not published\n\n`too-many-takeovers`/) },
  ]);
});

test("a reviewer's yes is one, for what was shown and nothing else", async () => {
  const { effect = "" } = await asked();
  here.hub.approvals.push({ environment: reviewers, login: "ann", state: "approved" });
  const other = `${effect.startsWith("0") ? "1" : "0"}${effect.slice(1)}`;
  expect(await publish(other)).toMatchObject({ code: 1, stdout: expect.stringContaining("moved-since-approval") });
  // The yes was taken: it is the platform that lacks something now.
  expect(await publish(effect)).toMatchObject({ code: 1, stdout: expect.stringContaining("secret-missing") });
  expect(here.hub.comments).toHaveLength(1);
  expect(here.hub.comments[0]?.body).toContain("`secret-missing`");
});

/** Two more pull requests are merged; what is live is older than all three. */
async function mergedMeanwhile(): Promise<void> {
  const { site, hub } = here;
  await there.live(before, here.git("rev-parse", "HEAD~1"));
  const merge = (number: number, base: string, path: string, text: string): void => {
    site.write(path, text);
    commitAll(site.folder, `Merge ${number}`);
    const head = { repository, branch: `change-${number}`, sha: `${number}`.repeat(40) };
    const mergeCommit = here.git("rev-parse", "HEAD");
    hub.pulls.push({ number, title: "", body: "", state: "closed", base, head, merged: true, mergeCommit });
  };
  const hello = "assistants/bo/workflows/hello.yaml";
  const greeted = site.read(hello).replace("Hello, I am Bo.", "Good day, I am Bo.");
  merge(2, "main", hello, greeted);
  merge(3, "develop", "brands/shop/articles/new.en.md", "---\ntitle: New\n---\nText.\n");
  merge(4, "main", "README.md", "No part of the site.\n");
  merge(5, "main", hello, greeted.replace("Good day", "Good morning"));
}

test("of several merges that one publish brings, each pull request is told, the others' texts of an end are left", async () => {
  await mergedMeanwhile();
  expect(await publish((await asked()).effect ?? "")).toMatchObject({ code: 1, stderr: "" });
  const told = () => here.hub.comments.map(({ issue, body }) => [issue, body.match(/## .*|Merged since.*/g)]);
  expect(told()).toEqual([
    [5, ["## Parley: not published", "Merged since the release before, too: #2, #1."]],
    [2, ["## Parley: not published", "Merged since the release before, too: #5, #1."]],
    [1, ["## Parley: not published", "Merged since the release before, too: #5, #2."]],
  ]);
  const [, second] = here.hub.comments;
  const end = "<!-- parley:publish -->\n## Parley: nothing to publish\n\nAs it was.";
  if (second) second.body = end;
  expect(await publish((await asked()).effect ?? "")).toMatchObject({ code: 1, stderr: "" });
  expect(here.hub.comments).toHaveLength(3);
  expect(second?.body).toBe(end);
});

test("a pull request that cannot be told changes nothing of the outcome", async () => {
  const { effect = "" } = await asked();
  delete permissions["pull-requests"];
  expect(await publish(effect)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("too-many-takeovers"),
    stderr: expect.stringContaining("the pull request could not be told"),
  });
});

test("what was reviewed asks for nothing, and is published as it was looked at or not at all", async () => {
  await withoutGuards();
  await reviewed();
  const { effect = "", ...outputs } = await asked();
  expect(outputs).toEqual({ empty: "false", "wants-yes": "false" });
  const other = `${effect.startsWith("0") ? "1" : "0"}${effect.slice(1)}`;
  expect(await publish(other, "false")).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("moved-since-approval"),
  });
  expect(await publish(effect, "false")).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("secret-missing"),
  });
});

test("where what is live moved since the review, a person is asked, told of it, and heard", async () => {
  await withoutGuards();
  await reviewed();
  await changeLive("brands/shop/brand.yaml", "brand: shop\n", "brand: shop # the only one\n");
  expect(await asked()).toMatchObject({ "wants-yes": "false" });
  await changeLive("assistants/bo/workflows/hello.yaml", "Hello, I am Bo.", "Another day!");
  writeFileSync(here.env.GITHUB_OUTPUT ?? "", "");
  const { effect = "", ...outputs } = await asked();
  expect(outputs).toMatchObject({ "wants-yes": "true" });
  expect(readFileSync(here.env.GITHUB_STEP_SUMMARY ?? "", "utf8")).toContain(
    "Not as it was reviewed, for what is live or what the files say has moved since: `assistant bo`.",
  );
  expect(await publish(effect)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("is not what was reviewed, and nobody has said yes to it"),
  });
  here.hub.approvals.push({ environment: reviewers, login: "ann", state: "approved" });
  expect(await publish(effect)).toMatchObject({ code: 1, stdout: expect.stringContaining("secret-missing") });
});

test.each([
  ["stop", "true"],
  ["continue-if-subset", "false"],
])("where a part of it is live already, on_moved: %s decides", async (onMoved, wantsYes) => {
  await withoutGuards(onMoved);
  await reviewed();
  // Everything but two of the three channels.
  const most = copyOf(here.site.folder);
  for (const id of ["one", "two"])
    writeFileSync(join(most, `channels/${id}.yaml`), readFileSync(join(before, `channels/${id}.yaml`)));
  await goesLive(most);
  expect(await asked()).toMatchObject({ "wants-yes": wantsYes });
});
