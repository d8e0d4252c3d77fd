/** The room `github` against a GitHub that is strict, and ill as the real one is. */

import { describe, expect, onTestFinished, test } from "vitest";
import { reportCheck } from "#github/check-run.ts";
import { type GitHub, gitHub } from "#github/client.ts";
import { markOf, upsertComment } from "#github/comment.ts";
import { BranchTaken, commitFiles } from "#github/commit-files.ts";
import { openPullRequest, pullRequest, pullRequestsOf } from "#github/pull-request.ts";
import { suggest } from "#github/suggestions.ts";
import { finishedRun } from "#github/workflow-run.ts";
import { type FakeGitHub, fakeGitHub, type Illness } from "../support/fake-github.ts";
import { repository } from "../support/fake-github-operations.ts";

const bot = "github-actions[bot]";
const comments = "/repos/{owner}/{repo}/issues/{issue_number}/comments";

async function fake(permissions?: Readonly<Record<string, "read" | "write">>): Promise<[FakeGitHub, GitHub]> {
  const server = await fakeGitHub({
    tokens: { t0ken: bot, person: "ann", ghs_app: "parley-for-acme[bot]" },
    ...(permissions && { permissions }),
  });
  onTestFinished(() => server.stop());
  server.pulls.push(pull(1, "change", "c".repeat(40)));
  return [server, client(server)];
}

function client(server: FakeGitHub, token = "t0ken", withoutSecrets = (text: string) => text): GitHub {
  return gitHub({ repository, token, apiUrl: server.address, report: () => {}, withoutSecrets, second: 1 });
}

function pull(number: number, branch: string, sha: string, from = repository): FakeGitHub["pulls"][number] {
  const head = { repository: from, branch, sha };
  return { number, title: "", body: "", state: "open", base: "main", head, merged: false };
}

test("what nobody is to read is in nothing that people will, and what we know our own by stays", async () => {
  const [server] = await fake();
  // Of all words the one that stands in the mark, the trailer, the branch and the path.
  const hub = client(server, "t0ken", (text) => text.replaceAll("parley", "***"));
  for (const end of ["one", "two"]) await upsertComment(hub, 1, "plan", `a parley ${end}`);
  expect(server.comments.map(({ body }) => body)).toEqual([`${markOf("plan")}a *** two`]);
  await reportCheck(hub, {
    name: "Parley",
    commit: "c".repeat(40),
    conclusion: "success",
    title: "a parley",
    summary: "a parley",
    text: "for later",
    annotations: [
      {
        path: "parley.yaml",
        start_line: 1,
        end_line: 1,
        annotation_level: "notice",
        title: "parley",
        message: "parley",
      },
    ],
    detailsUrl: null,
  });
  expect(server.checks).toMatchObject([
    { title: "a ***", summary: "a ***", annotations: [{ path: "parley.yaml", title: "***", message: "***" }] },
  ]);
  await suggest(hub, 1, "c".repeat(40), [{ path: "parley.yaml", from: 1, to: 1, body: "parley" }]);
  expect(server.suggestions).toMatchObject([{ path: "parley.yaml", body: "***" }]);
  server.branches.set("main", "a".repeat(40));
  server.commits.set("a".repeat(40), { message: "first", parents: [], files: new Map() });
  const commit = { branch: "parley/x", parent: "a".repeat(40), message: "x" };
  const files = [{ path: "parley.yaml", bytes: Buffer.from("site: parley\n") }];
  for (let tries = 1; tries <= 2; tries += 1) await commitFiles(hub, { ...commit, files });
  const made = server.commits.get(server.branches.get("parley/x") ?? "");
  expect(made?.files.get("parley.yaml")).toBe(Buffer.from("site: parley\n").toString("base64"));
});

describe("the one comment", () => {
  test("is written, then updated in place, then left as it is", async () => {
    const [server, hub] = await fake();
    expect(await upsertComment(hub, 1, "plan", "first")).toBe("created");
    expect(await upsertComment(hub, 1, "plan", "second")).toBe("updated");
    expect(await upsertComment(hub, 1, "plan", "second")).toBe("unchanged");
    expect(await upsertComment(hub, 1, "publish", "other")).toBe("created");
    expect(server.comments.map(({ body, login }) => [login, body])).toEqual([
      [bot, `${markOf("plan")}second`],
      [bot, `${markOf("publish")}other`],
    ]);
  });

  test("is found behind many others, and somebody's with its mark is not taken for it", async () => {
    const [server, hub] = await fake();
    for (let id = 1; id <= 250; id += 1) {
      server.comments.push({ id, issue: 1, login: "eve", body: id === 7 ? `${markOf("plan")}eve's` : `${id}` });
    }
    server.comments.push({ id: 900, issue: 1, login: bot, body: `${markOf("plan")}old` });
    expect(await upsertComment(hub, 1, "plan", "new")).toBe("updated");
    expect(server.comments.at(-1)?.body).toBe(`${markOf("plan")}new`);
    expect(server.comments.find(({ id }) => id === 7)?.body).toContain("eve's");
  });

  test("is one again, where two runs wrote it at once", async () => {
    const [server, hub] = await fake();
    for (const id of [1, 2]) server.comments.push({ id, issue: 1, login: bot, body: `${markOf("plan")}${id}` });
    await upsertComment(hub, 1, "plan", "one");
    expect(server.comments.map(({ body }) => body)).toEqual([`${markOf("plan")}one`]);
  });

  test.each<[string, readonly Illness[]]>([
    ["an error before it was written", ["error-before"]],
    ["an error though it was written", ["error-after"]],
    ["both", ["error-before", "error-after"]],
    ["a limit for bursts", ["burst-limit"]],
    ["a limit of requests", ["request-limit"]],
  ])("is written once in spite of %s", async (_, illnesses) => {
    const [server, hub] = await fake();
    server.fail(`POST ${comments}`, ...illnesses);
    await upsertComment(hub, 1, "plan", "text");
    expect(server.comments).toHaveLength(1);
  });

  test("reading goes on in spite of errors and a line that is cut", async () => {
    const [server, hub] = await fake();
    server.fail(`GET ${comments}`, "error-before", "hang-up", "burst-limit");
    expect(await upsertComment(hub, 1, "plan", "text")).toBe("created");
  });

  test("an illness that does not end is told", async () => {
    const [server, hub] = await fake();
    server.fail(`GET ${comments}`, ...Array.from({ length: 20 }, () => "error-before" as const));
    await expect(upsertComment(hub, 1, "plan", "text")).rejects.toMatchObject({ status: 502 });
  });

  test("a person's token writes as that person", async () => {
    const [server] = await fake();
    await upsertComment(client(server, "person"), 1, "plan", "text");
    expect(server.comments[0]?.login).toBe("ann");
  });

  test("an app's token finds the app's own comment, and leaves every other one", async () => {
    const [server] = await fake();
    const theirs = { id: 1, issue: 1, login: bot, body: `${markOf("plan")}the workflow's` };
    const eves = { id: 2, issue: 1, login: "parley-for-acme", body: `${markOf("plan")}eve's` };
    server.comments.push({ ...theirs }, { ...eves });
    const app = client(server, "ghs_app");
    expect(await upsertComment(app, 1, "plan", "one")).toBe("created");
    expect(await upsertComment(app, 1, "plan", "two")).toBe("updated");
    expect(await upsertComment(client(server, "ghs_app"), 1, "plan", "three")).toBe("updated");
    expect(server.comments).toMatchObject([
      theirs,
      eves,
      { login: "parley-for-acme[bot]", body: `${markOf("plan")}three` },
    ]);
  });

  test("is left alone while GitHub does not say whose token this is", async () => {
    const [server, hub] = await fake();
    await upsertComment(hub, 1, "plan", "one");
    server.fail("POST /graphql", ...Array.from({ length: 4 }, () => "error-before" as const));
    await expect(upsertComment(hub, 1, "plan", "two")).rejects.toMatchObject({ status: 502 });
    expect(await upsertComment(hub, 1, "plan", "two")).toBe("updated");
    expect(server.comments).toHaveLength(1);
  });

  test("a token that may not is told so, and the token is in no message", async () => {
    const [server, hub] = await fake({ "pull-requests": "read" });
    await expect(upsertComment(hub, 1, "plan", "text")).rejects.toMatchObject({ status: 403 });
    const error = await upsertComment(client(server, "wr0ng"), 1, "plan", "text").catch(String);
    expect(error).toContain("Bad credentials");
    expect(error).not.toContain("wr0ng");
  });
});

test("what did not change costs nothing", async () => {
  const [server, hub] = await fake();
  const first = await pullRequest(hub, 1);
  expect(await pullRequest(hub, 1)).toEqual(first);
  expect(server.log).toEqual([`GET /repos/${repository}/pulls/1 200`, `GET /repos/${repository}/pulls/1 304`]);
});

test("a check has all its annotations, however many, before it is done", async () => {
  const [server, hub] = await fake();
  const annotations = Array.from({ length: 120 }, (_, index) => ({
    path: "parley.yaml",
    start_line: index + 1,
    end_line: index + 1,
    annotation_level: "failure" as const,
    title: "x",
    message: "y",
  }));
  const check = { name: "Parley", commit: "c".repeat(40), conclusion: "failure" as const, title: "t", summary: "s" };
  await reportCheck(hub, { ...check, annotations, detailsUrl: null, text: "for later" });
  expect(server.checks).toMatchObject([
    { name: "Parley", status: "completed", conclusion: "failure", text: "for later" },
  ]);
  expect(server.checks[0]?.annotations).toEqual(annotations);
});

describe("the pull request of a head", () => {
  const sha = "d".repeat(40);
  test.each([
    ["a branch here", { repository, branch: "change", commit: "c".repeat(40) }, [1]],
    ["a fork's branch of the same name", { repository: "eve/site", branch: "change", commit: sha }, [2]],
    ["a commit that it was before", { repository, branch: "change", commit: "e".repeat(40) }, []],
    ["a branch of nobody's", { repository: "mallory/site", branch: "change", commit: "c".repeat(40) }, []],
  ])("is found for %s", async (_, head, numbers) => {
    const [server, hub] = await fake();
    server.pulls.push(pull(2, "change", sha, "eve/site"), { ...pull(3, "change", sha, "eve/site"), state: "closed" });
    expect((await pullRequestsOf(hub, head)).map(({ number }) => number)).toEqual(numbers);
  });
});

describe("a pull request of our own", () => {
  const branch = "parley/new-assistant-al";
  const message = "A new assistant";
  const main = "a".repeat(40);
  const bytes = (text: string) => new TextEncoder().encode(text);

  async function start(): Promise<[FakeGitHub, GitHub]> {
    const [server, hub] = await fake();
    const files = new Map([
      ["parley.yaml", btoa("site: x\n")],
      ["channels/old.yaml", btoa("channel: old\n")],
    ]);
    server.commits.set(main, { message: "first", parents: [], files });
    server.branches.set("main", main);
    return [server, hub];
  }

  async function openOne(hub: GitHub, text: string) {
    const files = [
      { path: "assistants/al/assistant.yaml", bytes: bytes(text) },
      { path: "brands/x/assets/logo.png", bytes: new Uint8Array([0x89, 0x50, 0xff, 0]) },
      { path: "channels/old.yaml", bytes: null },
    ];
    await commitFiles(hub, { branch, parent: main, message, files });
    return openPullRequest(hub, { branch, base: "main", title: message, body: "" });
  }

  test("holds what changed, and is updated when it is asked for again", async () => {
    const [server, hub] = await start();
    expect(await openOne(hub, "assistant: al\n")).toMatchObject({ number: 2, isNew: true });
    const end = () => server.commits.get(server.branches.get(branch) ?? "");
    expect([...(end()?.files.keys() ?? [])].sort()).toEqual([
      "assistants/al/assistant.yaml",
      "brands/x/assets/logo.png",
      "parley.yaml",
    ]);
    expect(end()?.files.get("brands/x/assets/logo.png")).toBe(btoa("\x89P\xff\0"));
    expect(end()?.parents).toEqual([main]);
    expect(await openOne(hub, "assistant: al # again\n")).toMatchObject({ number: 2, isNew: false });
    expect(atob(end()?.files.get("assistants/al/assistant.yaml") ?? "")).toBe("assistant: al # again\n");
    expect(server.branches.get("main")).toBe(main);
  });

  test("is made once in spite of errors", async () => {
    const [server, hub] = await start();
    server.fail("POST /repos/{owner}/{repo}/git/refs", "error-after");
    server.fail("POST /repos/{owner}/{repo}/pulls", "error-before", "error-after");
    expect(await openOne(hub, "x")).toMatchObject({ number: 2 });
    expect(server.pulls).toHaveLength(2);
  });

  test("takes nobody's branch", async () => {
    const [server, hub] = await start();
    const mine = "b".repeat(40);
    server.commits.set(mine, { message: "a person's work", parents: [main], files: new Map() });
    server.branches.set(branch, mine);
    await expect(openOne(hub, "x")).rejects.toBeInstanceOf(BranchTaken);
    expect(server.branches.get(branch)).toBe(mine);
  });

  test("is one, where several runs make it at once", async () => {
    const [server, hub] = await start();
    const made = await Promise.all(["x", "y", "z"].map((text) => openOne(hub, text)));
    expect(made.map(({ number }) => number)).toEqual([2, 2, 2]);
    expect(server.pulls).toHaveLength(2);
    const end = server.commits.get(server.branches.get(branch) ?? "");
    expect(["x", "y", "z"]).toContain(atob(end?.files.get("assistants/al/assistant.yaml") ?? ""));
  });

  test("takes no commit that a person amended, which keeps its message", async () => {
    const [server, hub] = await start();
    await openOne(hub, "x");
    const ours = server.commits.get(server.branches.get(branch) ?? "");
    if (!ours) throw new Error("there is no commit");
    const amended = "b".repeat(40);
    server.commits.set(amended, { ...ours, files: new Map([...ours.files, ["parley.yaml", btoa("by a person\n")]]) });
    server.branches.set(branch, amended);
    await expect(openOne(hub, "y")).rejects.toBeInstanceOf(BranchTaken);
    expect(server.branches.get(branch)).toBe(amended);
  });
});

const run = {
  event: "pull_request",
  head_sha: "c".repeat(40),
  head_branch: "x",
  head_repository: { full_name: "e/s" },
};
test.each([
  [{ workflow_run: run }, { event: "pull_request", commit: "c".repeat(40), branch: "x", repository: "e/s" }],
  [{ workflow_run: { ...run, head_sha: "--upload-pack=x" } }, null],
  [{ workflow_run: { ...run, head_repository: null } }, null],
  [{ pull_request: {} }, null],
  [null, null],
])("what a finished run says, case %#", (payload, expected) => {
  expect(finishedRun(JSON.stringify(payload))).toEqual(expected);
});
