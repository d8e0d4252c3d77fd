/** What a review believes, runs and repeats of a pull request, of a platform and of its own machine: as little as it can. */

import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { repository } from "../support/fake-github-operations.ts";
import { commitAll, type GitHubSite, gitHubSite, token } from "../support/github-site.ts";
import { afterRun, changed, hello, shared } from "../support/reviewed.ts";

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
