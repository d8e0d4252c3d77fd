/** `parley github review`, as the trusted workflow runs it: real Git, a fake GitHub, pull requests good and evil. */

import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { commentLimit } from "#github/comment.ts";
import type { Illness } from "../support/fake-github.ts";
import { repository } from "../support/fake-github-operations.ts";
import { commitAll, type GitHubSite, gitHubSite, token } from "../support/github-site.ts";

const hello = "assistants/bo/workflows/hello.yaml";

function changed({ site }: GitHubSite, path: string, from: string, to: string): Readonly<Record<string, string>> {
  const before = site.read(path);
  if (!before.includes(from)) throw new Error(`${path} does not hold ${from}`);
  return { [path]: before.replaceAll(from, () => to) };
}

/** Runs it as after the untrusted workflow's run. */
async function afterRun(here: GitHubSite, commit: string, from = repository, ...args: readonly string[]) {
  const { head } = here.hub.pulls.find(({ head: { sha } }) => sha === commit) ?? { head: { branch: "gone" } };
  here.event({
    event: "pull_request",
    head_sha: commit,
    head_branch: head.branch,
    head_repository: { full_name: from },
    // For a fork GitHub says nothing here.
    pull_requests: [],
  });
  return here.site.run("github", "review", ...args);
}

const shared = { permissions: { contents: "read", "pull-requests": "write", checks: "write" } } as const;

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

/** A platform that takes everything down and answers nothing but this. */
async function listener(message = (_authorization: string) => "no") {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    const { authorization = "" } = request.headers;
    heard.push(`${request.url} ${authorization}`);
    response.writeHead(401, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: { code: "x", message: message(authorization) } }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  return { heard, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Main says that this is where production is, and a token for it is there under that name. */
function production(here: GitHubSite, address: string, name = "PARLEY_TOKEN"): void {
  const environment = `  production: { platform: "${address}", token: { env: ${name} } }\n`;
  here.site.write("parley.yaml", `site: small\nenvironments:\n  local: { platform: embedded }\n${environment}`);
  commitAll(here.site.folder, "An environment");
  here.git("push", "--quiet", `${here.env.GITHUB_SERVER_URL}/${repository}.git`, "main");
  process.env[name] = "a-platform-token";
  onTestFinished(() => void delete process.env[name]);
}

/** All that a review of the greeting's change leaves behind, on GitHub, in files and in its log. */
async function traces(here: GitHubSite) {
  const { commit } = here.pull(changed(here, hello, "Hello, I am Bo.", "Hi"));
  const ran = await afterRun(here, commit, repository, "--env", "production", "--report", "report.md");
  expect(ran.code).toBe(0);
  const summary = readFileSync(here.env.GITHUB_STEP_SUMMARY ?? "", "utf8");
  return [...here.hub.comments, ...here.hub.checks, here.site.read("report.md"), summary, ran].map((each) =>
    JSON.stringify(each),
  );
}

test.each<[string, string, (authorization: string) => string]>([
  ["the usual variable", "PARLEY_TOKEN", (authorization) => `bad token: ${authorization}`],
  ["one of another name", "STAGING_KEY", (authorization) => `bad token: ${authorization}`],
  // Cut in its middle, it would no longer be found.
  ["one where a long text is cut", "PARLEY_TOKEN", (authorization) => `${"y".repeat(535)} ${authorization}`],
])("a token that the platform says again is told nowhere: %s", async (_, name, message) => {
  const here = await gitHubSite(shared);
  production(here, (await listener(message)).address, name);
  const told = await traces(here);
  for (const each of told) expect(each).not.toContain("a-platf");
  expect(told[0]).toContain("Bearer ***");
});

test("a platform's words may be of any length: there is a comment and a check", async () => {
  const here = await gitHubSite(shared);
  production(here, (await listener(() => `\n::error::${"y".repeat(200_000)}`)).address);
  const [comment = "", ...others] = await traces(here);
  expect(JSON.parse(others.at(-1) ?? "").stderr).toMatch(/^parley: [^\n]{600,700}\n$/);
  expect(comment).toContain(`**There is no plan:** \`the platform at `);
  expect(comment).toContain("yyy…`");
  expect(here.hub.checks).toMatchObject([{ status: "completed", conclusion: "failure" }]);
});

test.each<[string, string, string]>([
  ["a platform that refuses", "end: handed-over", "could not be planned: a note says why"],
  ["that, and an error in the site", "then: nowhere", "cannot be merged: 1 error"],
])("the comment's heading and the check say the same: %s", async (_, end, title) => {
  const here = await gitHubSite(shared);
  production(here, (await listener()).address);
  const { commit } = here.pull(changed(here, hello, "end: solved", end));
  await afterRun(here, commit, repository, "--env", "production");
  expect(here.hub.checks).toMatchObject([{ conclusion: "failure", title }]);
  expect(here.hub.comments[0]?.body).toContain(`\n## Parley: ${title}\n`);
});

test("where the platform is, and which token opens it, main says", async () => {
  const here = await gitHubSite(shared);
  const [ours, evil] = [await listener(), await listener()];
  production(here, ours.address);
  const { commit } = here.pull({
    "parley.yaml": here.site
      .read("parley.yaml")
      .replace(ours.address, evil.address)
      .replace("PARLEY_TOKEN", "GITHUB_TOKEN"),
    ".parley/address": `${evil.address}\n`,
    ".parley/token": "x\n",
  });
  const ran = await afterRun(here, commit, repository, "--env", "production");
  expect(evil.heard).toEqual([]);
  expect(ours.heard.join()).toContain("a-platform-token");
  expect(ours.heard.join()).not.toContain(token);
  expect(here.hub.checks[0]).toMatchObject({ conclusion: "failure" });
  expect(here.hub.comments[0]?.body).toContain("**There is no plan:**");
  expect(here.hub.comments[0]?.body).toContain("**The settings change:** `environments`");
  for (const text of [ran.stdout, ran.stderr, here.hub.comments[0]?.body]) {
    expect(text).not.toContain("a-platform-token");
    expect(text).not.toContain(token);
  }
});

test("nothing that it brings is run", async () => {
  const here = await gitHubSite(shared);
  const trap = join(here.site.folder, "..", `trap-${process.pid}`);
  const script = `#!/bin/sh\ntouch ${trap}\n`;
  const { commit } = here.pull({
    ...changed(here, hello, "Hello, I am Bo.", "Hi, Bo here."),
    ".gitattributes": "* filter=evil diff=evil merge=evil\n",
    ".gitmodules": '[submodule "x"]\n\tpath = x\n\turl = ext::sh -c touch%20x\n',
    ".githooks/post-checkout": script,
    "package.json": JSON.stringify({ scripts: { preinstall: `touch ${trap}` } }),
    "src/setup/parley.js": `require("fs").writeFileSync(${JSON.stringify(trap)}, "")`,
    ".github/actions/parley/action.yml": "runs: { using: node24, main: evil.js }\n",
  });
  expect(await afterRun(here, commit)).toMatchObject({ code: 0, stderr: "" });
  expect(existsSync(trap)).toBe(false);
  expect(here.hub.checks[0]).toMatchObject({ conclusion: "success" });
});

test.each([
  ["assistants/bo/workflows/stolen.yaml", "a file"],
  ["parley.yaml", "a file"],
  // There stand the tokens that the trusted workflow runs with.
  ["parley.yaml", "/proc/self/environ"],
])("a link out of the site shows nothing of the machine: %s, to %s", async (path, target) => {
  const here = await gitHubSite(shared);
  const secret = target === "a file" ? join(here.site.folder, "..", `secret-${process.pid}.yaml`) : target;
  if (target === "a file") writeFileSync(secret, "machine example.com password what-only-the-machine-knows\n");
  const work = here.site.folder;
  here.git("checkout", "--quiet", "-b", "evil");
  rmSync(join(work, path), { force: true });
  symlinkSync(secret, join(work, path));
  commitAll(work, "A link");
  const commit = here.git("rev-parse", "HEAD");
  here.git("push", "--quiet", `${here.env.GITHUB_SERVER_URL}/${repository}.git`, "HEAD:refs/pull/1/head");
  here.git("checkout", "--quiet", "main");
  const head = { repository, branch: "evil", sha: commit };
  here.hub.pulls.push({ number: 1, title: "", body: "", state: "open", base: "main", head, merged: false });
  await afterRun(here, commit);
  expect(here.hub.checks[0]).toMatchObject({ conclusion: "failure" });
  const told = JSON.stringify([
    here.hub.comments,
    here.hub.checks,
    readFileSync(here.env.GITHUB_STEP_SUMMARY ?? "", "utf8"),
  ]);
  expect(told).toContain("the link leads out of the site");
  for (const known of ["what-only-the-machine-knows", "PATH="]) expect(told).not.toContain(known);
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

test("who is called, what runs and who owns what is called out", async () => {
  const here = await gitHubSite();
  const orders = "brands/shop/connections/orders.yaml";
  const elsewhere = here.site.read(orders).replace(/base_url: .*\n/, 'base_url: "https://evil.example/v1"\n');
  const { commit } = here.pull({
    [orders]: `${elsewhere}auth: { bearer: { secret: ORDERS_TOKEN } }\n`,
    "brands/shop/connections/more.yaml": 'connection: more\nbase_url: "https://more.example"\n',
    ".github/workflows/publish.yml": "on: push\n",
    ".github/CODEOWNERS": "* @eve\n",
    "parley.yaml": `${here.site.read("parley.yaml")}drift: { accepted: [] }\n`,
  });
  await afterRun(here, commit);
  const text = here.hub.comments[0]?.body ?? "";
  expect(text).toContain(
    "**A connection changes:** `orders` of `shop` calls `https://evil.example/v1`, with the secret `ORDERS_TOKEN`.",
  );
  expect(text).toContain("**A connection is new:** `more` of `shop` calls `https://more.example`.");
  expect(text).toContain("**The settings change:** `drift` in `parley.yaml`.");
  expect(text).toContain(
    "**What runs on GitHub, or who owns what, changes:** `.github/CODEOWNERS`, `.github/workflows/publish.yml`.",
  );
});

test("what leaves these as they are calls nothing out", async () => {
  const here = await gitHubSite();
  const { commit } = here.pull(changed(here, hello, "Hello, I am Bo.", "Hi, Bo here."));
  await afterRun(here, commit);
  expect(here.hub.comments[0]?.body).not.toMatch(/What runs on GitHub|A connection|The settings change/);
});
