/** A thread that examines some parts of a site: what it is given and answers is plain data. */

import { parentPort, workerData } from "node:worker_threads";
import { examineParts, type PartFindings, type PartOptions } from "#cli/examine-part.ts";
import type { Part, Parts } from "#cli/parts.ts";
import { fileHistory } from "#source/history.ts";

export interface WorkerTask {
  readonly folder: string;
  readonly all: Parts;
  readonly some: readonly Part[];
  readonly options: PartOptions;
}

export type WorkerAnswer = readonly PartFindings[] | null;

const { folder, all, some, options } = workerData as WorkerTask;
const answer: WorkerAnswer = await examineParts(all, some, options, (files) => fileHistory(folder, files));
parentPort?.postMessage(answer);
