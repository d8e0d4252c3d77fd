/** `parley github preview`, as the trusted workflow runs it: real Git, a fake GitHub, a real platform. */

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type Running, runPlatform } from "../platform/running.ts";
import { repository } from "../support/fake-github-operations.ts";
import { commitAll, type GitHubSite, gitHubSite } from "../support/github-site.ts";
import { startTestServer, type TestServer } from "../support/postgres.ts";

const hello = "assistants/bo/workflows/hello.yaml";
const orders = "brands/shop/connections/orders.yaml";
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());

interface Here extends GitHubSite {
  readonly platform: Running;
  /** What the preview's step leaves for the review's; null: nothing. */
  left(): Readonly<Record<string, unknown>> | null;
}

/** A repository whose staging platform is a real one, on which main is live; the preview's token can do no more than it must. */
async function withPlatform(visibility: "public" | "private" = "private"): Promise<Here> {
  const platform = await runPlatform({ databaseUrl: await server.newDatabase() });
  onTestFinished(() => platform.stop());
  const permissions = { contents: "read", "pull-requests": "write", checks: "write" } as const;
  const here = await gitHubSite({ permissions, ...(visibility === "private" && { isPrivate: true }) });
  const settings = `site: small\nenvironments:\n  staging: { platform: "${platform.address}", token: { env: PARLEY_TOKEN } }\n`;
  here.site.write("parley.yaml", settings);
  commitAll(here.site.folder, "An environment");
  here.git("push", "--quiet", `${here.env.GITHUB_SERVER_URL}/${repository}.git`, "main");
  const { body } = await platform.admin("POST", "/tokens", { name: "previews", scopes: ["preview"] });
  process.env.PARLEY_TOKEN = body.token;
  onTestFinished(() => void delete process.env.PARLEY_TOKEN);
  const out = join(here.site.folder, "preview.json");
  return { ...here, platform, left: () => (existsSync(out) ? JSON.parse(readFileSync(out, "utf8"))[0] : null) };
}

function changed({ site }: GitHubSite, path: string, from: string, to: string): Readonly<Record<string, string>> {
  const before = site.read(path);
  if (!before.includes(from)) throw new Error(`${path} does not hold ${from}`);
  return { [path]: before.replaceAll(from, () => to) };
}

/** Runs the step as after the untrusted workflow's run. */
function afterRun(here: Here, commit: string, from = repository) {
  const { head } = here.hub.pulls.find(({ head: { sha } }) => sha === commit) ?? { head: { branch: "gone" } };
  here.event({
    event: "pull_request",
    head_sha: commit,
    head_branch: head.branch,
    head_repository: { full_name: from },
    pull_requests: [],
  });
  return here.site.run("github", "preview", "--env", "staging", "--out", "preview.json");
}

const review = (here: Here) => here.site.run("github", "review", "--preview", "preview.json");
const names = async ({ platform }: Here) =>
  (await platform.admin("GET", "/previews")).body.previews.map(({ name }: { name: string }) => name);

/** What the first channel of a preview's page says first. */
async function greeting({ platform }: Here, link: string): Promise<string | undefined> {
  const page = (await platform.request("GET", link.replace(platform.address, ""))).body;
  const channel = /=(~[\w-]+)/.exec(page)?.[1];
  return (await (await platform.open(channel)).transcript(1))[0];
}

test("the comment of a private repository has the link; a push keeps it, and its end is the pull request's", async () => {
  const here = await withPlatform();
  const { commit } = here.pull({
    ...changed(here, hello, "Hello, I am Bo.", "Hi, Bo here."),
    ...changed(here, orders, "orders.shop.example", "elsewhere.example"),
  });
  const ran = await afterRun(here, commit);
  expect(ran).toMatchObject({ code: 0, stderr: expect.stringContaining("uploading") });
  const { link, ...left } = here.left() ?? {};
  expect(left).toMatchObject({ number: 1, name: `${repository}#1`, environment: "staging", stubbed: ["shop/orders"] });
  expect(link).toMatch(new RegExp(`^${here.platform.address}/preview/[\\w-]{32}$`));
  // Nobody reads it in a log.
  expect(ran.stdout + ran.stderr).not.toContain("/preview/");
  expect(await greeting(here, String(link))).toBe("assistant: Hi, Bo here.");
  await review(here);
  const [comment] = here.hub.comments;
  expect(comment?.body).toContain(`**Try it:** [a chat with these drafts](${link})`);
  expect(comment?.body).toContain("Never asked there, for they are not what is live: `shop/orders`.");

  const [pull] = here.hub.pulls;
  if (pull) pull.state = "closed";
  expect((await afterRun(here, commit)).stdout).toBe(`${repository}#1 is closed: its preview is gone.\n`);
  expect(await names(here)).toEqual([]);
  expect((await fetch(String(link))).status).toBe(404);
});

test("a public repository's comment says how to come by the link, and not the link", async () => {
  const here = await withPlatform("public");
  const { commit } = here.pull(changed(here, hello, "Hello, I am Bo.", "Hi, Bo here."));
  const ran = await afterRun(here, commit);
  expect(here.left()).toMatchObject({ link: null });
  const told = await here.site.run("github", "review", "--preview", "preview.json", "--report", "report.md");
  const { path } = (await here.platform.admin("GET", "/previews")).body.previews[0];
  const summary = readFileSync(here.env.GITHUB_STEP_SUMMARY ?? "", "utf8");
  const written = [ran.stdout, ran.stderr, told.stdout, told.stderr, summary, here.site.read("report.md")];
  for (const text of [
    ...written,
    ...here.hub.comments.map(({ body }) => body),
    ...here.hub.checks.map((each) => each.summary),
  ]) {
    expect(text).not.toContain(path);
  }
  expect(here.hub.comments[0]?.body).toContain(`\`parley preview --link --name ${repository}#1 --env staging\``);
  const asked = await here.site.run("preview", "--link", "--name", `${repository}#1`, "--env", "staging");
  expect(asked.stdout).toContain(path);
});

test("a fork has none", async () => {
  const here = await withPlatform();
  const { commit } = here.pull(changed(here, hello, "Hello, I am Bo.", "Hi, Bo here."), "eve/site");
  expect(await afterRun(here, commit, "eve/site")).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("It comes from a fork"),
  });
  expect([await names(here), here.left()]).toEqual([[], null]);
});

test("a fork whose branch is called as one of ours is not taken for it", async () => {
  const here = await withPlatform();
  const { commit } = here.pull(changed(here, hello, "Hello, I am Bo.", "Hi, Bo here."), "acme/other");
  await afterRun(here, commit, "acme/other");
  await afterRun(here, commit);
  expect(await names(here)).toEqual([]);
});

test.each<[string, (here: Here) => Readonly<Record<string, string | null>>]>([
  ["an error", (here) => changed(here, hello, "end: solved", "then: nowhere")],
  ["no parley.yaml", () => ({ "parley.yaml": null })],
])("a site with %s has none, and the review says why", async (_, files) => {
  const here = await withPlatform();
  const { commit } = here.pull(files(here));
  expect(await afterRun(here, commit)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("nothing to be tried"),
  });
  expect([await names(here), here.left()]).toEqual([[], null]);
});

test("a draft whose tests fail can be tried", async () => {
  const here = await withPlatform();
  const { commit } = here.pull({
    ...changed(here, hello, "Hello, I am Bo.", "Hi, Bo here."),
    "assistants/bo/tests/hello.test.yaml":
      "workflow: hello\ntests:\n  - name: other words\n    talk:\n      - start: open\n      - bot: gone\n",
  });
  await afterRun(here, commit);
  expect(await greeting(here, String(here.left()?.link))).toBe("assistant: Hi, Bo here.");
});

test("where the platform is, and which token opens it, main says", async () => {
  const here = await withPlatform();
  const evil = await runPlatform({ databaseUrl: await server.newDatabase() });
  onTestFinished(() => evil.stop());
  const { commit } = here.pull({
    ...changed(here, hello, "Hello, I am Bo.", "Hi, Bo here."),
    "parley.yaml": `site: small\nenvironments:\n  staging: { platform: "${evil.address}", token: { env: GITHUB_TOKEN } }\n`,
  });
  await afterRun(here, commit);
  expect((await evil.admin("GET", "/previews")).body).toEqual({ previews: [] });
  expect(await names(here)).toEqual([`${repository}#1`]);
});

test("one that was closed while its preview was made has none", async () => {
  const here = await withPlatform();
  const { commit } = here.pull(changed(here, hello, "Hello, I am Bo.", "Hi, Bo here."));
  // It is listed as open by its branch, and is open no more when all are asked for.
  const find = here.hub.pulls.filter.bind(here.hub.pulls);
  let asked = 0;
  here.hub.pulls.filter = ((...args: Parameters<typeof find>) => {
    asked += 1;
    if (asked === 2) for (const pull of here.hub.pulls) pull.state = "closed";
    return find(...args);
  }) as typeof here.hub.pulls.filter;
  expect((await afterRun(here, commit)).stdout).toContain(`${repository}#1 is closed: its preview is gone.\n`);
  expect([await names(here), here.left()]).toEqual([[], null]);
});

test("those of closed pull requests end with anybody's run, and with the morning's; nobody else's do", async () => {
  const here = await withPlatform();
  const first = here.pull(changed(here, hello, "Hello, I am Bo.", "Hi, Bo here."));
  await afterRun(here, first.commit);
  await here.site.run("preview", "--env", "staging", "--name", "feature/greeting");
  await here.site.run("preview", "--env", "staging", "--name", "acme/other#1");
  const [pull] = here.hub.pulls;
  if (pull) pull.state = "closed";
  const second = here.pull(changed(here, hello, "Hello, I am Bo.", "Good day."));
  await afterRun(here, second.commit);
  expect(await names(here)).toEqual(["acme/other#1", "acme/site#2", "feature/greeting"]);
  for (const each of here.hub.pulls) each.state = "closed";
  expect(await here.site.run("github", "preview", "--env", "staging", "--tidy")).toMatchObject({ code: 0 });
  expect(await names(here)).toEqual(["acme/other#1", "feature/greeting"]);
});

test.each<[string, string]>([
  ["no file of ours", "{}"],
  [
    "a link that would break out",
    '[{"number":1,"name":"x","environment":"y","link":"https://a) @octocat","expires":"z","stubbed":[]}]',
  ],
])("%s is not told on", async (_, text) => {
  const here = await withPlatform();
  const { commit } = here.pull(changed(here, hello, "Hello, I am Bo.", "Hi, Bo here."));
  await afterRun(here, commit);
  writeFileSync(join(here.site.folder, "preview.json"), text);
  expect(await review(here)).toMatchObject({ code: 2, stderr: expect.stringContaining("tells of no preview") });
  expect(here.hub.comments).toEqual([]);
});
