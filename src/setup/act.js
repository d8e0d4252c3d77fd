/** act, which runs GitHub's workflows on one machine: the machine's own, else one that go builds from its sources. */

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "./node.js";

const version = "0.2.89";

/** @returns {string | null} the command; null: it is neither on the path nor in the user's cache */
export function findAct() {
  if (spawnSync("act", ["--version"], { stdio: "ignore" }).status === 0) return "act";
  const kept = join(folder(), process.platform === "win32" ? "act.exe" : "act");
  return existsSync(kept) ? kept : null;
}

/**
 * What cannot be had is left to the test, which fails and names it.
 * @param {(line: string) => void} report
 */
export function ensureAct(report) {
  if (findAct() !== null) return;
  report(`building act ${version} with go, for the test of the workflows (half a minute, once)`);
  const done = spawnSync("go", ["install", `github.com/nektos/act@v${version}`], {
    env: { ...process.env, GOBIN: folder() },
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  if (done.status !== 0) report("act cannot be built here: the test of the workflows will fail, and say so");
}

function folder() {
  return join(cacheFolder(), "act", version);
}
