/** Where a pull request goes decides what is said of it: into what is published, elsewhere, into both, or nowhere. */

import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/fake-github-operations.ts";
import { commitAll, type GitHubSite, gitHubSite } from "../support/github-site.ts";
import { afterRun, changed, hello, shared } from "../support/reviewed.ts";

const bare = ({ env }: GitHubSite) => `${env.GITHUB_SERVER_URL}/${repository}.git`;

/** A branch of the repository's, beside main, whose site says something else. */
function branch(here: GitHubSite, name: string, files: Readonly<Record<string, string>>): void {
  here.git("checkout", "--quiet", "-b", name);
  for (const [path, text] of Object.entries(files)) here.site.write(path, text);
  commitAll(here.site.folder, name);
  here.git("push", "--quiet", bare(here), name);
  here.git("checkout", "--quiet", "main");
}

/** Runs it on the head of a pull request. */
const reviewed = (here: GitHubSite, number: number) => afterRun(here, here.hub.pulls[number - 1]?.head.sha ?? "");

const commentOn = ({ hub }: GitHubSite, number: number) =>
  hub.comments.filter(({ issue }) => issue === number).map(({ body }) => body);

test("what goes into a branch that is not published is held against that, with no plan and no check", async () => {
  const here = await gitHubSite(shared);
  branch(here, "develop", changed(here, hello, "Hello, I am Bo.", "Good day, I am Bo."));
  const slipped = here.site
    .read(hello)
    .replace("Hello, I am Bo.", "Good day, I am Bo.")
    .replace("end: solved", "then: nowhere");
  const { number } = here.pull({ [hello]: slipped }, repository, "develop");
  const ran = await reviewed(here, number);
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  expect(ran.stdout).toContain("#1 goes into a branch that is not published: it has no check.");
  const [text = ""] = commentOn(here, number);
  expect(text).toContain("## Parley: cannot be merged: ");
  expect(text).toContain(
    "this goes into `develop`, and what is published is `main` (`publish.branch` in `parley.yaml`)",
  );
  expect(text).toMatch(/- line \d+, \*\*error\*\* `unknown-target`/);
  expect(text).not.toMatch(/What goes live|What customers will read|Good day/);
  expect(here.hub.checks).toEqual([]);
});

test("a branch that goes into two has a comment on each, and the check of the one into what is published", async () => {
  const here = await gitHubSite(shared);
  branch(here, "develop", { "brands/shop/articles/new.en.md": "---\ntitle: New\n---\nText.\n" });
  const { number, commit } = here.pull(changed(here, hello, "Hello, I am Bo.", "Hi, Bo here."));
  // GitHub lists the newest first: nothing hangs on which comes first.
  const [pull] = here.hub.pulls;
  if (!pull) throw new Error("there is no pull request");
  here.hub.pulls.unshift({ ...pull, number: 2, base: "develop" });
  here.git("fetch", "--quiet", bare(here), commit);
  here.git("push", "--quiet", bare(here), `${commit}:refs/pull/2/head`);
  here.event({
    event: "pull_request",
    head_sha: commit,
    head_branch: pull.head.branch,
    head_repository: { full_name: repository },
  });
  expect(await here.site.run("github", "review")).toMatchObject({ code: 0, stderr: "" });
  expect(commentOn(here, number)).toEqual([expect.stringContaining("## Parley: changes 1 assistant")]);
  expect(commentOn(here, 2)).toEqual([
    expect.stringContaining(
      "## Parley: goes into a branch that is not published\n\n**There is no plan, and no check:**",
    ),
  ]);
  expect(here.hub.checks).toMatchObject([{ sha: commit, conclusion: "success", title: "changes 1 assistant" }]);
});

test("what publish.branch names is planned, though another branch is checked out", async () => {
  const here = await gitHubSite(shared);
  const settings = `${here.site.read("parley.yaml")}publish: { branch: release }\n`;
  here.site.write("parley.yaml", settings);
  commitAll(here.site.folder, "It is published from release");
  here.git("push", "--quiet", bare(here), "main");
  branch(here, "release", changed(here, hello, "Hello, I am Bo.", "Good day, I am Bo."));
  const greeting = here.site.read(hello).replace("Hello, I am Bo.", "Hi, Bo here.");
  const { number } = here.pull({ [hello]: greeting }, repository, "release");
  expect(await reviewed(here, number)).toMatchObject({ code: 0, stderr: "" });
  expect(commentOn(here, number)).toEqual([
    expect.stringContaining("```diff\n- Good day, I am Bo.\n+ Hi, Bo here.\n```"),
  ]);
  expect(here.hub.checks).toMatchObject([{ conclusion: "success", title: "changes 1 assistant" }]);
  const other = here.pull(changed(here, hello, "Hello, I am Bo.", "Hi, Bo here."));
  expect(await reviewed(here, other.number)).toMatchObject({ code: 0, stderr: "" });
  expect(commentOn(here, other.number)).toEqual([
    expect.stringContaining("this goes into `main`, and what is published is `release`"),
  ]);
  expect(here.hub.checks).toHaveLength(1);
});

test("a workflow that waits for another branch than publish.branch is called out, and one that agrees is not", async () => {
  const here = await gitHubSite(shared);
  const workflow = (branches: string) => `on:\n  push:\n    branches: [${branches}]\njobs: {}\n`;
  const path = ".github/workflows/publish.yml";
  const first = here.pull({ [path]: workflow('release, "1.x"') });
  await reviewed(here, first.number);
  expect(commentOn(here, first.number)[0]).toContain(
    "**Nothing will publish `main`:** `publish.branch` in `parley.yaml` names it, and `.github/workflows/publish.yml` runs for `release`, `1.x` alone. `parley github workflows` writes it",
  );
  const second = here.pull({ [path]: workflow("main") });
  await reviewed(here, second.number);
  expect(commentOn(here, second.number)[0]).not.toContain("Nothing will publish");
});

test("what both sides changed cannot be merged: it is said where, and what to do", async () => {
  const here = await gitHubSite(shared);
  const { number } = here.pull({
    ...changed(here, hello, "Hello, I am Bo.", "Hi, Bo here."),
    "brands/shop/articles/`new` @octocat.en.md": "---\ntitle: New\n---\nTheirs.\n",
  });
  here.site.write(hello, here.site.read(hello).replace("Hello, I am Bo.", "Good day."));
  here.site.write("brands/shop/articles/`new` @octocat.en.md", "---\ntitle: New\n---\nOurs.\n");
  commitAll(here.site.folder, "Meanwhile");
  expect(await reviewed(here, number)).toMatchObject({ code: 0, stderr: "" });
  const title = "cannot be merged: 2 files changed on both sides";
  expect(here.hub.checks).toMatchObject([{ conclusion: "failure", title }]);
  const [text = ""] = commentOn(here, number);
  expect(text).toContain(
    `## Parley: ${title}\n\n- \`${hello}\`\n- \`\` brands/shop/articles/\`new\` @octocat.en.md \`\``
      .replace("`` brands", "``brands")
      .replace(".md ``", ".md``"),
  );
  expect(text).toContain("GitHub's button _Resolve conflicts_");
  expect(text).toContain("`git merge origin/main`");
  expect(here.hub.checks[0]?.summary).toContain(hello);
});

test("once something is merged, those that cannot be any more are told, and no other", async () => {
  const here = await gitHubSite(shared);
  here.pull({ "brands/shop/articles/new.en.md": "---\ntitle: New\n---\nText.\n" });
  const bad = here.pull(changed(here, hello, "Hello, I am Bo.", "Hi, Bo here."), "eve/site");
  here.git("push", "--quiet", bare(here), "main:develop");
  here.pull(changed(here, hello, "Hello, I am Bo.", "Hey!"), repository, "develop");
  const gone = here.pull(changed(here, hello, "Hello, I am Bo.", "Ahoy!"));
  here.git("push", "--quiet", bare(here), `:refs/pull/${gone.number}/head`);
  here.site.write(hello, here.site.read(hello).replace("Hello, I am Bo.", "Good day."));
  commitAll(here.site.folder, "Merged");
  const ran = await here.site.run("github", "conflicts");
  expect(ran).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/^parley: #4 was not looked at: git fetch: .*\n$/),
  });
  expect(here.hub.comments.map(({ issue }) => issue)).toEqual([bad.number]);
  expect(commentOn(here, bad.number)[0]).toContain("## Parley: cannot be merged: 1 file changed on both sides");
  expect(here.hub.checks).toMatchObject([{ name: "Parley", sha: bad.commit, conclusion: "failure" }]);
});

test("a branch that has nothing in common with main is told so, and no clone is said to be too short", async () => {
  const here = await gitHubSite(shared);
  const { number } = here.pull(changed(here, hello, "Hello, I am Bo.", "Hi, Bo here."));
  const alone = here.git("commit-tree", "HEAD^{tree}", "-m", "Another beginning");
  here.git("push", "--quiet", "--force", bare(here), `${alone}:refs/pull/1/head`);
  const [pull] = here.hub.pulls;
  if (pull) pull.head.sha = alone;
  expect(await reviewed(here, number)).toMatchObject({ code: 0, stderr: "" });
  expect(here.hub.checks).toMatchObject([
    {
      conclusion: "failure",
      title: "cannot be merged: it has no commit in common with the branch that it goes into",
    },
  ]);
});

test("a clone without its history is told what it lacks, and another fault of Git's something else", async () => {
  const here = await gitHubSite(shared);
  const { number } = here.pull(changed(here, hello, "Hello, I am Bo.", "Hi, Bo here."));
  here.git("commit", "--quiet", "--allow-empty", "-m", "Later");
  const head = here.git("rev-parse", "HEAD");
  here.site.write(".git/shallow", `${head}\n`);
  expect(await here.site.run("github", "review", "--pr", `${number}`)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("git fetch --unshallow"),
  });
  rmSync(join(here.site.folder, ".git/shallow"));
  process.env.GITHUB_SERVER_URL = `${here.env.GITHUB_SERVER_URL}-gone`;
  const ran = await here.site.run("github", "review", "--pr", `${number}`);
  expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining("a token that may read the repository") });
  expect(ran.stderr).not.toContain("unshallow");
});
