/**
 * The rules that this repository's workflows, and those that it writes for others, are held to: what runs is pinned,
 * what may be done is listed, and nothing that somebody wrote is part of a script. `actionlint` and `zizmor` know more,
 * and are run by hand: docs/github.md says how.
 */

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { expression } from "#content/templates/workflows/common.ts";
import { gitHubFiles, workflowFiles } from "#content/templates/workflows/workflows.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const own = workflowFiles("./.github/actions/parley", "main");
const others = gitHubFiles({ repository: "acme/parley", commit: "a".repeat(40) }, "main");
const action = readFileSync(`${root}.github/actions/parley/action.yml`, "utf8");

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: unknown;
  readonly steps: readonly Step[];
  readonly "timeout-minutes"?: number;
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly "cancel-in-progress"?: boolean };
  readonly jobs: Readonly<Record<string, Job>>;
}

/** Somebody fills it in: of several that wait in one group GitHub drops all but the newest, and with it what they asked. */
const isForm = ({ on }: Workflow) => Object.keys(Object(on.workflow_dispatch)).includes("inputs");

/** What no site needs: it takes Parley at a commit, with that commit's lock file, and has none of its own. */
const alone = new Map(
  [".github/workflows/dependencies.yml"].map((path) => [path, readFileSync(`${root}${path}`, "utf8")] as const),
);
const workflows = [...own, ...alone, ...others]
  .filter(([path]) => path.includes("/workflows/"))
  .map(([path, text], index) => ({
    name: `${index < own.size + alone.size ? "own" : "others'"} ${path}`,
    text,
    value: parse(text) as Workflow,
  }));
const named = (path: string) => parse(own.get(`.github/workflows/${path}.yml`) ?? "") as Workflow;

test("this repository's own are the ones that it writes for others, and those that it alone needs", () => {
  if (process.env.UPDATE === "1") {
    mkdirSync(`${root}.github/workflows`, { recursive: true });
    for (const [path, text] of own) writeFileSync(`${root}${path}`, text);
  }
  const there = readdirSync(`${root}.github/workflows`).map((name) => `.github/workflows/${name}`);
  expect(there.sort()).toEqual([...own.keys(), ...alone.keys()].sort());
  for (const [path, text] of own) expect(readFileSync(`${root}${path}`, "utf8"), path).toBe(text);
});

test.each([...workflows, { name: "action", text: action, value: null }])(
  "$name: what it uses is pinned by commit, with its version beside it",
  ({ text }) => {
    const uses = [...text.matchAll(/^\s*(?:- )?uses: (.*)$/gm)].map(([, used = ""]) => used);
    expect(uses.length).toBeGreaterThan(0);
    for (const used of uses) {
      if (used === "./.github/actions/parley") continue;
      expect(used).toMatch(
        /^(?:(?:actions\/[a-z-]+|github\/codeql-action\/upload-sarif)@[0-9a-f]{40} # v\d+\.\d+\.\d+|acme\/parley\/\.github\/actions\/parley@a{40})$/,
      );
    }
  },
);

test.each(workflows)("$name: lists what it may do, a job at a time, and what waits for what", ({ value }) => {
  // What stands at the top holds for every job: nothing, or reading alone.
  expect(Object.values(value.permissions ?? { all: "write" }).filter((each) => each !== "read")).toEqual([]);
  if (isForm(value)) expect(value.concurrency).toBeUndefined();
  else expect(value.concurrency).toBeDefined();
  for (const job of Object.values(value.jobs)) {
    expect(job["timeout-minutes"]).toBeGreaterThan(0);
    for (const { uses, with: given } of job.steps) {
      if (uses?.startsWith("actions/checkout@")) expect(given).toMatchObject({ "persist-credentials": false });
    }
  }
});

test.each([
  ...workflows.flatMap(({ name, value }) => Object.values(value.jobs).map((job) => ({ name, steps: job.steps }))),
  {
    name: "action",
    steps: (parse(action) as { runs: Job }).runs.steps,
  },
])("$name: a script holds no expression: what it needs are variables, in quotes", ({ steps }) => {
  for (const { run = "", name } of steps) {
    expect(run, name).not.toContain("${{");
    // A variable that is not in quotes is split, and a name in it may be an option.
    const bare = run.replace(/"(?:[^"\\]|\\.)*"|'[^']*'|#.*$/gm, "").replace(/^\s*\w+=/gm, "");
    expect(bare, name).not.toMatch(/\$(?![(?])/);
  }
});

test("the forms are these", () => {
  const forms = [...own].filter(([path, text]) => path.includes("/workflows/") && isForm(parse(text) as Workflow));
  expect(forms.map(([path]) => path.replace(/^.*\/|\.yml$/g, ""))).toEqual(["new-assistant", "connect", "rollback"]);
});

test("nobody's pull request meets a secret or a token that writes", () => {
  const { on, permissions, jobs } = named("pull-request");
  expect(Object.keys(on)).toEqual(["pull_request", "merge_group"]);
  expect(permissions).toEqual({ contents: "read" });
  for (const job of Object.values(jobs)) expect(job.permissions).toBeUndefined();
  expect(own.get(".github/workflows/pull-request.yml")).not.toMatch(/secrets\.|github\.token|id-token/);
  for (const { name, value } of workflows) expect(Object.keys(value.on), name).not.toContain("pull_request_target");
});

test("the trusted side checks nothing of the pull request out, and takes no file that its run left", () => {
  const { on, permissions, jobs } = named("plan");
  expect(on).toEqual({ workflow_run: { workflows: ["Pull request"], types: ["completed"] } });
  expect(permissions).toEqual({});
  expect(jobs.review?.permissions).toEqual({ contents: "read", "pull-requests": "write", checks: "write" });
  for (const { uses = "", with: given = {} } of jobs.review?.steps ?? []) {
    expect(uses).not.toContain("download-artifact");
    expect(Object.keys(given)).not.toContain("ref");
    expect(Object.keys(given)).not.toContain("repository");
  }
});

test("what may write into code scanning for a pull request runs no script, and takes only what its own run found", () => {
  const { review, scanning } = named("plan").jobs;
  expect(scanning?.permissions).toEqual({ actions: "read", "security-events": "write" });
  for (const { run, uses = "", with: given = {} } of scanning?.steps ?? []) {
    expect(run).toBeUndefined();
    expect(uses).toMatch(/^(?:actions\/download-artifact|github\/codeql-action\/upload-sarif)@/);
    expect(Object.keys(given)).not.toContain("run-id");
  }
  expect(review?.permissions).not.toHaveProperty("security-events");
});

test("publishes wait for one another, and what writes to customers stands behind an environment", () => {
  expect(named("publish").concurrency).toMatchObject({ "cancel-in-progress": false });
  for (const { name, value } of workflows) {
    for (const job of Object.values(value.jobs)) {
      const text = JSON.stringify(job);
      if (/secrets\.PARLEY_TOKEN|id-token/.test(text)) expect(job.environment, name).toBeDefined();
    }
  }
});

test("a comment is looked at by its number, by what main has, and its text is nowhere else", () => {
  const { on, permissions, jobs, concurrency } = named("yes");
  expect(on).toEqual({ issue_comment: { types: ["created"] } });
  expect(permissions).toEqual({});
  expect(JSON.stringify(concurrency)).toContain(expression("github.event.comment.id"));
  const { if: condition, ...job } = jobs.yes as Job & { readonly if: string };
  expect(condition).toContain(
    "github.event.issue.pull_request && startsWith(github.event.comment.body, '/parley yes ')",
  );
  expect(job.permissions).toEqual({ contents: "read", actions: "write", checks: "read", "pull-requests": "write" });
  const events = JSON.stringify(job).match(/github\.event\.[\w.]+/g);
  expect(events).toEqual(["github.event.issue.number", "github.event.comment.id"]);
  // What is published, whatever the pull request is of.
  expect(job.steps[0]?.with).toMatchObject({ ref: "refs/heads/main" });
  expect(JSON.stringify(job).match(/secrets\.\w+/g)).toEqual(["secrets.PARLEY_READ_TOKEN"]);
});

test("the look at the windows has no secret, is turned on by a variable, and takes no publish's place", () => {
  const { on, permissions, jobs, concurrency } = named("windows");
  expect(Object.keys(on)).toEqual(["schedule", "workflow_dispatch"]);
  expect(permissions).toEqual({});
  const { resume } = jobs as { readonly resume?: Job & { readonly if: string } };
  expect(resume?.if).toContain("vars.PARLEY_WINDOWS == 'true'");
  expect(resume?.permissions).toEqual({ contents: "read", checks: "read", actions: "write" });
  expect(own.get(".github/workflows/windows.yml")).not.toMatch(/secrets\.|id-token/);
  // A run of the same group would end the one that waits there.
  expect(concurrency).not.toMatchObject({ group: "parley-publish" });
  expect(Object.keys(named("publish").on)).toEqual(["push", "workflow_dispatch"]);
});

test("only a question that nobody has answered waits for the environment's reviewers", () => {
  const { environment, permissions } = named("publish").jobs.publish ?? {};
  expect(environment).toEqual({
    name: expression("needs.ask.outputs.asks == 'true' && 'production-approval' || 'production'"),
  });
  expect(permissions).toMatchObject({ checks: "write" });
  expect(named("publish").jobs.ask?.permissions).toEqual({
    contents: "read",
    actions: "read",
    checks: "read",
    "pull-requests": "read",
  });
});

test("every review asks what is live, with the token that can only read", () => {
  const reviews = workflows.flatMap(({ name, value }) =>
    Object.values(value.jobs).flatMap(({ steps }) =>
      steps.filter(({ run = "" }) => run.includes("parley github review")).map(({ env }) => ({ name, env })),
    ),
  );
  expect(reviews).toHaveLength(10);
  for (const { name, env } of reviews) {
    expect(env, name).toMatchObject({
      PARLEY_ENVIRONMENT: expression("vars.PARLEY_ENVIRONMENT"),
      PARLEY_TOKEN: expression("secrets.PARLEY_READ_TOKEN"),
    });
  }
});
