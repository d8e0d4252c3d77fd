/** Parts of a site examined on all processors. */

import { availableParallelism } from "node:os";
import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import type { PartFindings, PartsTask } from "#cli/examine-part.ts";
import type { WorkerAnswer } from "#cli/examine-worker.ts";
import type { Part } from "#cli/parts.ts";

/**
 * With fewer files than this for each, one thread less is as quick: each starts for itself, and its engine has to learn
 * by itself what code is worth compiling.
 */
const filesForAThread = 700;

/** So many files are examined while a thread starts. */
const filesWhileAThreadStarts = 80;

/**
 * How the engine works meanwhile: the optimizing compiler takes more time than its code saves, and in each thread again;
 * and with a thread on each processor, what compiles beside them only takes the processors from them. Room for what is
 * made and dropped at once grows no more, as new memory takes longer to come by than what lies in it to be collected.
 */
const whileExamining = "--no-opt --semi-space-growth-factor=1";
const whileCrowded = "--no-concurrent-recompilation";

/** As the engine starts: what is loaded afterwards is compiled already, for these ways and no others. */
const otherwise = "--opt --semi-space-growth-factor=2 --concurrent-recompilation";

/** What a thread makes and drops at once has this much room, in megabytes; more only fills up before it is collected. */
const roomForTheYoung = 12;

/** Null: only the whole site can tell. */
export async function examineMissing(task: PartsTask): Promise<readonly PartFindings[] | null> {
  const { all, some: missing } = task;
  const size = missing.reduce((sum, { own }) => sum + own.length, 0);
  const processors = availableParallelism();
  const threads = Math.max(1, Math.min(processors, Math.floor(size / filesForAThread)));
  // Code is kept compiled for one set of the engine's ways: where this thread is alone, it is loaded before they change.
  if (threads === 1) await import("#cli/examine-part.ts");
  setFlagsFromString(threads === processors ? `${whileExamining} ${whileCrowded}` : whileExamining);
  try {
    const [mine = [], ...others] = shared(missing, threads);
    // A thread needs to know of the other parts, and not what they say.
    const names = all.parts.map(({ assistant }) => ({ assistant, own: [] }));
    const answers = others.map((some) => inThread({ ...task, all: { ...all, parts: names }, some }));
    const { examineParts } = await import("#cli/examine-part.ts");
    const own = await examineParts({ ...task, some: mine });
    const results = [own, ...(await Promise.all(answers))];
    return results.some((each) => each === null) ? null : results.flatMap((each) => each ?? []);
  } finally {
    setFlagsFromString(otherwise);
  }
}

/** Parts dealt out so that all threads end at about the same time: the first is this one, which runs already. */
function shared(parts: readonly Part[], count: number): readonly (readonly Part[])[] {
  const shares = Array.from({ length: count }, (_, index) => ({
    files: index === 0 ? 0 : filesWhileAThreadStarts,
    parts: [] as Part[],
  }));
  for (const part of [...parts].sort((a, b) => b.own.length - a.own.length)) {
    const least = shares.reduce((best, each) => (each.files < best.files ? each : best));
    least.parts.push(part);
    least.files += part.own.length + 1;
  }
  return shares.map((share) => share.parts).filter((each) => each.length > 0);
}

/** A thread that fails is no answer: the whole site is examined then, and says what is wrong. */
function inThread(task: PartsTask): Promise<WorkerAnswer> {
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
