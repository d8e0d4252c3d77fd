/** The forms' own scripts, run by bash as GitHub runs them, with what somebody might fill in; `parley` only listens. */

import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { workflowFiles } from "#content/templates/workflows/workflows.ts";
import { emptyFolder } from "../support/site-folder.ts";

interface Step {
  readonly name: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The calls of `parley` that a step makes, each with its arguments. */
function calls(
  workflow: string,
  name: string,
  filled: Readonly<Record<string, string>>,
): readonly (readonly string[])[] {
  const { folder } = emptyFolder();
  const text = workflowFiles("./x").get(`.github/workflows/${workflow}.yml`) ?? "";
  const jobs = (parse(text) as { jobs: Record<string, { steps: readonly Step[] }> }).jobs;
  const step = Object.values(jobs)
    .flatMap(({ steps }) => steps)
    .find((each) => each.name === name);
  if (!step?.run) throw new Error(`${workflow} has no step "${name}"`);
  const strange = Object.keys(filled).filter((variable) => !Object.hasOwn(step.env ?? {}, variable));
  expect(strange).toEqual([]);
  const listener = `#!/bin/sh\nfor each in "$@"; do printf '%s\\0' "$each"; done >> calls\nprintf '\\n\\0' >> calls\n`;
  writeFileSync(join(folder, "parley"), listener);
  chmodSync(join(folder, "parley"), 0o755);
  writeFileSync(join(folder, "script.sh"), step.run);
  const env = { ...filled, PATH: `${folder}:${process.env.PATH}` };
  // As GitHub runs them: the first command that fails ends it.
  const { status, stderr } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "script.sh"], {
    cwd: folder,
    env,
    encoding: "utf8",
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(existsSync(join(folder, "trap"))).toBe(false);
  const said = readFileSync(join(folder, "calls"), "utf8").split("\n\0").slice(0, -1);
  return said.map((call) => call.split("\0").slice(0, -1));
}

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
  expect(calls("connect", step, { ASSISTANT: evil, CHANNELS: "web-fr, web-en,*", BASE: "main" })).toEqual([
    ["connect", "--", evil, "web-fr", "web-en", "*"],
    ["github", "open", `--branch=parley/connect-${evil}`, `--title=Connect ${evil} to web-fr, web-en,*`, "--base=main"],
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
