/** What the forms and the publish do on GitHub, through the command line. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { calls } from "../support/form-steps.ts";
import { commitAll, gitHubSite } from "../support/github-site.ts";

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

test("who fills in a form for what somebody asked for before is told, and so is the pull request", async () => {
  const { hub, site, git, env } = await gitHubSite(forms);
  const fill = async (name: string) => {
    expect(await site.run("new", "assistant", `--name=${name}`, "--", "al")).toMatchObject({ code: 0 });
    const ran = await site.run("github", "open", "--branch=parley/new-assistant-al", "--title=New assistant: al");
    git("clean", "-fdq");
    return ran;
  };
  await fill("Al");
  expect(hub.comments).toEqual([]);
  expect(await fill("Albert")).toMatchObject({ code: 0, stderr: "", stdout: expect.stringContaining("is updated.") });
  expect(readFileSync(env.GITHUB_STEP_SUMMARY ?? "", "utf8")).toMatch(
    /^## Updated: pull request \[#1\]\(.*\/pull\/1\)\n/,
  );
  expect(hub.comments).toMatchObject([
    {
      issue: 1,
      body: expect.stringMatching(/\*\*Made again, for `ann`:\*\* .* \[this run\]\(.*\/actions\/runs\/77\)/),
    },
  ]);
  expect(await fill("Alfred")).toMatchObject({ code: 0 });
  expect(hub.comments).toHaveLength(1);
});

test("an id with two strokes is a branch's name, too", async () => {
  const { hub, site } = await gitHubSite(forms);
  expect(await site.run("new", "assistant", "--name=A", "--", "a--b")).toMatchObject({ code: 0 });
  const ran = await site.run("github", "open", "--branch=parley/new-assistant-a--b", "--title=New assistant: a--b");
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  expect(hub.pulls).toMatchObject([{ head: { branch: "parley/new-assistant-a--b" } }]);
});

test("two people's forms for one assistant are two pull requests", async () => {
  const { hub, site, git } = await gitHubSite(forms);
  for (const id of ["one", "two"]) await site.run("new", "channel", id);
  commitAll(site.folder, "Channels");
  hub.commits.set(git("rev-parse", "HEAD"), { message: "Channels", parents: [], files: new Map() });
  const filled = (channels: string) => ({ ASSISTANT: "bo", CHANNELS: channels, BASE: "main" });
  for (const channels of ["one", "two"]) {
    for (const call of calls("connect", "Connect them, and open the pull request", filled(channels))) {
      expect(await site.run(...call)).toMatchObject({ code: 0 });
    }
    git("restore", ".");
  }
  expect(hub.pulls.map(({ title }) => title)).toEqual(["Connect bo to one", "Connect bo to two"]);
  expect(hub.pulls.map(({ head }) => [...(hub.commits.get(head.sha)?.files.keys() ?? [])])).toEqual([
    ["channels/one.yaml"],
    ["channels/two.yaml"],
  ]);
});

test("a long branch's name is shortened, and still its own", async () => {
  const { hub, site } = await gitHubSite(forms);
  site.write("brands/shop/articles/x.en.md", "---\ntitle: X\n---\nText.\n");
  const channels = Array.from({ length: 60 }, (_, index) => `channel-${index}`).join("_");
  for (const end of ["a", "b", "a"]) {
    const ran = await site.run("github", "open", `--branch=parley/connect-bo_${channels}_${end}`, "--title=x");
    expect(ran).toMatchObject({ code: 0 });
  }
  expect(hub.pulls.map(({ head }) => head.branch)).toEqual([
    expect.stringMatching(/^parley\/connect-bo_channel-0_channel-1_.{40,58}-[0-9a-f]{16}$/),
    expect.stringMatching(/^parley\/connect-bo_channel-0_channel-1_.{40,58}-[0-9a-f]{16}$/),
  ]);
});

test("a title that is too long for GitHub is shortened, and all of it is in the body", async () => {
  const { hub, site } = await gitHubSite(forms);
  const title = `Connect bo to ${Array.from({ length: 60 }, (_, index) => `web-${index}`).join(", ")} 👋`;
  for (const text of ["One.", "Two."]) {
    site.write("brands/shop/articles/x.en.md", `---\ntitle: X\n---\n${text}\n`);
    expect(await site.run("github", "open", "--branch=parley/x", `--title=${title}`)).toMatchObject({ code: 0 });
  }
  expect(hub.pulls).toMatchObject([{ number: 1, title: `${title.slice(0, 255)}…` }]);
  expect(hub.pulls[0]?.body).toContain(`\`${title}\`\n\n`);
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
