/** What the forms and the publish do on GitHub, through the command line. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { gitHubSite } from "../support/github-site.ts";

const forms = { permissions: { contents: "write", "pull-requests": "write", checks: "write" } } as const;

test("a new assistant becomes a pull request, with its review", async () => {
  const { hub, site, git, env } = await gitHubSite(forms);
  expect(await site.run("new", "assistant", "--name=Al $(touch x) ::set-output", "--", "al")).toMatchObject({
    code: 0,
  });
  const ran = await site.run("github", "open", "--branch=parley/new-assistant-al", "--title=New assistant: al");
  expect(ran).toMatchObject({ code: 0, stderr: "", stdout: expect.stringContaining("/pull/1 is open.\n") });
  expect(readFileSync(env.GITHUB_OUTPUT ?? "", "utf8")).toBe("number=1\n");
  expect(hub.pulls).toMatchObject([
    { title: "New assistant: al", base: "main", head: { branch: "parley/new-assistant-al" } },
  ]);
  const commit = hub.commits.get(hub.branches.get("parley/new-assistant-al") ?? "");
  expect([...(commit?.files.keys() ?? [])]).toContain("assistants/al/assistant.yaml");
  expect(commit?.parents).toEqual([git("rev-parse", "HEAD")]);
  // What the form does next: the clone is main's again, and the pull request is reviewed as anybody's.
  git("restore", ".");
  git("clean", "-fdq");
  const bare = `${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}.git`;
  const made = git("commit-tree", "HEAD^{tree}", "-p", "HEAD", "-m", "As GitHub has it");
  git("push", "--quiet", bare, `${made}:refs/pull/1/head`);
  const [pull] = hub.pulls;
  if (pull) pull.head.sha = made;
  expect(await site.run("github", "review", "--pr", "1")).toMatchObject({ code: 0 });
  expect(hub.comments).toHaveLength(1);
  expect(hub.checks).toMatchObject([{ name: "Parley", sha: made, conclusion: "success" }]);
});

test("an id with two strokes is a branch's name, too", async () => {
  const { hub, site } = await gitHubSite(forms);
  expect(await site.run("new", "assistant", "--name=A", "--", "a--b")).toMatchObject({ code: 0 });
  const ran = await site.run("github", "open", "--branch=parley/new-assistant-a--b", "--title=New assistant: a--b");
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  expect(hub.pulls).toMatchObject([{ head: { branch: "parley/new-assistant-a--b" } }]);
});

test.each([
  [["--branch=main", "--title=x"], "no branch for this"],
  [["--branch=parley/../main", "--title=x"], "no branch for this"],
  [["--branch=parley/-x", "--title=x"], "no branch for this"],
  [["--branch=parley/x/", "--title=x"], "no branch for this"],
  [["--branch=parley/x.lock", "--title=x"], "no branch for this"],
  [["--branch=parley/x", "--title=a\nb"], "there is no title"],
  [["--branch=parley/x", "--title=x"], "no file of the site is changed"],
])("%j is refused before anything is asked of GitHub", async (args, why) => {
  const { hub, site } = await gitHubSite(forms);
  expect(await site.run("github", "open", ...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(why) });
  expect(hub.log).toEqual([]);
});

test("a token that may not write says what to look at", async () => {
  const { site } = await gitHubSite({ permissions: { contents: "read" } });
  site.write("brands/shop/articles/x.en.md", "---\ntitle: X\n---\nText.\n");
  const ran = await site.run("github", "open", "--branch=parley/x", "--title=x");
  expect(ran).toMatchObject({ code: 2, stderr: expect.stringMatching(/GitHub refused \(403\).*\n.*docs\/github\.md/) });
});

test("a text becomes a comment by hand", async () => {
  const { hub, site, pull } = await gitHubSite(forms);
  pull({ "notes.txt": "x" });
  site.write("note.md", "Hello");
  expect(await site.run("github", "comment", "--pr", "1", "--body", "note.md")).toMatchObject({ code: 0 });
  expect(hub.comments[0]?.body).toBe("<!-- parley:note -->\nHello");
});
