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
import { branchOf } from "#source/branch.ts";
import { commitOf } from "#source/commit.ts";
import { checkOut, isShallow, mergedInto } from "#source/merged.ts";

export interface MergedSite {
  /** Where it lies. */
  readonly folder: string;
  /** From the repository's root to the site; empty where they are one. */
  readonly inside: string;
  /** The base's commit. */
  readonly base: string;
  /** Where the base's site lies. */
  readonly before: string;
}

export type Merging<T> =
  | { readonly kind: "done"; readonly value: T }
  /** The pull request has another head by now. */
  | { readonly kind: "moved" }
  /** These files changed on both sides. */
  | { readonly kind: "conflict"; readonly files: readonly string[] }
  /** It has no commit in common with what it goes into. */
  | { readonly kind: "unrelated" }
  /** It has no `parley.yaml` any more. */
  | { readonly kind: "gone" }
  /** The way to the site leads over a link, to whatever lies on this machine. */
  | { readonly kind: "link" };

/**
 * `site` lies in a clone with its whole history. It is the base where the branch that is checked out is the one that the
 * pull request goes into, or none is; another one is fetched. Throws `Failure`.
 */
export async function inMergedSite<T>(
  gitHub: Pick<Connection, "remote" | "token">,
  reviewed: Pick<Reviewed, "ref" | "commit" | "base">,
  site: string,
  work: (merged: MergedSite) => Promise<T>,
): Promise<Merging<T>> {
  const here = await commitOf(site);
  if (!here) throw new Failure("the site is in no Git repository", "clone it from GitHub first");
  const isHere = [null, reviewed.base].includes(await branchOf(site));
  const place = mkdtempSync(join(realpathSync(tmpdir()), "parley-review-"));
  const [folder, other] = [join(place, "merged"), join(place, "base")];
  try {
    const merged = mergedInto({
      clone: site,
      remote: gitHub.remote,
      ref: reviewed.ref,
      commit: reviewed.commit,
      base: isHere ? here.id : `refs/heads/${reviewed.base}`,
      into: folder,
      token: gitHub.token,
    });
    if (merged.kind !== "merged") return merged;
    const { root, base } = merged;
    const inside = relative(root, realpathSync(site));
    const there = join(folder, inside);
    const isThere = lstatSync(there, { throwIfNoEntry: false }) !== undefined;
    if (isThere && placeOf(there) !== there) return { kind: "link" };
    if (!existsSync(join(there, "parley.yaml"))) return { kind: "gone" };
    if (!isHere) checkOut(folder, base, other);
    // A branch without a site has nothing to be held against: then it is the one that is here.
    const before = isHere ? site : (siteIn(join(other, inside)) ?? site);
    return { kind: "done", value: await work({ folder: there, inside, base, before }) };
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith("git "))) throw error;
    throw new Failure(
      error.message,
      isShallow(site) && !error.message.startsWith("git fetch")
        ? "the clone needs its whole history: git fetch --unshallow"
        : "it needs Git 2.38 or newer, and a token that may read the repository",
    );
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** Null: no site is there, or a link leads to it. */
function siteIn(folder: string): string | null {
  return placeOf(folder) === folder && existsSync(join(folder, "parley.yaml")) ? folder : null;
}

/** Where a folder really is; null: a link leads nowhere. */
function placeOf(folder: string): string | null {
  try {
    return realpathSync(folder);
  } catch {
    return null;
  }
}
