/** A site's files, read and checked: what `validate` shows and every other command begins with. */

import { applyIgnores } from "#checks/ignores.ts";
import { check, checks } from "#checks/index.ts";
import type { Content } from "#content/content.ts";
import type { FileTree } from "#content/files.ts";
import { readContent } from "#content/read.ts";
import { channelLimits } from "#drivers/limits.ts";
import type { Finding, Sources } from "#findings/finding.ts";
import { sortFindings } from "#findings/sort.ts";

export interface Examined {
  readonly content: Content;
  readonly findings: readonly Finding[];
  readonly sources: Sources;
}

export interface ExamineOptions {
  /** `2026-03-02`, UTC. */
  readonly today: string;
}

/** Never throws for what the files say. */
export async function examine(files: FileTree, { today }: ExamineOptions): Promise<Examined> {
  const { content, findings } = readContent(files);
  const sources = new Map([...files.values()].map((file) => [file.path, file.text]));
  const found = sortFindings([...findings, ...check(content, { today, limits: channelLimits, sources })]);
  const names = new Set(checks.map(({ name }) => name));
  // Last of all: an ignore may be for a finding of any kind.
  const left = applyIgnores(found, content, { sources, checks: names, notRun: new Set() });
  return { content, sources, findings: sortFindings(left) };
}
