/** Changes to a site's files: tried on a copy in memory first, then made. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { examine } from "#cli/examine.ts";
import { Failure } from "#cli/failure.ts";
import type { FileTree, SourceFile } from "#content/files.ts";
import { applyEdits, type Edit } from "#content/rename/edit.ts";
import { move } from "#source/move.ts";
import { writeFiles } from "#source/write-files.ts";

export interface Changes {
  readonly edits: readonly Edit[];
  readonly moves: readonly { readonly from: string; readonly to: string }[];
}

/** The texts that change, by the path that each file has now. */
export function changedTexts(files: FileTree, { edits }: Changes): ReadonlyMap<string, string> {
  const byFile = Map.groupBy(edits, ({ file }) => file);
  return new Map([...byFile].map(([file, own]) => [file, applyEdits(files.get(file)?.text ?? "", own)]));
}

/** Makes the changes. Throws `Failure`, with nothing changed, where the site would have an error afterwards. */
export async function changeFiles(folder: string, files: FileTree, changes: Changes, today: string): Promise<void> {
  const texts = changedTexts(files, changes);
  const taken = changes.moves.find(({ to }) => existsSync(join(folder, to)));
  if (taken) throw new Failure(`${taken.to} is there already`, "choose another id, or move it out of the way");
  const { findings } = await examine(moved(files, texts, changes), { today });
  const error = findings.find(({ severity }) => severity === "error");
  if (error) {
    throw new Failure(
      `afterwards there would be an error in ${error.at.file}: ${error.message}`,
      "nothing was changed; choose another name, or make the change by hand",
    );
  }
  writeFiles(folder, texts);
  for (const { from, to } of changes.moves) await move(folder, from, to);
}

function moved(files: FileTree, texts: ReadonlyMap<string, string>, { moves }: Changes): FileTree {
  const result = new Map<string, SourceFile>();
  for (const file of files.values()) {
    const move = moves.find(({ from }) => file.path === from || file.path.startsWith(`${from}/`));
    const path = move ? `${move.to}${file.path.slice(move.from.length)}` : file.path;
    result.set(path, { ...file, path, text: texts.get(file.path) ?? file.text });
  }
  return result;
}
