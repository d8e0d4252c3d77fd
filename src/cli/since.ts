/** The findings that a change is about: those on its lines, and those that the site did not have before it. */

import { examine } from "#cli/examine.ts";
import { Failure } from "#cli/failure.ts";
import type { ReadSite } from "#cli/site.ts";
import type { FileTree, SourceFile } from "#content/files.ts";
import type { Finding, Span } from "#findings/finding.ts";
import { locate } from "#findings/locate.ts";
import { type Changes, changesSince } from "#source/changes.ts";

/**
 * The site with only those of its findings. `known` is another site that was examined: where it is the one before, that
 * is not examined again. Throws `Failure` where Git does not know `ref`.
 */
export async function since(site: ReadSite, ref: string, known: ReadSite | null = null): Promise<ReadSite> {
  const changes = await changesSince(site.folder, ref);
  if (!changes) {
    throw new Failure(
      `Git does not know "${ref}" here`,
      "name a branch, a tag or a commit that has been fetched: --since origin/main",
    );
  }
  const before = filesBefore(site, changes);
  const found =
    known && isOf(known, before, site)
      ? known.findings
      : (await examine(before, { today: site.today, tests: site.rehearsal ? "run" : "left-out" })).findings;
  const counts = countOf(found);
  const findings = site.findings.filter((finding) => {
    // The site before had a past of its own, which is not asked for again: such a finding is about two lines.
    if (finding.check === "stale-translation") {
      return [finding, ...(finding.related ?? [])].some(({ at }) => isOnChangedLine(at, site, changes));
    }
    const left = counts.get(keyOf(finding)) ?? 0;
    counts.set(keyOf(finding), left - 1);
    return left <= 0 || isOnChangedLine(finding.at, site, changes);
  });
  return { ...site, findings };
}

function filesBefore({ files }: ReadSite, { before }: Changes): FileTree {
  const old = new Map(files);
  for (const [path, text] of before) {
    if (text === null) old.delete(path);
    else old.set(path, { path, text: text.replace(/^\ufeff/, "") });
  }
  return old;
}

/** Whether `known` was found in these files, and as `site` was. */
function isOf(known: ReadSite, files: FileTree, site: ReadSite): boolean {
  const isSame = ({ path, text, problem }: SourceFile): boolean => {
    const other = known.files.get(path);
    return other?.text === text && other.problem === problem;
  };
  return (
    known.today === site.today &&
    (known.rehearsal === null) === (site.rehearsal === null) &&
    known.files.size === files.size &&
    [...files.values()].every(isSame)
  );
}

/** What a finding is but for its place, which moves with the lines above it. */
function keyOf({ check, at, step = "", message }: Finding): string {
  return JSON.stringify([check, at.file, step, message]);
}

function countOf(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(keyOf(finding), (counts.get(keyOf(finding)) ?? 0) + 1);
  return counts;
}

function isOnChangedLine({ file, start, end }: Span, { sources }: ReadSite, { lines }: Changes): boolean {
  const first = locate(sources, file, start).line;
  const last = locate(sources, file, end).line;
  return (lines.get(file) ?? []).some(({ from, to }) => from <= last && first <= to);
}
