/** The forms' own scripts, run by bash as GitHub runs them, with what somebody might fill in; `parley` only listens. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { calls, runStep } from "../support/form-steps.ts";
import { commitAll, git } from "../support/github-site.ts";
import { emptyFolder, smallSite } from "../support/site-folder.ts";

const evil = "$(touch trap); `touch trap` \"; touch trap #' --site=/etc";

test("a new assistant is what was filled in, whatever that is", () => {
  const step = "Make it, and open the pull request";
  expect(
    calls("new-assistant", step, { ID: "--help", NAME: evil, BRAND: "", LANGUAGES: "fr, en", BASE: "main" }),
  ).toEqual([
    ["new", "assistant", `--name=${evil}`, "--languages=fr, en", "--", "--help"],
    ["github", "open", "--branch=parley/new-assistant---help", "--title=New assistant: --help", "--base=main"],
  ]);
});

test("channels are split where they are meant to be, and nothing else is", () => {
  const step = "Connect them, and open the pull request";
  expect(calls("connect", step, { ASSISTANT: evil, CHANNELS: " web-fr, web-en,,a--b web-fr", BASE: "main" })).toEqual([
    ["connect", "--", evil, "web-fr", "web-en", "a--b", "web-fr"],
    [
      "github",
      "open",
      `--branch=parley/connect-${evil}_a--b_web-en_web-fr`,
      `--title=Connect ${evil} to a--b, web-en, web-fr`,
      "--base=main",
    ],
  ]);
});

test.each<[Readonly<Record<string, string>>, readonly string[]]>([
  [{ RELEASE: "", CHANNELS: "", RECALL: "false" }, []],
  [{ RELEASE: "12", CHANNELS: "", RECALL: "true" }, ["--recall", "--", "12"]],
  [{ RELEASE: evil, CHANNELS: "web,app", RECALL: "false" }, ["--channel=web", "--channel=app", "--", evil]],
])("a rollback of %j", (filled, expected) => {
  expect(calls("rollback", "Roll back", { PARLEY_ENVIRONMENT: "production", ...filled })).toEqual([
    ["rollback", "--env=production", "--format=json", ...expected],
  ]);
});

test.each(["new-assistant", "connect", "rollback", "drift"])(
  "what %s opened is held against what is live",
  (workflow) => {
    const review = (PARLEY_ENVIRONMENT: string) => calls(workflow, "Review", { NUMBER: "7", PARLEY_ENVIRONMENT });
    expect(review("production")).toEqual([["github", "review", "--pr", "7", "--env", "production"]]);
    expect(review("")).toEqual([["github", "review", "--pr", "7"]]);
  },
);

test.each([" ", ",", "\n", "web\napp", "*", "--help", "web,-h", "web --recall", evil])(
  "channels %j are none: nothing is done",
  (channels) => {
    const filled = { PARLEY_ENVIRONMENT: "production", RELEASE: "", CHANNELS: channels, RECALL: "false" };
    const connected = { ASSISTANT: "bo", CHANNELS: channels, BASE: "main" };
    for (const ran of [
      runStep("rollback", "Roll back", filled),
      runStep("connect", "Connect them, and open the pull request", connected),
    ]) {
      expect(ran).toMatchObject({ calls: [], status: 1, stderr: expect.stringContaining("takes channels' ids") });
      expect(ran.stderr).not.toContain(evil);
    }
  },
);

test.each([
  ["connect", "--", "--help", "web"],
  ["connect", "--", "bo", "-h"],
  ["new", "assistant", "--name=X", "--", "--help"],
  ["rollback", "--", "--help"],
])("%j names something, and asks for no help", async (...args) => {
  expect(await smallSite().run(...args)).toMatchObject({ code: 2, stdout: "" });
});

/** A repository whose first commit has no channels, and whose second one has; and what the platform answered. */
function rolledBackTo(commitOf: (first: string) => string | null): {
  readonly folder: string;
  readonly commit: string | null;
} {
  const { folder, write } = emptyFolder();
  git(folder, "init", "--quiet", "--initial-branch=main");
  write("parley.yaml", "site: first\n");
  write("assistants/bo/assistant.yaml", "first\n");
  commitAll(folder, "First");
  const commit = commitOf(git(folder, "rev-parse", "HEAD"));
  write("parley.yaml", "site: second\n");
  write("assistants/al/assistant.yaml", "second\n");
  write("channels/web.yaml", "second\n");
  write("README.md", "No part of the site.\n");
  commitAll(folder, "Second");
  write("rollback.json", JSON.stringify({ release: { number: 3, commit }, restored: 1 }));
  return { folder, commit };
}

const changes = (folder: string) => git(folder, "diff", "--name-only", "HEAD").split("\n");

/** The step that follows the rollback. */
const revert = (folder: string, CHANNELS = "") =>
  runStep("rollback", "Open the revert", { BASE: "main", CHANNELS }, folder);

test.each(["", "web"])(
  "a revert is the files of that release: what was not there goes, and nothing else (%j)",
  (named) => {
    const { folder, commit } = rolledBackTo((first) => first);
    expect(revert(folder, named)).toMatchObject({
      calls: [["github", "open", "--branch=parley/rollback-1", "--title=Back to release 1", "--base=main"]],
      status: 0,
      summary: "Release 3 is live: back to release 1.\n\n",
    });
    expect(changes(folder)).toEqual(["assistants/al/assistant.yaml", "channels/web.yaml", "parley.yaml"]);
    expect(git(folder, "diff", commit ?? "", "--", "parley.yaml", "assistants", "brands", "channels")).toBe("");
  },
);

test.each([
  [
    "a commit that is not in the history",
    "e".repeat(40),
    `commit ${"e".repeat(40)}, which it was published from, is not`,
  ],
  ["no commit", null, "no commit holds them"],
])("a revert to %s takes nothing away, and says so", (_name, commit, why) => {
  const { folder } = rolledBackTo(() => commit);
  const { calls: made, status, summary } = revert(folder);
  expect({ made, status, changes: changes(folder) }).toEqual({ made: [], status: 1, changes: [""] });
  expect(summary).toContain("Release 3 is live: back to release 1.");
  expect(summary).toContain(`The files of release 1 cannot be offered as a pull request: ${why}`);
  expect(summary).toContain("Run the workflow Drift");
});

test("of some channels alone nothing is offered: the run's page says what the files still say, and what is held", () => {
  const { folder } = rolledBackTo(() => null);
  const { calls: made, status, summary } = revert(folder, "web,app");
  expect({ made, status, changes: changes(folder) }).toEqual({ made: [], status: 0, changes: [""] });
  expect(summary).toContain("The files still say what this took away from web,app. Publishing that is held");
  expect(summary).toContain("The workflow Drift opens one");
});

test("a rollback with nothing to undo says so, and offers nothing", () => {
  const { folder } = rolledBackTo((first) => first);
  const nothing = { release: null, undone: null, restored: 1, changes: [] };
  writeFileSync(join(folder, "rollback.json"), JSON.stringify(nothing));
  expect(revert(folder)).toMatchObject({ calls: [], status: 0, summary: expect.stringContaining("nothing to undo") });
});
