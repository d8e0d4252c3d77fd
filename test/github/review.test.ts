/** `parley github review`, as the trusted workflow runs it: real Git, a fake GitHub. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commentLimit } from "#github/comment.ts";
import type { Illness } from "../support/fake-github.ts";
import { repository } from "../support/fake-github-operations.ts";
import { commitAll, type GitHubSite, gitHubSite } from "../support/github-site.ts";
import { afterRun, changed, hello, shared } from "../support/reviewed.ts";

test("a pull request's plan is its one comment and its check", async () => {
  const here = await gitHubSite(shared);
  const { commit } = here.pull(changed(here, hello, "Hello, I am Bo.", "Hi, Bo here."));
  expect(await afterRun(here, commit)).toMatchObject({ code: 0, stderr: "" });
  const [comment] = here.hub.comments;
  expect(comment?.body).toContain("## Parley: changes 1 assistant");
  expect(comment?.body).toContain("```diff\n- Hello, I am Bo.\n+ Hi, Bo here.\n```");
  expect(comment?.body).toMatch(/```mermaid\nflowchart TD\n[^`]*\(changed\)/);
  expect(comment?.body).toContain("| exits |");
  expect(comment?.body).toContain("Held against what the base branch says");
  expect(comment?.body).toContain(`/${repository}/actions/runs/77)`);
  expect(here.hub.checks).toMatchObject([{ name: "Parley", sha: commit, status: "completed", conclusion: "success" }]);
  expect(readFileSync(here.env.GITHUB_STEP_SUMMARY ?? "", "utf8")).toContain("Hi, Bo here.");
  expect((await afterRun(here, commit)).stdout).toContain("The comment on #1 is unchanged.\n");
  expect(here.hub.comments).toHaveLength(1);
});

test("a fork's is found and read, and main's later commits are no part of it", async () => {
  const here = await gitHubSite(shared);
  const { commit } = here.pull(changed(here, hello, "Hello, I am Bo.", "Hi, Bo here."), "eve/site");
  here.site.write("brands/shop/articles/new.en.md", "---\ntitle: New\n---\nText of main's.\n");
  here.site.write("brands/shop/articles/new.fr.md", "---\ntitle: Nouveau\n---\nTexte.\n");
  commitAll(here.site.folder, "Another team's");
  expect(await afterRun(here, commit, "eve/site")).toMatchObject({ code: 0 });
  expect(here.hub.comments[0]?.body).toContain("Hi, Bo here.");
  expect(here.hub.comments[0]?.body).not.toMatch(/article|brand `shop`/);
});

test("an error fails the check, and is told by file with what to do", async () => {
  const here = await gitHubSite(shared);
  const { commit } = here.pull(changed(here, hello, "end: solved", "then: nowhere"));
  expect(await afterRun(here, commit)).toMatchObject({ code: 0 });
  expect(here.hub.checks[0]).toMatchObject({ conclusion: "failure" });
  expect(here.hub.comments[0]?.body).toMatch(/## Parley: cannot be merged: \d+ errors?/);
  expect(here.hub.comments[0]?.body).toContain(`**\`${hello}\`**`);
  expect(here.hub.comments[0]?.body).toMatch(/- line \d+, \*\*error\*\* `unknown-target`/);
});

test("what a workflow opened starts no other one: there, the check has all annotations, and after one the rest", async () => {
  const here = await gitHubSite(shared);
  const { number, commit } = here.pull(changed(here, hello, "end: solved", "then: nowhere"));
  expect(await here.site.run("github", "review", "--pr", String(number))).toMatchObject({ code: 0, stderr: "" });
  const path = hello;
  expect(here.hub.checks[0]?.annotations).toContainEqual(
    expect.objectContaining({ path, annotation_level: "failure", title: "unknown-target" }),
  );
  await afterRun(here, commit);
  expect(here.hub.checks[1]?.annotations).toEqual([]);
});

test("an error may quote a text of any length: there is a check", async () => {
  const here = await gitHubSite(shared);
  const { number } = here.pull(changed(here, hello, "end: solved", `then: ${"é".repeat(70_000)}`));
  expect(await here.site.run("github", "review", "--pr", String(number))).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.stringify(here.hub.checks[0]?.annotations)).toContain("ééé…");
});

test("without parley.yaml there is nothing to publish", async () => {
  const here = await gitHubSite(shared);
  const { commit } = here.pull({ "parley.yaml": null });
  expect(await afterRun(here, commit)).toMatchObject({ code: 0 });
  expect(here.hub.checks[0]).toMatchObject({
    conclusion: "failure",
    title: "cannot be published: parley.yaml is gone",
  });
});

/** A comment without its code spans and blocks: what GitHub would take for Markdown. */
function outsideCode(text: string): string {
  return text.replace(/^(`{3,})[\s\S]*?\n\1$/gm, "").replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, "");
}

const hostile =
  "```\\n</details>\\n%%{init: {}}%% @octocat ::set-output name=x::y [x](javascript:alert(1)) <img src=x> #1 `";

test.each<[string, (here: GitHubSite) => Readonly<Record<string, string>>]>([
  ["texts", (here) => changed(here, hello, "Hello, I am Bo.", hostile)],
  ["an error's words", (here) => changed(here, hello, "end: solved", `then: "${hostile}"`)],
  ["a file's name", () => ({ "assistants/bo/workflows/@octocat `<img src=x>` #1.yaml": "workflow: @octocat\n" })],
  ["settings", (here) => changed(here, "parley.yaml", "site: small", `site: small\ncoverage: { "${hostile}": 1 }`)],
])("nothing that a site says leaves its place: %s", async (_, files) => {
  const here = await gitHubSite(shared);
  const { commit } = here.pull(files(here));
  expect(await afterRun(here, commit)).toMatchObject({ code: 0 });
  const text = here.hub.comments[0]?.body ?? "";
  expect(text).toContain("@octocat");
  for (const word of ["@octocat", "javascript:", "<img", "#1"]) expect(outsideCode(text)).not.toContain(word);
  expect(outsideCode(text).match(/<details>/g)?.length).toBe(outsideCode(text).match(/<\/details>/g)?.length);
  for (const [diagram] of text.matchAll(/```mermaid[\s\S]*?\n```/g)) expect(diagram).not.toMatch(/%%|<img/);
});

test("what can be mended with a click is suggested, once, on the lines that changed", async () => {
  const here = await gitHubSite(shared);
  const before = here.site.read(hello);
  const end = before.match(/^ *end: solved$/m)?.[0] ?? "";
  const { commit } = here.pull({
    [hello]: before.replace(end, `${end.replace("end: solved", "then: goodby")}\n  - id: goodbye\n${end}`),
    "channels/web.yaml": here.site.read("channels/web.yaml").replace(/^type: .*$/m, "type:   web"),
  });
  expect((await afterRun(here, commit)).stdout).toContain("2 fixes to be applied with a click.\n");
  expect(here.hub.suggestions.map(({ path, body }) => [path, body.split("\n\n")[1]])).toEqual([
    [hello, `\`\`\`suggestion\n${end.replace("end: solved", "then: goodbye")}\n\`\`\``],
    ["channels/web.yaml", "```suggestion\ntype: web\n```"],
  ]);
  // Whose commit it is, whether it still is, the comment, the suggestions, the check: nothing is asked in vain.
  expect(here.hub.log.map((each) => each.replace(/\/acme\/site| \d+$/g, ""))).toEqual([
    "GET /repos/pulls",
    "GET /repos/pulls/1",
    "GET /repos/issues/1/comments",
    "POST /repos/issues/1/comments",
    "GET /repos/pulls/1/comments",
    "POST /repos/pulls/1/reviews",
    "POST /repos/check-runs",
  ]);
  await afterRun(here, commit);
  expect(here.hub.suggestions).toHaveLength(2);
});

test.each<[string, Illness | "locked", RegExp]>([
  [
    "suggestions",
    "error-before",
    /^parley: what can be mended with a click could not be written: GitHub refused \(502\)/,
  ],
  ["comment", "locked", /^parley: the comment could not be written: GitHub refused \(403\): [^\n]*\n/],
])("the check is made though GitHub refuses the %s", async (_, illness, told) => {
  const here = await gitHubSite(
    illness === "locked" ? { permissions: { contents: "read", "pull-requests": "read", checks: "write" } } : shared,
  );
  const { commit } = here.pull({
    "channels/web.yaml": here.site.read("channels/web.yaml").replace(/^type: .*$/m, "type:   web"),
  });
  if (illness !== "locked") here.hub.fail("POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews", illness);
  expect(await afterRun(here, commit)).toMatchObject({ code: 0, stderr: expect.stringMatching(told) });
  expect(here.hub.checks).toMatchObject([{ status: "completed", conclusion: "success" }]);
});

test("what is found is left for code scanning, but for files whose lines the merge moves", async () => {
  const here = await gitHubSite(shared);
  const sarif = join(here.site.folder, "findings.sarif");
  const slips = changed(here, hello, "end: solved", "then: nowhere");
  const { commit } = here.pull({ ...slips, ...changed(here, "channels/web.yaml", "handoff: desk", "handoff: dsk") });
  here.site.write("channels/web.yaml", `# Main has a line more.\n${here.site.read("channels/web.yaml")}`);
  commitAll(here.site.folder, "Another team's");
  expect(await afterRun(here, commit, repository, "--sarif", sarif)).toMatchObject({ code: 0, stderr: "" });
  const { results } = JSON.parse(readFileSync(sarif, "utf8")).runs[0];
  const files = results.map((each: Result) => each.locations[0].physicalLocation.artifactLocation.uri);
  expect(files).toContain(hello);
  expect(files).not.toContain("channels/web.yaml");
  expect(here.hub.comments[0]?.body).toContain("`channels/web.yaml`");
  expect(readFileSync(here.env.GITHUB_OUTPUT ?? "", "utf8")).toBe(`number=1\ncommit=${commit}\n`);
});

interface Result {
  readonly locations: readonly [{ readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } } }];
}

test("a head that moved on is its own run's", async () => {
  const here = await gitHubSite(shared);
  const { commit } = here.pull(changed(here, hello, "Hello, I am Bo.", "Hi, Bo here."));
  const [pull] = here.hub.pulls;
  if (pull) pull.head.sha = "f".repeat(40);
  expect(await afterRun(here, commit)).toMatchObject({ code: 0 });
  expect(here.hub.comments).toEqual([]);
  expect(here.hub.checks).toEqual([]);
});

test("a merge queue's commit gets its check, and no comment", async () => {
  const here = await gitHubSite(shared);
  const { commit } = here.pull(changed(here, hello, "Hello, I am Bo.", "Hi, Bo here."));
  const branch = "gh-readonly-queue/main/pr-1-abc";
  const bare = `${(here.env.GITHUB_SERVER_URL ?? "").replace("file://", "")}/${repository}.git`;
  here.git("fetch", "--quiet", bare, "refs/pull/1/head");
  here.git("push", "--quiet", bare, `FETCH_HEAD:refs/heads/${branch}`);
  here.event({
    event: "merge_group",
    head_sha: commit,
    head_branch: branch,
    head_repository: { full_name: repository },
  });
  expect(await here.site.run("github", "review")).toMatchObject({ code: 0 });
  expect(here.hub.checks).toMatchObject([{ sha: commit, conclusion: "success" }]);
  expect(here.hub.comments).toEqual([]);
});

test("ten thousand changes are one comment, and a report that has them all", async () => {
  const here = await gitHubSite(shared);
  const steps = (text: string) =>
    Array.from(
      { length: 100 },
      (_, at) =>
        `  - id: s${at}\n    say: { en: "${text} ${at}", fr: "${text} ${at} !" }\n${at === 99 ? "    end: solved\n" : ""}`,
    );
  const files = Array.from({ length: 50 }, (_, at): [string, string] => [
    `assistants/bo/workflows/w${at}.yaml`,
    `workflow: w${at}\nstart: { phrases: { en: ["question ${at}"], fr: ["sujet ${at}"] } }\nsteps:\n${steps(`Number ${at}`).join("")}`,
  ]);
  const { commit } = here.pull(Object.fromEntries(files));
  const ran = await afterRun(here, commit, repository, "--report", "report.md");
  expect(ran).toMatchObject({ code: 0 });
  expect(here.hub.comments[0]?.body.length).toBeLessThanOrEqual(commentLimit);
  expect(here.hub.comments[0]?.body).toContain("### What customers will read");
  expect(here.hub.comments[0]?.body).toMatch(/… and \d+ more/);
  expect(here.site.read("report.md")).toContain("w49");
});

test("it can be tried by hand, and writes nothing then", async () => {
  const here = await gitHubSite({ permissions: { contents: "read", "pull-requests": "read" } });
  const { number } = here.pull(changed(here, hello, "end: solved", "then: nowhere"));
  const ran = await here.site.run("github", "review", "--pr", String(number), "--print");
  expect(ran).toMatchObject({ code: 1, stdout: expect.stringContaining("## Parley: cannot be merged") });
  expect(here.hub.comments).toEqual([]);
});
