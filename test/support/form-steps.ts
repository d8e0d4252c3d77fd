/** The steps of the workflows that are scripts, run by bash as GitHub runs them; `parley` only listens. */

import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { parse } from "yaml";
import { workflowFiles } from "#content/templates/workflows/workflows.ts";
import { emptyFolder } from "./site-folder.ts";

interface Step {
  readonly name: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Ran {
  /** The calls of `parley`, each with its arguments. */
  readonly calls: readonly (readonly string[])[];
  readonly status: number | null;
  readonly stderr: string;
  /** What stands on the run's page. */
  readonly summary: string;
}

/** Runs a step in a folder, an empty one if none is named. */
export function runStep(
  workflow: string,
  name: string,
  filled: Readonly<Record<string, string>>,
  folder: string = emptyFolder().folder,
): Ran {
  const text = workflowFiles("./x", "main").get(`.github/workflows/${workflow}.yml`) ?? "";
  const jobs = (parse(text) as { jobs: Record<string, { steps: readonly Step[] }> }).jobs;
  const step = Object.values(jobs)
    .flatMap(({ steps }) => steps)
    .find((each) => each.name === name);
  if (!step?.run) throw new Error(`${workflow} has no step "${name}"`);
  const strange = Object.keys(filled).filter((variable) => !Object.hasOwn(step.env ?? {}, variable));
  expect(strange).toEqual([]);
  const tools = emptyFolder().folder;
  const listener = `#!/bin/sh\nfor each in "$@"; do printf '%s\\0' "$each"; done >> ${tools}/calls\nprintf '\\n\\0' >> ${tools}/calls\n`;
  for (const file of ["calls", "summary"]) writeFileSync(join(tools, file), "");
  writeFileSync(join(tools, "parley"), listener);
  chmodSync(join(tools, "parley"), 0o755);
  writeFileSync(join(tools, "script.sh"), step.run);
  // As GitHub runs them: the first command that fails ends it.
  const { status, stderr } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", join(tools, "script.sh")], {
    cwd: folder,
    env: { ...filled, GITHUB_STEP_SUMMARY: join(tools, "summary"), PATH: `${tools}:${process.env.PATH}` },
    encoding: "utf8",
  });
  expect(existsSync(join(folder, "trap"))).toBe(false);
  const said = readFileSync(join(tools, "calls"), "utf8").split("\n\0").slice(0, -1);
  const summary = readFileSync(join(tools, "summary"), "utf8");
  return { calls: said.map((call) => call.split("\0").slice(0, -1)), status, stderr, summary };
}

/** The calls of a step that ends well. */
export function calls(...step: Parameters<typeof runStep>): Ran["calls"] {
  const { calls: made, status, stderr } = runStep(...step);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return made;
}
