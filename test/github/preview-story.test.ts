/** A preview from push to close, with the workflows themselves, run by `act`: what the comment's link leads to, answers. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFailed, test } from "vitest";
import { type Running, runPlatform } from "../platform/running.ts";
import { adminToken } from "../platform/start.ts";
import { actRepository } from "../support/act.ts";
import { repository } from "../support/fake-github-operations.ts";
import { startTestServer, type TestServer } from "../support/postgres.ts";
import { smallSite } from "../support/site-folder.ts";

let server: TestServer;
let platform: Running;
beforeAll(async () => {
  server = await startTestServer();
  platform = await runPlatform({ databaseUrl: await server.newDatabase() });
});
afterAll(async () => {
  await platform?.stop();
  await server?.stop();
});

test("a branch's drafts can be tried from the comment, until its pull request closes", {
  timeout: 600_000,
}, async () => {
  const site = smallSite();
  const production = `production: { platform: "${platform.address}", token: { env: PARLEY_TOKEN } }`;
  site.write("parley.yaml", `site: small\nenvironments:\n  ${production}\n`);
  const here = await actRepository(site, { isPrivate: true });
  const { hub } = here;
  const logs: string[] = [];
  onTestFailed(() => void process.stderr.write(`${logs.join("\n")}\n${hub.log.join("\n")}\n`));
  const scopes = async (...list: readonly string[]): Promise<string> =>
    (await platform.admin("POST", "/tokens", { name: list.join("-"), scopes: list })).body.token;
  const secrets = { PARLEY_READ_TOKEN: await scopes("read"), PARLEY_PREVIEW_TOKEN: await scopes("preview") };
  const vars = { PARLEY_PREVIEW_ENVIRONMENT: "production" };

  /** What GitHub runs when something happens to pull request 1: the untrusted workflow, and after it the trusted one. */
  const happens = async (action: string) => {
    const { head } = hub.pulls[0] ?? { head: { sha: "", branch: "" } };
    const base = { ref: "main", sha: here.main() };
    const pull = { number: 1, base, head: { ref: head.branch, sha: head.sha } };
    const payload = { action, pull_request: pull };
    const untrusted = await here.run("pull-request", payload, { on: "pull_request", branch: head.branch });
    const run = { head_sha: head.sha, head_branch: head.branch, head_repository: { full_name: repository } };
    const after = { on: "workflow_run", secrets, vars };
    const trusted = await here.run("plan", { workflow_run: { event: "pull_request", ...run } }, after);
    logs.push(untrusted.log, trusted.log);
    return { untrusted, trusted };
  };

  await here.push("warmer", "A warmer greeting", (folder) => {
    const file = join(folder, "assistants/bo/workflows/hello.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace("Hello, I am Bo.", "Hi, Bo here."));
  });
  here.open("warmer", "A warmer greeting");
  const opened = await happens("opened");
  expect([opened.untrusted.ok, opened.trusted.ok]).toEqual([true, true]);
  const link =
    /\*\*Try it:\*\* \[a chat with these drafts\]\((http[^)]+)\)/.exec(hub.comments[0]?.body ?? "")?.[1] ?? "";
  expect(link).toContain(`${platform.address}/preview/`);
  const page = (await platform.request("GET", link.replace(platform.address, ""))).body;
  const preview = await platform.open(/=(~[\w-]+)/.exec(page)?.[1]);
  expect(await preview.transcript(1)).toEqual(["assistant: Hi, Bo here."]);
  // Nothing of it is live.
  expect((await platform.request("GET", "/v1/channels/web")).status).toBe(404);

  here.merge(1);
  const closed = await happens("closed");
  expect(closed.untrusted.log).not.toContain("parley validate");
  expect(closed.trusted.log).toContain(`${repository}#1 is closed: its preview is gone.`);
  expect((await fetch(link)).status).toBe(404);
  expect((await preview.send({ kind: "text", text: "hello" })).status).toBe(401);
  expect(hub.comments).toHaveLength(1);
  // Another day's run finds nothing that is left over.
  expect((await here.run("drift", {}, { on: "schedule", secrets, vars })).log).not.toContain("its preview is gone");
  expect(
    (await platform.request("GET", "/admin/v1/previews", undefined, { authorization: `Bearer ${adminToken}` })).body,
  ).toEqual({
    previews: [],
  });
});
