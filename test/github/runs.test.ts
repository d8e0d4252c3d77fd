/** Runs of workflows: who said yes to one that waits, ending it, and starting another. */

import { expect, onTestFinished, test } from "vitest";
import { approversOf, countYeses, isCount } from "#github/approvers.ts";
import { type GitHub, gitHub } from "#github/client.ts";
import { endWaiting, runsOf, startRun } from "#github/workflow-runs.ts";
import { type FakeGitHub, fakeGitHub, type Level } from "../support/fake-github.ts";
import { repository } from "../support/fake-github-operations.ts";

const bot = "github-actions[bot]";

async function fake(permissions?: Readonly<Record<string, Level>>): Promise<[FakeGitHub, GitHub]> {
  const server = await fakeGitHub({ tokens: { t: bot }, ...(permissions && { permissions }) });
  onTestFinished(() => server.stop());
  const options = { repository, token: "t", apiUrl: server.address, report: () => {}, second: 1 };
  return [server, gitHub({ ...options, withoutSecrets: (text) => text })];
}

test("a yes is one of that environment's reviewers, and each counts once", async () => {
  const [server, hub] = await fake();
  server.approvals.push(
    { environment: "production-approval", login: "ann", state: "approved" },
    { environment: "production-approval", login: "ann", state: "approved" },
    { environment: "production-approval", login: "bob", state: "rejected" },
    { environment: "preview", login: "eve", state: "approved" },
  );
  expect(await approversOf(hub, 7, "production-approval", "none")).toEqual(["ann"]);
});

test("a yes of before is taken off, and who says it again has said it", async () => {
  const [server, hub] = await fake();
  const yes = (login: string) =>
    server.approvals.push({ environment: "production-approval", login, state: "approved" });
  expect(await countYeses(hub, 7, "production-approval")).toBe("none");
  yes("ann");
  yes("bob");
  const before = await countYeses(hub, 7, "production-approval");
  expect(isCount(before)).toBe(true);
  expect(await approversOf(hub, 7, "production-approval", before)).toEqual([]);
  yes("bob");
  yes("cleo");
  expect(await approversOf(hub, 7, "production-approval", before)).toEqual(["bob", "cleo"]);
  for (const word of ["", "none-1", "12", "1-2-3", "ann-1"]) expect(isCount(word), word).toBe(false);
});

test("a run that waits is ended, and one that goes on by now, another workflow's, or one that is over is left", async () => {
  const [server, hub] = await fake();
  server.branches.set("main", "c".repeat(40));
  const workflow = { file: "publish.yml", branch: "main" };
  const made = {
    branch: "main",
    sha: "c".repeat(40),
    conclusion: null,
    createdAt: "2026-03-02T10:00:00Z",
    login: "ann",
  };
  server.runs.push(
    { ...made, id: 1, file: "publish.yml", status: "waiting" },
    { ...made, id: 2, file: "publish.yml", status: "in_progress" },
    { ...made, id: 3, file: "other.yml", status: "waiting" },
    { ...made, id: 4, file: "publish.yml", branch: "elsewhere", status: "waiting" },
  );
  expect((await runsOf(hub, workflow, { status: "waiting" })).map(({ id }) => id)).toEqual([1]);
  expect((await runsOf(hub, workflow, {})).map(({ id }) => id)).toEqual([2, 1]);
  for (const [id, isEnded] of [
    [1, true],
    [2, false],
    [1, false],
  ] as const) {
    expect(await endWaiting(hub, id)).toBe(isEnded);
  }
  expect(server.runs.map(({ status }) => status)).toEqual(["completed", "in_progress", "waiting", "waiting"]);
  await startRun(hub, workflow);
  expect(server.runs.at(-1)).toMatchObject({ file: "publish.yml", sha: "c".repeat(40), status: "queued", login: bot });
  const [reader, limited] = await fake({ actions: "read" });
  reader.branches.set("main", "c".repeat(40));
  await expect(startRun(limited, workflow)).rejects.toMatchObject({ status: 403 });
  expect(reader.runs).toEqual([]);
});
