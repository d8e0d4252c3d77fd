/**
 * A large site in parts that can be examined one by one: an assistant's files with what it shares with the others, and
 * what is shared by itself. What is found in a part is what is found in the whole: where that would not hold, there are
 * no parts.
 */

import type { FileTree, SourceFile } from "#content/files.ts";

export interface Part {
  /** The assistant; null: what is shared. */
  readonly assistant: string | null;
  /** The part's own files. */
  readonly own: readonly SourceFile[];
}

export interface Parts {
  /** What every part is read with: the site's file, the brands, the channels, and each assistant's own settings. */
  readonly shared: readonly SourceFile[];
  readonly parts: readonly Part[];
}

/** Of fewer files, one examination is as quick as a look at what was kept of them. */
const fewestFiles = 60;

/**
 * Null: the site is examined as a whole. A brand's workflows are judged by every assistant that runs them, a coverage
 * threshold by every test, and a test may name another assistant than the one it lies with.
 */
export function partsOf(files: FileTree): Parts | null {
  if (files.size < fewestFiles || /^coverage:/m.test(files.get("parley.yaml")?.text ?? "")) return null;
  const shared: SourceFile[] = [];
  const assistants = new Map<string, SourceFile[]>();
  for (const file of files.values()) {
    const [top, id = "", folder] = file.path.split("/");
    if (top === "brands" && folder === "workflows") return null;
    if (top !== "assistants" || folder === undefined || folder === "assistant.yaml") {
      shared.push(file);
      continue;
    }
    if (folder === "tests" && namesAnother(file.text, id)) return null;
    const own = assistants.get(id) ?? [];
    own.push(file);
    assistants.set(id, own);
  }
  if (assistants.size < 2) return null;
  return {
    shared,
    parts: [{ assistant: null, own: [] }, ...[...assistants].map(([assistant, own]) => ({ assistant, own }))],
  };
}

function namesAnother(text: string, assistant: string): boolean {
  const named = /^\s*["']?assistant["']?\s*:\s*["']?([\w-]*)/gm;
  return [...text.matchAll(named)].some(([, id]) => id !== assistant);
}

/** Which part a finding belongs to, by the file it stands in. */
export function partOf(file: string, { parts }: Parts): string | null {
  const [top, id = "", folder] = file.split("/");
  if (top !== "assistants" || folder === undefined) return null;
  return parts.some(({ assistant }) => assistant === id) ? id : null;
}
