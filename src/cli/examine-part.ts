/** Examines several parts of a site at once, and tells what was found in each. */

import { examine } from "#cli/examine.ts";
import { type Part, type Parts, partOf } from "#cli/parts.ts";
import type { FileHistory } from "#content/file-history.ts";
import type { FileTree, SourceFile } from "#content/files.ts";
import type { Finding } from "#findings/finding.ts";

export interface PartOptions {
  readonly today: string;
  readonly tests: "run" | "left-out";
}

export interface PartFindings {
  readonly assistant: string | null;
  readonly findings: readonly Finding[];
}

/** Null: some test could not be run or failed, and what that means for the others only the whole site can tell. */
export async function examineParts(
  all: Parts,
  some: readonly Part[],
  options: PartOptions,
  history: (files: FileTree) => Promise<FileHistory | null>,
): Promise<readonly PartFindings[] | null> {
  const listed = (file: SourceFile): [string, SourceFile] => [file.path, file];
  const files = new Map([...all.shared, ...some.flatMap(({ own }) => own)].map(listed));
  const { findings, rehearsal } = await examine(files, { ...options, history: await history(files) });
  if (rehearsal && !rehearsal.isWhole) return null;
  return some.map(({ assistant }) => ({
    assistant,
    findings: findings.filter(({ at }) => partOf(at.file, all) === assistant),
  }));
}
