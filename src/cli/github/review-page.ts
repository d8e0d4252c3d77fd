/** What is said of one pull request: its comment, its check, what can be mended with a click. */

import { checks } from "#checks/index.ts";
import { annotationsOf } from "#cli/github/annotations.ts";
import { type Connection, report } from "#cli/github/connection.ts";
import { fixesOf } from "#cli/github/fixes.ts";
import { inMergedSite } from "#cli/github/merged-site.ts";
import { reviewOf } from "#cli/github/review-site.ts";
import type { Reviewed } from "#cli/github/reviewed-head.ts";
import type { Settings } from "#cli/settings.ts";
import { type ReadSite, readSite } from "#cli/site.ts";
import { renderFindingsSarif } from "#findings/render-sarif.ts";
import type { Annotation } from "#github/check-run.ts";
import type { Suggestion } from "#github/suggestions.ts";
import { code, shortened } from "#plan/markdown.ts";
import { renderReview, verdictOf } from "#plan/render-review.ts";
import { reviewedText } from "#plan/reviewed.ts";
import { changesSince, type LineRange } from "#source/changes.ts";

export interface Page {
  readonly conclusion: "success" | "failure" | "neutral";
  readonly title: string;
  readonly annotations: readonly Annotation[];
  readonly suggestions: readonly Suggestion[];
  /** What is found in the files that the pull request has as they would be merged; null: nothing could be read. */
  readonly sarif: string | null;
  /** What the publish is held against; null: there is no plan, or none against what is live. */
  readonly reviewed: string | null;
  text(limit: number): string;
}

export interface PageRequest {
  readonly reviewed: Reviewed;
  /** Of the branch that is checked out. */
  readonly settings: Settings;
  readonly publishBranch: string;
  readonly environment: string | null;
  /** What else its reader is told: Markdown of our own. */
  readonly note: string | null;
}

export async function pageOf(gitHub: Connection, request: PageRequest): Promise<Page | "moved"> {
  const { reviewed, settings, publishBranch, environment, note } = request;
  const into = reviewed.base;
  const merging = await inMergedSite(gitHub, reviewed, settings.folder, async (merged): Promise<Page> => {
    const { folder, inside, base: baseCommit } = merged;
    const base = await readSite(merged.before);
    const asked = { base, settings, head: folder, baseCommit, environment, run: gitHub.run, into, publishBranch };
    const { review, site: head, missing } = await reviewOf(asked);
    const told = note === null ? review : { ...review, notes: [note, ...review.notes] };
    if (missing !== null) report(shortened(missing.message));
    const own = await ownLines(head, baseCommit, reviewed.commit);
    return {
      ...verdictOf(review),
      annotations: annotationsOf(review.findings, review.sources, inside, reviewed.isAfterRun),
      suggestions: await fixesOf(head, review.findings, own.lines, inside === "" ? "" : `${inside}/`),
      sarif: renderFindingsSarif(
        head.findings.filter(({ at }) => own.isOwn(at.file)),
        head.sources,
        checks,
        inside === "" ? "" : `${inside}/`,
      ),
      reviewed: review.planned?.isLive ? reviewedText(review.planned.plan) : null,
      text: (limit) => renderReview(told, limit),
    };
  });
  switch (merging.kind) {
    case "done":
      return merging.value;
    case "moved":
      return "moved";
    case "conflict":
      return conflictPage(merging.files, into);
    case "unrelated":
      return failurePage(
        "cannot be merged: it has no commit in common with the branch that it goes into",
        `Make its branch anew from ${code(into)}, with these files.`,
      );
    case "gone":
      return failurePage("cannot be published: parley.yaml is gone");
    case "link":
      return failurePage("cannot be published: the site's folder, or one that it is in, is a link");
  }
}

/** Files that are named at most. */
const mostNamed = 30;

export function conflictPage(files: readonly string[], into: string): Page {
  const count = `${files.length} file${files.length === 1 ? "" : "s"}`;
  const named = files.slice(0, mostNamed).map((file) => `- ${code(file)}`);
  const more = files.length > named.length ? [`- … and ${files.length - named.length} more`] : [];
  const todo = `Both this branch and ${code(into)} changed them, and Git cannot tell which is meant. Say it with GitHub's button _Resolve conflicts_, at the foot of this pull request. Where GitHub offers none, on your machine: merge ${code(into)} into this branch (${code(`git merge origin/${into}`)}), mend the files, commit and push. Then it is looked at anew.`;
  return failurePage(`cannot be merged: ${count} changed on both sides`, [...named, ...more].join("\n"), todo);
}

/** What the merge leaves as the pull request has it: there alone, its lines are counted as they are here. */
interface OwnLines {
  /** That the pull request changes, by path. */
  readonly lines: ReadonlyMap<string, readonly LineRange[]>;
  isOwn(path: string): boolean;
}

async function ownLines({ folder }: ReadSite, base: string, head: string): Promise<OwnLines> {
  const [changes, merged] = await Promise.all([changesSince(folder, base), changesSince(folder, head)]);
  if (!changes || !merged) return { lines: new Map(), isOwn: () => false };
  const isOwn = (path: string) => !merged.before.has(path);
  return { lines: new Map([...changes.lines].filter(([path]) => isOwn(path))), isOwn };
}

/** Where there is nothing to plan. `title` is of our own words alone, the paragraphs are Markdown of our own. */
function failurePage(title: string, ...paragraphs: readonly string[]): Page {
  return {
    conclusion: "failure",
    title,
    annotations: [],
    suggestions: [],
    sarif: null,
    reviewed: null,
    text: () => [`## Parley: ${title}`, ...paragraphs].join("\n\n"),
  };
}
