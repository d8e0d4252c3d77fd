/**
 * The findings of a large site, and what was found before where nothing has changed. They are those of `examine`,
 * finding by finding.
 */

import type { PartOptions } from "#cli/examine-part.ts";
import { type Part, partsOf } from "#cli/parts.ts";
import type { FileTree } from "#content/files.ts";
import type { Finding } from "#findings/finding.ts";
import { sortFindings } from "#findings/sort.ts";
import type { KnownAssistant, KnownAssistants } from "#plan/bodies.ts";
import { pastOf } from "#source/past.ts";

export interface FoundQuickly {
  readonly findings: readonly Finding[];
  /** What the assistants that were examined come to, by id: a plan need not read them again. */
  readonly bodies: KnownAssistants;
}

/** Null: the site has no parts, or only the whole of it can tell. */
export async function findQuickly(
  folder: string,
  files: FileTree,
  options: PartOptions,
  wanted: "findings" | "findings-and-bodies",
): Promise<FoundQuickly | null> {
  const all = partsOf(files);
  const past = all && (await pastOf(folder));
  if (!all || past === null) return null;
  const { keptFindings, tidyKept } = await import("#cli/kept-findings.ts");
  const kept = keptFindings(folder, all, options, past);
  const found: Finding[] = [];
  const bodies = new Map<string, KnownAssistant>();
  const missing: Part[] = [];
  for (const part of all.parts) {
    const known = kept.read(part);
    if (known) found.push(...known);
    else missing.push(part);
  }
  if (missing.length > 0) {
    const { examineMissing } = await import("#cli/examine-missing.ts");
    const answers = await examineMissing({
      folder,
      all,
      some: missing,
      options,
      hasPast: past !== "",
      withBodies: wanted === "findings-and-bodies",
    });
    if (!answers) return null;
    const byAssistant = new Map(missing.map((part) => [part.assistant, part]));
    for (const { assistant, findings, body } of answers) {
      found.push(...findings);
      if (assistant !== null && body) bodies.set(assistant, body);
      const part = byAssistant.get(assistant);
      if (part) kept.write(part, findings);
    }
    tidyKept();
  }
  return { findings: sortFindings(found), bodies };
}
