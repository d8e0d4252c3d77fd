/**
 * The findings of a large site, on all processors, and what was found before where nothing has changed. They are those
 * of `examine`, finding by finding.
 */

import { availableParallelism } from "node:os";
import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import type { PartFindings, PartOptions } from "#cli/examine-part.ts";
import type { WorkerAnswer, WorkerTask } from "#cli/examine-worker.ts";
import { keptFindings, tidyKept } from "#cli/kept-findings.ts";
import { type Part, type Parts, partsOf } from "#cli/parts.ts";
import type { FileTree } from "#content/files.ts";
import type { Finding } from "#findings/finding.ts";
import { sortFindings } from "#findings/sort.ts";
import { pastOf } from "#source/past.ts";

/** A thread costs a fifth of a second: fewer files than this are quicker without it. */
const filesForAThread = 250;

/** From so many files on, a run is long, and there is much to keep in mind. */
const filesOfALongRun = 3000;

/**
 * How the engine works. The optimizing compiler pays for itself in long runs only: in others it takes more time than its
 * code saves, and in each thread again. In long ones garbage is collected early, for what is dead: 5000 workflows are
 * examined in under 500 MB, where they took 850, for a quarter more time.
 */
function tuneEngine(files: number): void {
  setFlagsFromString(files < filesOfALongRun ? "--no-opt" : "--heap-growing-percent=10");
}

/** What a thread makes and drops at once has this much room, in megabytes; more only fills up before it is collected. */
const roomForTheYoung = 12;

/** Null: the site has no parts, or only the whole of it can tell. */
export async function findQuickly(
  folder: string,
  files: FileTree,
  options: PartOptions,
): Promise<readonly Finding[] | null> {
  const all = partsOf(files);
  const past = all && (await pastOf(folder));
  if (!all || past === null) return null;
  const kept = keptFindings(folder, all, options, past);
  const found: Finding[] = [];
  const missing: Part[] = [];
  for (const part of all.parts) {
    const known = kept.read(part);
    if (known) found.push(...known);
    else missing.push(part);
  }
  if (missing.length > 0) {
    const answers = await examineAll(folder, all, missing, options);
    if (!answers) return null;
    const byAssistant = new Map(missing.map((part) => [part.assistant, part]));
    for (const { assistant, findings } of answers) {
      found.push(...findings);
      const part = byAssistant.get(assistant);
      if (part) kept.write(part, findings);
    }
    tidyKept();
  }
  return sortFindings(found);
}

async function examineAll(
  folder: string,
  all: Parts,
  missing: readonly Part[],
  options: PartOptions,
): Promise<readonly PartFindings[] | null> {
  const size = missing.reduce((sum, { own }) => sum + own.length, 0);
  tuneEngine(size);
  const threads = Math.max(1, Math.min(availableParallelism(), Math.floor(size / filesForAThread)));
  const shares = shared(missing, threads);
  const [mine = [], ...others] = shares;
  // A thread needs to know of the other parts, and not what they say.
  const names = all.parts.map(({ assistant }) => ({ assistant, own: [] }));
  const answers = others.map((some) => inThread({ folder, all: { ...all, parts: names }, some, options }));
  const { examineParts } = await import("#cli/examine-part.ts");
  const { fileHistory } = await import("#source/history.ts");
  const own = await examineParts(all, mine, options, (files) => fileHistory(folder, files));
  const results = [own, ...(await Promise.all(answers))];
  return results.some((each) => each === null) ? null : results.flatMap((each) => each ?? []);
}

/** Parts dealt out so that each share has about as many files. */
function shared(parts: readonly Part[], count: number): readonly (readonly Part[])[] {
  const shares = Array.from({ length: count }, () => ({ files: 0, parts: [] as Part[] }));
  for (const part of [...parts].sort((a, b) => b.own.length - a.own.length)) {
    const least = shares.reduce((best, each) => (each.files < best.files ? each : best));
    least.parts.push(part);
    least.files += part.own.length + 1;
  }
  return shares.map((share) => share.parts).filter((each) => each.length > 0);
}

/** A thread that fails is no answer: the whole site is examined then, and says what is wrong. */
function inThread(task: WorkerTask): Promise<WorkerAnswer> {
  // In a checkout this file is TypeScript, in the package a part of some JavaScript in a folder beside `cli`.
  const file = new URL(
    import.meta.url.endsWith(".ts") ? "./examine-worker.ts" : "../cli/examine-worker.js",
    import.meta.url,
  );
  return new Promise((resolve) => {
    const worker = new Worker(file, {
      workerData: task,
      resourceLimits: { maxYoungGenerationSizeMb: roomForTheYoung },
    });
    worker.once("message", resolve);
    worker.once("error", () => resolve(null));
    worker.once("exit", () => resolve(null));
  });
}
