/** A thread that examines some parts of a site: what it is given and answers is plain data. */

import { enableCompileCache } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import type { PartFindings, PartsTask } from "#cli/examine-part.ts";

export type WorkerAnswer = readonly PartFindings[] | null;

// A thread has a cache of its own: what follows is compiled already only where it asks for it first.
enableCompileCache();
const { examineParts } = await import("#cli/examine-part.ts");
const answer: WorkerAnswer = await examineParts(workerData as PartsTask);
parentPort?.postMessage(answer);
