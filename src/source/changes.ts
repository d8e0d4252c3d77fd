/** What changed in a site's folder since a commit: which lines, and what the changed files said before. */

import { simpleGit } from "simple-git";

/** Lines of the file as it is now, counted from 1, both ends included. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

export interface Changes {
  /** By path relative to the site. Of a deleted file, no lines. */
  readonly lines: ReadonlyMap<string, readonly LineRange[]>;
  /** The texts of the changed files as they were; null: the file was not there. */
  readonly before: ReadonlyMap<string, string | null>;
}

export const siteFiles = ["parley.yaml", "assistants", "brands", "channels"];
const everyLine: readonly LineRange[] = [{ from: 1, to: Number.MAX_SAFE_INTEGER }];

/**
 * The changes of the working tree since its branch left `ref`. Null where Git does not know `ref`, or there is no
 * repository.
 */
export async function changesSince(site: string, ref: string): Promise<Changes | null> {
  const git = simpleGit(site, { config: ["core.quotePath=false"] });
  const commit = await git
    .raw(["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`])
    .catch(() => "");
  if (commit.trim() === "") return null;
  // A shallow clone may lack the commit where the branches parted.
  const parted = await git.raw(["merge-base", commit.trim(), "HEAD"]).catch(() => "");
  const base = parted.trim() || commit.trim();
  const diff = ["diff", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "--relative"];
  const names = await git.raw([...diff, "--name-status", "-z", base, "--", ...siteFiles]);
  const hunks = await git.raw([...diff, "--unified=0", "--src-prefix=a/", "--dst-prefix=b/", base, "--", ...siteFiles]);
  const others = await git.raw(["ls-files", "--others", "--exclude-standard", "-z", "--", ...siteFiles]);

  const lines = new Map(linesOf(hunks));
  const before = new Map<string, string | null>();
  const entries = names.split("\0");
  for (let index = 0; index + 1 < entries.length; index += 2) {
    const [status = "", path = ""] = entries.slice(index, index + 2);
    before.set(path, status.startsWith("A") ? null : await git.raw(["show", `${base}:./${path}`]));
    if (status.startsWith("A")) lines.set(path, everyLine);
  }
  for (const path of others.split("\0").filter((name) => name !== "")) {
    before.set(path, null);
    lines.set(path, everyLine);
  }
  return { lines, before };
}

/** The changed lines of each file in a diff without context. */
function* linesOf(diff: string): Iterable<readonly [string, readonly LineRange[]]> {
  // A line begins behind a line feed alone: to `^`, what a file says could begin one too.
  for (const section of `\n${diff}`.split("\ndiff --git ").slice(1)) {
    const path = /\n\+\+\+ "?b\/(.*?)"?\t?(?:\n|$)/.exec(section)?.[1];
    if (path === undefined) continue;
    const hunks = [...section.matchAll(/\n@@ -\S+ \+(\d+)(?:,(\d+))? @@/g)];
    yield [path, hunks.map(([, start = "1", count = "1"]) => rangeOf(Number(start), Number(count)))];
  }
}

/** Where lines were only taken away, those on both sides of the gap are what changed. */
function rangeOf(start: number, count: number): LineRange {
  return count === 0 ? { from: start, to: start + 1 } : { from: start, to: start + count - 1 };
}
