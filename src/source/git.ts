/**
 * One question to Git, for what everybody waits for: to load simple-git takes longer than Git takes to answer. Git asks
 * nobody for a password here.
 */

import { execFile } from "node:child_process";

export interface GitAnswer {
  /** Null: Git could not be started. */
  readonly code: number | null;
  readonly text: string;
}

/** Asks in a folder; never throws. */
export function askGit(folder: string, args: readonly string[]): Promise<GitAnswer> {
  const options = { cwd: folder, encoding: "utf8", maxBuffer: Number.POSITIVE_INFINITY } as const;
  return new Promise((resolve) => {
    execFile("git", args, options, (error, text) => {
      const code = error ? (typeof error.code === "number" ? error.code : null) : 0;
      resolve({ code, text });
    });
  });
}
