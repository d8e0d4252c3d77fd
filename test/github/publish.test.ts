/**
 * What the publish workflow does, up to the platform's word: what a person must say yes to is asked for, a yes is a
 * reviewer's and holds for one effect, and the pull request is told how it ended.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { repository } from "../support/fake-github-operations.ts";
import { commitAll, type GitHubSite } from "../support/github-site.ts";
import { copyOf, type Platform, reviewers, type TakeoverSite, takeoverSite } from "../support/takeover-site.ts";

let here: GitHubSite;
let there: Platform;
let permissions: TakeoverSite["permissions"];
let before: string;
let changeLive: TakeoverSite["changeLive"];
let asked: TakeoverSite["asked"];
let publish: TakeoverSite["publish"];
let reviewed: TakeoverSite["reviewed"];
let setPublish: TakeoverSite["setPublish"];
beforeEach(async () => {
  ({ here, there, permissions, before, changeLive, asked, publish, reviewed, setPublish } = await takeoverSite());
});

/** So many channels may get another assistant by themselves: no guard asks for anything. */
function withoutGuards(onMoved?: string): void {
  setPublish(`max_channel_takeovers: 10${onMoved === undefined ? "" : `, on_moved: ${onMoved}`}`);
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
  expect(await publish(effect)).toMatchObject({ code: 1, stdout: expect.stringContaining("Refused [secret-missing]") });
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
  expect(await publish(effect)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("Refused [not-a-descendant]"),
  });
  // Main has it by now, and the branch does not: a merge has both.
  const branch = here.git("commit-tree", `${before}^{tree}`, "-p", before, "-m", "A branch of before");
  here.git("merge", "--quiet", "--no-edit", "--allow-unrelated-histories", elsewhere);
  expect((await reviewed(branch)).check).toMatchObject({ conclusion: "success" });
});

test("what a person must say yes to is asked for, with what it changes", async () => {
  expect(await asked()).toEqual({
    empty: "false",
    "wants-yes": "true",
    asks: "true",
    earlier: "none",
    effect: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(readFileSync(here.env.GITHUB_STEP_SUMMARY ?? "", "utf8")).toContain("- `one`: `al` replaces `bo`");
});

test("nobody's yes, or somebody else's, is none", async () => {
  const { effect = "" } = await asked();
  here.hub.approvals.push({ environment: reviewers, login: "bob", state: "rejected" });
  here.hub.approvals.push({ environment: "preview", login: "eve", state: "approved" });
  expect(await publish(effect)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("Refused [too-many-takeovers]"),
  });
  expect(here.hub.comments).toMatchObject([
    { issue: 1, body: expect.stringMatching(/## Parley: not published\n\n`too-many-takeovers`/) },
  ]);
});

test("a reviewer's yes is one, for what was shown and nothing else", async () => {
  const { effect = "" } = await asked();
  here.hub.approvals.push({ environment: reviewers, login: "ann", state: "approved" });
  const other = `${effect.startsWith("0") ? "1" : "0"}${effect.slice(1)}`;
  expect(await publish(other)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("Refused [moved-since-approval]"),
  });
  // The yes was taken: it is the platform that lacks something now.
  expect(await publish(effect)).toMatchObject({ code: 1, stdout: expect.stringContaining("Refused [secret-missing]") });
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

test("a run for another branch than publish.branch publishes nothing, and says what to make agree", async () => {
  const { effect = "" } = await asked();
  process.env.GITHUB_REF = "refs/heads/develop";
  onTestFinished(() => void delete process.env.GITHUB_REF);
  const refused = {
    code: 2,
    stderr: expect.stringMatching(
      /on the branch "develop", and what is published is "main"\n.*parley github workflows/,
    ),
  };
  expect(await here.site.run("github", "ask", "--env", "production")).toMatchObject(refused);
  expect(await publish(effect)).toMatchObject(refused);
  process.env.GITHUB_REF = "refs/heads/main";
  expect(await asked()).toMatchObject({ effect });
});

test("a pull request that cannot be told changes nothing of the outcome", async () => {
  const { effect = "" } = await asked();
  delete permissions["pull-requests"];
  expect(await publish(effect)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("Refused [too-many-takeovers]"),
    stderr: expect.stringContaining("the pull request could not be told"),
  });
});

test("what was reviewed asks for nothing, and is published as it was looked at or not at all", async () => {
  withoutGuards();
  await reviewed();
  const { effect = "", ...outputs } = await asked();
  expect(outputs).toEqual({ empty: "false", "wants-yes": "false", asks: "false", earlier: "none" });
  const other = `${effect.startsWith("0") ? "1" : "0"}${effect.slice(1)}`;
  expect(await publish(other, "false")).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("Refused [moved-since-approval]"),
  });
  expect(await publish(effect, "false")).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("Refused [secret-missing]"),
  });
});

test("where what is live moved since the review, a person is asked, told of it, and heard", async () => {
  withoutGuards();
  await reviewed();
  await changeLive("brands/shop/brand.yaml", "brand: shop\n", "brand: shop # the only one\n");
  expect(await asked()).toMatchObject({ "wants-yes": "false" });
  await changeLive("assistants/bo/workflows/hello.yaml", "Hello, I am Bo.", "Another day!");
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
  expect(await publish(effect)).toMatchObject({ code: 1, stdout: expect.stringContaining("Refused [secret-missing]") });
});

test.each([
  ["stop", "true"],
  ["continue-if-subset", "false"],
])("where a part of it is live already, on_moved: %s decides", async (onMoved, wantsYes) => {
  withoutGuards(onMoved);
  await reviewed();
  // Everything but two of the three channels.
  const most = copyOf(here.site.folder);
  for (const id of ["one", "two"])
    writeFileSync(join(most, `channels/${id}.yaml`), readFileSync(join(before, `channels/${id}.yaml`)));
  await there.live(most);
  expect(await asked()).toMatchObject({ "wants-yes": wantsYes });
});
