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

/**
 * The optimizing compiler pays for itself in longer runs only: with fewer files than this it takes more time than its
 * code saves, and in each thread again.
 */
const filesForTheOptimizer = 3000;

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
    tidyKept(folder);
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
  if (size < filesForTheOptimizer) setFlagsFromString("--no-opt");
  const threads = Math.max(1, Math.min(availableParallelism(), Math.floor(size / filesForAThread)));
  const shares = shared(missing, threads);
  const [mine = [], ...others] = shares;
  const answers = others.map((some) => inThread({ folder, all, some, options }));
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
  // In a checkout this file is TypeScript, in the package JavaScript; the thread's is the same.
  const file = new URL(
    import.meta.url.endsWith(".ts") ? "./examine-worker.ts" : "./examine-worker.js",
    import.meta.url,
  );
  return new Promise((resolve) => {
    const worker = new Worker(file, { workerData: task });
    worker.once("message", resolve);
    worker.once("error", () => resolve(null));
    worker.once("exit", () => resolve(null));
  });
}
