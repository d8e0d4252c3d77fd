/** Examines several parts of a site at once, and tells what was found in each, and what it comes to. */

import { examine } from "#cli/examine.ts";
import { type Part, type Parts, partOf } from "#cli/parts.ts";
import type { Content } from "#content/content.ts";
import type { FileTree, SourceFile } from "#content/files.ts";
import type { Reading } from "#content/read.ts";
import type { Finding } from "#findings/finding.ts";
import { type KnownAssistant, knownAssistant } from "#plan/bodies.ts";

export interface PartOptions {
  readonly today: string;
  readonly tests: "run" | "left-out";
}

/** What a thread is given: plain data. */
export interface PartsTask {
  /** The site's. */
  readonly folder: string;
  readonly all: Parts;
  /** Those to be examined. */
  readonly some: readonly Part[];
  readonly options: PartOptions;
  /** Whether Git knows anything of the site. */
  readonly hasPast: boolean;
  /** Whether anybody wants to know what the assistants come to: a plan does. */
  readonly withBodies: boolean;
}

export interface PartFindings {
  readonly assistant: string | null;
  readonly findings: readonly Finding[];
  /** Null: nobody wants it, there are errors, or it is a draft or has some. */
  readonly body: KnownAssistant | null;
}

/**
 * At least so many files are read and examined together: what was made of them is let go before the next. A site of any
 * size takes about the same memory then, and little of it lives long enough to be moved about.
 */
const filesTogether = 40;

/** Null: some test could not be run or failed, and what that means for the others only the whole site can tell. */
export async function examineParts({
  folder,
  all,
  some,
  options,
  hasPast,
  withBodies,
}: PartsTask): Promise<readonly PartFindings[] | null> {
  // What asks Git is loaded where there is something to ask.
  const history = hasPast ? await (await import("#source/history.ts")).fileHistory(folder, filesOf(all, some)) : null;
  // What every batch is read with is read once.
  const readings = new Map<SourceFile, Reading | null>(all.shared.map((file) => [file, null]));
  const found: PartFindings[] = [];
  for (const together of batches(some, Math.max(filesTogether, all.shared.length))) {
    const { content, findings, rehearsal } = await examine(filesOf(all, together), { ...options, history, readings });
    if (rehearsal && !rehearsal.isWhole) return null;
    for (const { assistant } of together) {
      // Of the parts that are not here, this batch tells nothing that is true.
      const own = findings.filter(({ at }) => partOf(at.file, all) === assistant);
      const isSound = own.every(({ severity }) => severity !== "error");
      found.push({ assistant, findings: own, body: withBodies && isSound ? bodyOf(assistant, content) : null });
    }
  }
  return found;
}

function bodyOf(assistant: string | null, content: Content): KnownAssistant | null {
  const item = assistant === null ? undefined : content.assistants.get(assistant);
  return item?.value ? knownAssistant(item, content.brands.get(item.value.brand)) : null;
}

function filesOf({ shared }: Parts, some: readonly Part[]): FileTree {
  const listed = (file: SourceFile): [string, SourceFile] => [file.path, file];
  return new Map([...shared, ...some.flatMap(({ own }) => own)].map(listed));
}

/** Every batch is looked at with all that is shared, too: it is worth it for as many files of its own. */
function batches(some: readonly Part[], files: number): readonly (readonly Part[])[] {
  const made: Part[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const part of some) {
    if (size >= files) {
      made.push([]);
      size = 0;
    }
    made.at(-1)?.push(part);
    size += part.own.length;
  }
  return made;
}
