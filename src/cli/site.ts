/** What every command begins with: where the site is, and what it says. */

import { type Examined, examine } from "#cli/examine.ts";
import type { FileTree } from "#content/files.ts";
import { readFiles } from "#source/working-tree.ts";

export interface ReadSite extends Examined {
  /** Absolute path of the site's folder. */
  readonly folder: string;
  readonly files: FileTree;
  /** The day it was examined on: `2026-03-02`, UTC. */
  readonly today: string;
}

/** Reads and checks a whole site. Never throws for what its files say. */
export async function readSite(folder: string, tests: "run" | "left-out" = "run"): Promise<ReadSite> {
  const today = new Date().toISOString().slice(0, 10);
  const files = await readFiles(folder);
  return { folder, files, today, ...(await examine(files, { today, tests })) };
}

/** The same, also held against what Git says of the files' past: only warnings come of it, so that not all ask. */
export async function readSiteAndPast(folder: string, tests: "run" | "left-out" = "run"): Promise<ReadSite> {
  const today = new Date().toISOString().slice(0, 10);
  const files = await readFiles(folder);
  const { fileHistory } = await import("#source/history.ts");
  const history = await fileHistory(folder, files);
  return { folder, files, today, ...(await examine(files, { today, tests, history })) };
}
