/** Changes to a site's files, assets among them: made in memory to be looked at, and on the disk. */

import type { FileChange } from "#content/adopt/write-back.ts";
import type { FileTree, SourceFile } from "#content/files.ts";
import type { Driver } from "#drivers/driver.ts";
import { deleteFiles, writeFiles } from "#source/write-files.ts";

/** Fetches the bytes of the assets among the changes, by path. */
export async function assetBytes(
  driver: Driver,
  changes: readonly FileChange[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const bytes = new Map<string, Uint8Array>();
  for (const change of changes) {
    if (change.kind === "asset") bytes.set(change.path, await driver.asset(change.digest));
  }
  return bytes;
}

/** The site's files after the changes. */
export function changedTree(
  files: FileTree,
  changes: readonly FileChange[],
  assets: ReadonlyMap<string, Uint8Array>,
): FileTree {
  const tree = new Map<string, SourceFile>(files);
  for (const change of changes) {
    const { path } = change;
    if (change.kind === "gone") tree.delete(path);
    else if (change.kind === "text") tree.set(path, { path, text: change.text });
    else tree.set(path, { path, text: "", bytes: assets.get(path) ?? new Uint8Array() });
  }
  return tree;
}

/** Deletes first, so that a folder may stand where a file was. */
export function writeChanges(
  folder: string,
  changes: readonly FileChange[],
  assets: ReadonlyMap<string, Uint8Array>,
): void {
  deleteFiles(
    folder,
    changes.flatMap((change) => (change.kind === "gone" ? [change.path] : [])),
  );
  const texts = changes.flatMap((change) => (change.kind === "text" ? [[change.path, change.text] as const] : []));
  writeFiles(folder, new Map<string, string | Uint8Array>([...texts, ...assets]));
}
