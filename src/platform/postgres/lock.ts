/**
 * One platform a data folder: a file beside the data with the process and when it began. It holds between processes
 * of one machine; containers that share a folder do not see one another's processes.
 */

import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive, startOf } from "#platform/postgres/process.ts";

/** Another platform works on the same data. */
export class DataInUse extends Error {
  readonly fix: string;
  constructor(folder: string, pid: number) {
    super(`another platform (process ${pid}) is running on the data in ${folder}`);
    this.name = "DataInUse";
    this.fix = "use that one, stop it, or choose another data folder";
  }
}

/** Takes the lock; the answer gives it back. A dead holder's lock is taken over. Throws `DataInUse`. */
export function lockFolder(folder: string): () => void {
  const file = join(folder, "platform.lock");
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${process.pid} ${startOf(process.pid)}\n`);
  try {
    for (let tries = 0; tries < 5; tries += 1) {
      if (linked(draft, file)) return () => rmSync(file, { force: true });
      const content = readIfThere(file);
      const [pid = "", started = ""] = content.trim().split(" ");
      if (isAlive(Number(pid)) && startOf(Number(pid)) === started) throw new DataInUse(folder, Number(pid));
      discard(file, content);
    }
    throw new Error(`the lock ${file} cannot be taken: others are taking it at the same time`);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** A link appears whole or not at all, unlike a file that is made and then written. */
function linked(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Removes a dead holder's lock; one that somebody else took in the meantime is put back. */
function discard(file: string, expected: string): void {
  const aside = `${file}.${process.pid}.old`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (readIfThere(aside) !== expected) linked(aside, file);
  rmSync(aside, { force: true });
}
