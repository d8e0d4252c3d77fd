/** A thread that examines some parts of a site: what it is given and answers is plain data. */

import { enableCompileCache } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import type { PartFindings, PartOptions } from "#cli/examine-part.ts";
import type { Part, Parts } from "#cli/parts.ts";

export interface WorkerTask {
  readonly folder: string;
  readonly all: Parts;
  readonly some: readonly Part[];
  readonly options: PartOptions;
}

export type WorkerAnswer = readonly PartFindings[] | null;

// A thread has a cache of its own: what follows is compiled already only where it asks for it first.
enableCompileCache();
const { examineParts } = await import("#cli/examine-part.ts");
const { fileHistory } = await import("#source/history.ts");
const { folder, all, some, options } = workerData as WorkerTask;
const answer: WorkerAnswer = await examineParts(all, some, options, (files) => fileHistory(folder, files));
parentPort?.postMessage(answer);
