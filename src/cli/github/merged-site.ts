/**
 * A pull request's site as a merge would leave it, in a folder that goes when the work is done. It is data: nothing of it
 * is run.
 */

import { existsSync, lstatSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { Failure } from "#cli/failure.ts";
import type { Connection } from "#cli/github/connection.ts";
import type { Reviewed } from "#cli/github/reviewed-head.ts";
import { commitOf } from "#source/commit.ts";
import { mergedInto } from "#source/merged.ts";

export interface MergedSite {
  /** Where it lies. */
  readonly folder: string;
  /** From the repository's root to the site; empty where they are one. */
  readonly inside: string;
  /** The base's commit. */
  readonly base: string;
}

export type Merging<T> =
  | { readonly kind: "done"; readonly value: T }
  /** The pull request has another head by now. */
  | { readonly kind: "moved" }
  /** So many files changed on both sides. */
  | { readonly kind: "conflict"; readonly files: number }
  /** It has no `parley.yaml` any more. */
  | { readonly kind: "gone" }
  /** The way to the site leads over a link, to whatever lies on this machine. */
  | { readonly kind: "link" };

/** `site` is the base's folder, in a clone with its whole history. Throws `Failure`. */
export async function inMergedSite<T>(
  gitHub: Pick<Connection, "remote" | "token">,
  reviewed: Pick<Reviewed, "ref" | "commit">,
  site: string,
  work: (merged: MergedSite) => Promise<T>,
): Promise<Merging<T>> {
  const base = await commitOf(site);
  if (!base) throw new Failure("the site is in no Git repository", "clone it from GitHub first");
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "parley-review-"));
  try {
    const merged = mergedInto({
      clone: site,
      remote: gitHub.remote,
      ref: reviewed.ref,
      commit: reviewed.commit,
      base: base.id,
      into: folder,
      token: gitHub.token,
    });
    if (merged.kind === "moved") return merged;
    if (merged.kind === "conflict") return { kind: "conflict", files: merged.files.length };
    const inside = relative(merged.root, realpathSync(site));
    const there = join(folder, inside);
    const isThere = lstatSync(there, { throwIfNoEntry: false }) !== undefined;
    if (isThere && placeOf(there) !== there) return { kind: "link" };
    if (!existsSync(join(there, "parley.yaml"))) return { kind: "gone" };
    return { kind: "done", value: await work({ folder: there, inside, base: base.id }) };
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("git ")) {
      throw new Failure(error.message, "the clone needs its whole history: git fetch --unshallow");
    }
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Where a folder really is; null: a link leads nowhere. */
function placeOf(folder: string): string | null {
  try {
    return realpathSync(folder);
  } catch {
    return null;
  }
}
