/**
 * How long a second `npm start` takes until it is ready, beside the `up` of one unchanged resource through Pulumi's own
 * Automation API: whole processes, in turn. `node --conditions=source test/bench/start/run.ts [runs]`
 */

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureEngine } from "#publish/engine.ts";

const runs = Number(process.argv[2] ?? 5);
const root = fileURLToPath(new URL("../../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "parley-bench-"));

const engine = await ensureEngine((line) => process.stderr.write(`${line}\n`));
const engineRoot = isAbsolute(engine) ? dirname(dirname(engine)) : "";

/** Seconds until the process prints its address; then it is stopped. */
async function start(): Promise<number> {
  const begun = performance.now();
  const args = [join(root, "src/setup/start.js"), "--port", "0", "--data", join(folder, "data")];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "ignore"] });
  let output = "";
  await new Promise<void>((resolve, reject) => {
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk;
      if (/^ready: /m.test(output)) resolve();
    });
    child.on("exit", () => reject(new Error(`npm start ended before it was ready:\n${output}`)));
  });
  const seconds = (performance.now() - begun) / 1000;
  child.removeAllListeners("exit");
  await ended(child, "SIGTERM");
  return seconds;
}

async function plainUp(): Promise<number> {
  const begun = performance.now();
  const args = [
    "--conditions=source",
    fileURLToPath(new URL("../plain-pulumi.ts", import.meta.url)),
    folder,
    engineRoot,
  ];
  await ended(spawn(process.execPath, args, { stdio: "inherit" }));
  return (performance.now() - begun) / 1000;
}

function ended(child: ChildProcess, signal?: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    child.on("exit", () => resolve());
    if (signal) child.kill(signal);
  });
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

await start();
await plainUp();
const starts: number[] = [];
const ups: number[] = [];
for (let run = 0; run < runs; run += 1) {
  starts.push(await start());
  ups.push(await plainUp());
}
const ratio = starts.map((seconds, run) => seconds / (ups[run] ?? Number.NaN));
process.stdout.write(
  [
    `second npm start, until ready:    ${median(starts).toFixed(2)} s (median of ${runs})`,
    `Automation API, up of 1 resource: ${median(ups).toFixed(2)} s`,
    `ratio: ${median(ratio).toFixed(2)} (wanted: at most 2)`,
    "",
  ].join("\n"),
);
rmSync(folder, { recursive: true, force: true });
