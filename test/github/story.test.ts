/**
 * The whole story, with the workflows themselves: they are run by `act`, against a fake GitHub, a real Git repository, a
 * real platform and the real engine. What customers read is asked of the platform, as the chat does.
 */

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
}, 900_000);
afterAll(async () => {
  await platform?.stop();
  await server?.stop();
});

const secrets = { PARLEY_TOKEN: adminToken, PARLEY_READ_TOKEN: adminToken };

/** What a customer who comes now is told first. */
async function greeting(): Promise<string> {
  const [first = ""] = await (await platform.open()).transcript(1);
  return first;
}

test("a fault is found, mended, approved, merged and live; then it is rolled back", { timeout: 900_000 }, async () => {
  const site = smallSite();
  const production = `production: { platform: "${platform.address}", token: { env: PARLEY_TOKEN } }`;
  site.write("parley.yaml", `site: small\nenvironments:\n  ${production}\npublish: { max_channel_takeovers: 0 }\n`);
  const here = await actRepository(site);
  const { hub } = here;
  const logs: string[] = [];
  onTestFailed(() => void process.stderr.write(`${logs.join("\n")}\n${hub.log.join("\n")}\n`));
  const run = async (...[workflow, event, options]: Parameters<typeof here.run>): Promise<boolean> => {
    const { ok, log } = await here.run(workflow, event, options);
    logs.push(`--- ${workflow}: ${ok}`, log);
    return ok;
  };
  const publish = () => run("publish", {}, { on: "push", secrets });
  /** What GitHub does when a pull request is opened or pushed to: the untrusted run, and then the trusted one. */
  const review = async (number: number) => {
    const head = hub.pulls[number - 1]?.head ?? { sha: "", branch: "" };
    const base = { ref: "main", sha: here.main() };
    const pull = { number, base, head: { ref: head.branch, sha: head.sha } };
    const ok = await run("pull-request", { pull_request: pull }, { on: "pull_request", branch: head.branch });
    const finished = { head_sha: head.sha, head_branch: head.branch, head_repository: { full_name: repository } };
    await run("plan", { workflow_run: { event: "pull_request", ...finished } }, { on: "workflow_run", secrets });
    return ok;
  };
  const reviews = () => hub.checks.filter(({ name }) => name === "Parley");
  const comments = (number: number) => hub.comments.filter(({ issue }) => issue === number).map(({ body }) => body);

  expect(await publish()).toBe(true);
  expect(await greeting()).toBe("assistant: Hello, I am Bo.");

  // Two forms: a new assistant, and who it answers for. Each is a pull request with its check.
  expect(await run("new-assistant", { inputs: { id: "al", name: "Al", brand: "", languages: "" } }, { secrets })).toBe(
    true,
  );
  expect(hub.pulls).toMatchObject([{ number: 1, title: "New assistant: al", state: "open" }]);
  expect(reviews()).toMatchObject([{ conclusion: "success" }]);
  expect(comments(1)).toEqual([expect.stringContaining("`production` already is what the files say")]);
  here.merge(1);
  expect(await run("connect", { inputs: { assistant: "al", channels: "web" } }, { secrets })).toBe(true);
  const branch = hub.pulls[1]?.head.branch ?? "";

  // Al is written on that branch, with a slip.
  const edit = (folder: string, path: string, from: string, to: string) => {
    const file = join(folder, path);
    const text = readFileSync(file, "utf8");
    expect(text).toContain(from);
    writeFileSync(file, text.replace(from, to));
  };
  const lost = "assistants/al/workflows/not-understood.yaml";
  await here.push(branch, "Al speaks", (folder) => {
    edit(folder, "assistants/al/workflows/hello.yaml", "Hello! What", "Good day! What");
    edit(folder, lost, "run: to-people", "run: to-peple");
  });
  expect(await review(2)).toBe(false);
  expect(logs.join("\n")).toMatch(/error.*unknown-reference/);
  expect(reviews().at(-1)).toMatchObject({ conclusion: "failure" });
  expect(comments(2)).toEqual([expect.stringContaining("`unknown-reference`")]);
  expect(hub.suggestions).toMatchObject([{ path: lost }]);

  const mended = await here.push(branch, "Mended", (folder) => edit(folder, lost, "to-peple", "to-people"));
  expect(await review(2)).toBe(true);
  expect(reviews().at(-1)).toMatchObject({ sha: mended, conclusion: "neutral" });
  expect(comments(2)).toEqual([expect.stringContaining("- `web`: `al` replaces `bo`")]);
  expect(await greeting()).toBe("assistant: Hello, I am Bo.");

  // Merged, it waits for a yes; nobody's is none.
  here.merge(2);
  expect(await publish()).toBe(false);
  expect(comments(2).at(-1)).toContain("`too-many-takeovers`");
  hub.approvals.push({ environment: "production-approval", login: "bea", state: "approved", looks: 1 });
  expect(await publish()).toBe(true);
  expect(await greeting()).toBe("assistant: Good day! What can I do for you?");
  expect(comments(2).at(-1)).toMatch(/published as release 2[\s\S]*A yes was given by `bea \(production-approval\)`/);

  expect(await run("rollback", { inputs: { release: "", channels: "", recall: "false" } }, { secrets })).toBe(true);
  expect(await greeting()).toBe("assistant: Hello, I am Bo.");
  expect(hub.pulls[2]).toMatchObject({ number: 3, title: "Back to release 1", state: "open" });

  // What was undone does not come back by itself, and the morning's look offers to adopt what is live.
  expect(await publish()).toBe(false);
  expect(await greeting()).toBe("assistant: Hello, I am Bo.");
  expect(await run("drift", {}, { on: "schedule", secrets })).toBe(true);
  expect(hub.pulls[3]).toMatchObject({ number: 4, head: { branch: "parley/drift" }, state: "open" });

  // A form for some channels: these are all that there are, and main already is what is live then.
  expect(await run("rollback", { inputs: { release: "2", channels: "web", recall: "false" } }, { secrets })).toBe(true);
  expect(logs.at(-1)).toContain("Release 4 is live: back to release 2.");
  expect(await greeting()).toBe("assistant: Good day! What can I do for you?");
  expect(hub.pulls).toHaveLength(4);

  // What is held comes back if somebody says yes to just that, by a comment: then the publish begins anew with it.
  expect(await run("rollback", { inputs: { release: "1", channels: "", recall: "false" } }, { secrets })).toBe(true);
  expect(await publish()).toBe(false);
  expect(await greeting()).toBe("assistant: Hello, I am Bo.");
  const [line = ""] = logs.at(-1)?.match(/\/parley yes [0-9a-f]{64}/) ?? [];
  hub.environments.set("production-approval", { users: ["bea"] });
  for (const [id, login] of [
    [90_001, "eve"],
    [90_002, "bea"],
  ] as const) {
    hub.comments.push({ id, issue: 2, login, body: line });
    const event = { issue: { number: 2, pull_request: {} }, comment: { id, body: line, user: { login } } };
    expect(await run("yes", event, { on: "issue_comment", secrets })).toBe(true);
    expect(hub.runs).toHaveLength(login === "bea" ? 1 : 0);
  }
  expect(hub.runs).toMatchObject([{ file: "publish.yml", branch: "main", sha: here.main() }]);
  expect(await publish()).toBe(true);
  expect(await greeting()).toBe("assistant: Good day! What can I do for you?");
  expect(comments(2).filter((body) => body.includes("A yes was given by `bea (comment on #2)`"))).toHaveLength(1);

  // On a day that is frozen the next one waits, and the hourly look leaves it alone.
  const [today, tomorrow] = [0, 1].map((days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10));
  await here.push("main", "Frozen, and another greeting", (folder) => {
    edit(folder, "parley.yaml", "max_channel_takeovers: 0", `freeze: [{ from: "${today}", to: "${tomorrow}" }]`);
    edit(folder, "assistants/al/workflows/hello.yaml", "Good day! What", "Good evening! What");
  });
  expect(await publish()).toBe(true);
  const record = hub.checks.findLast(({ name }) => name === "Parley publish");
  expect(record).toMatchObject({
    sha: here.main(),
    conclusion: "neutral",
    title: expect.stringMatching(/^waits until /),
  });
  expect(await greeting()).toBe("assistant: Good day! What can I do for you?");
  const look = (vars: Readonly<Record<string, string>>) => run("windows", {}, { on: "schedule", vars });
  expect(await look({})).toBe(true);
  expect(logs.at(-1)).not.toContain("still waits");
  expect(await look({ PARLEY_WINDOWS: "true" })).toBe(true);
  expect(logs.at(-1)).toContain("still waits");
  expect(hub.runs).toHaveLength(1);
});
