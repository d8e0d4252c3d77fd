/** What of a site's files is not committed yet. */

import { existsSync, lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { simpleGit } from "simple-git";

export interface PendingFile {
  /** From the repository's root. */
  readonly path: string;
  /** Null: it goes. */
  readonly bytes: Uint8Array | null;
}

export interface Pending {
  /** The commit that they come on top of. */
  readonly parent: string;
  readonly files: readonly PendingFile[];
}

/** Null where there is no repository or no commit. */
export async function pendingChanges(site: string): Promise<Pending | null> {
  try {
    const git = simpleGit(site);
    const root = (await git.revparse(["--show-toplevel"])).trim();
    const parent = (await git.revparse(["HEAD"])).trim();
    const status = await git.raw([
      "status",
      "--porcelain=v1",
      "--no-renames",
      "-z",
      "--untracked-files=all",
      "--",
      "parley.yaml",
      "assistants",
      "brands",
      "channels",
    ]);
    const paths = status
      .split("\0")
      .filter((entry) => entry !== "")
      .map((entry) => entry.slice(3));
    return { parent, files: paths.flatMap((path) => pendingFile(root, path)) };
  } catch {
    return null;
  }
}

/** A link is no file of a site's: it is left where it is. */
function pendingFile(root: string, path: string): readonly PendingFile[] {
  const full = join(root, path);
  if (!existsSync(full)) return [{ path, bytes: null }];
  return lstatSync(full).isFile() ? [{ path, bytes: readFileSync(full) }] : [];
}
