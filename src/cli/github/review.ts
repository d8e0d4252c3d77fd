/**
 * `parley github review`: what a pull request would change, as its one comment and its check.
 *
 * The pull request's files are data: they are merged in a folder of their own and read there. Nothing of it is run, and
 * where the platform is and which token opens it, the base branch says, not they.
 */

import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { checks } from "#checks/index.ts";
import { findSite } from "#cli/find-site.ts";
import { annotationsOf } from "#cli/github/annotations.ts";
import {
  type Connection,
  connection,
  onGitHub,
  output,
  pullRequestNumber,
  report,
  summarize,
  wordsOf,
} from "#cli/github/connection.ts";
import { fixesOf } from "#cli/github/fixes.ts";
import { inMergedSite } from "#cli/github/merged-site.ts";
import { previewNote } from "#cli/github/preview-note.ts";
import { reviewOf } from "#cli/github/review-site.ts";
import { type Reviewed, reviewedHead } from "#cli/github/reviewed-head.ts";
import { withoutSecrets } from "#cli/known-secrets.ts";
import { siteOption } from "#cli/options.ts";
import { type ReadSite, readSite } from "#cli/site.ts";
import { renderFindingsSarif } from "#findings/render-sarif.ts";
import { type Annotation, checkName, reportCheck } from "#github/check-run.ts";
import { commentLimit, markOf, upsertComment } from "#github/comment.ts";
import { pullRequest } from "#github/pull-request.ts";
import { type Suggestion, suggest } from "#github/suggestions.ts";
import { shortened } from "#plan/markdown.ts";
import { renderReview, verdictOf } from "#plan/render-review.ts";
import { reviewedText } from "#plan/reviewed.ts";
import { changesSince, type LineRange } from "#source/changes.ts";

const name = "plan";
/** What GitHub takes as a check's summary. */
const summaryLimit = 60_000;

export async function reviewOnGitHub(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...siteOption,
      pr: { type: "string" },
      env: { type: "string" },
      preview: { type: "string" },
      report: { type: "string" },
      sarif: { type: "string" },
      print: { type: "boolean", default: false },
    },
  });
  const note = values.preview === undefined ? null : previewNote(values.preview);
  const gitHub = connection();
  const number = values.pr === undefined ? null : pullRequestNumber(values.pr);
  return onGitHub(async () => {
    const reviewed = await reviewedHead(gitHub, number);
    if (!reviewed) {
      process.stdout.write("No open pull request has this head: there is nothing to review.\n");
      return 0;
    }
    const page = await pageOf(gitHub, reviewed, findSite(values.site), values.env ?? null, note);
    if (page === "moved") {
      process.stdout.write("The pull request has another head by now: its own run reviews that.\n");
      return 0;
    }
    const whole = page.text(Number.MAX_SAFE_INTEGER);
    const write = (file: string, text: string) =>
      writeFileSync(resolve(process.env.INIT_CWD ?? process.cwd(), file), withoutSecrets(text));
    if (values.report !== undefined) write(values.report, `${whole}\n`);
    if (values.sarif !== undefined && page.sarif !== null && reviewed.number !== null) {
      write(values.sarif, page.sarif);
      output("number", `${reviewed.number}`);
      output("commit", reviewed.commit);
    }
    if (values.print) {
      process.stdout.write(`${whole}\n`);
      return page.conclusion === "failure" ? 1 : 0;
    }
    summarize(page.text(summaryLimit));
    await publishPage(gitHub, reviewed, page);
    return 0;
  });
}

interface Page {
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

async function publishPage(gitHub: Connection, { number, commit }: Reviewed, page: Page): Promise<void> {
  // A later push has a run of its own, whose comment must not be overwritten with this one's.
  if (number !== null && (await pullRequest(gitHub, number)).head !== commit) {
    process.stdout.write("The pull request has another head by now: its own run reviews that.\n");
    return;
  }
  if (number !== null) {
    await tried("the comment", async () => {
      const done = await upsertComment(gitHub, number, name, page.text(commentLimit - markOf(name).length));
      process.stdout.write(`The comment on #${number} is ${done}.\n`);
    });
    await tried("what can be mended with a click", async () => {
      const made = await suggest(gitHub, number, commit, page.suggestions);
      if (made > 0) process.stdout.write(`${made} fix${made === 1 ? "" : "es"} to be applied with a click.\n`);
    });
  }
  await reportCheck(gitHub, {
    name: checkName,
    commit,
    conclusion: page.conclusion,
    title: page.title,
    summary: page.text(summaryLimit),
    text: page.reviewed,
    annotations: page.annotations,
    detailsUrl: gitHub.run,
  });
  process.stdout.write(`The check of ${commit.slice(0, 12)}: ${page.conclusion}, ${page.title}.\n`);
}

/** A check that is not made keeps a merge waiting: what is only good to have keeps no check. */
async function tried(what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    report(`${what} could not be written: ${wordsOf(error)}`);
  }
}

async function pageOf(
  gitHub: Connection,
  reviewed: Reviewed,
  site: string,
  environment: string | null,
  /** What else its reader is told: Markdown of our own. */
  note: string | null,
): Promise<Page | "moved"> {
  const merging = await inMergedSite(gitHub, reviewed, site, async ({ folder, inside, base }): Promise<Page> => {
    const { review, site: head, missing } = await reviewOf(await readSite(site), folder, base, environment, gitHub.run);
    const told = note === null ? review : { ...review, notes: [note, ...review.notes] };
    if (missing !== null) report(shortened(missing.message));
    const own = await ownLines(head, base, reviewed.commit);
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
      return failurePage(
        `cannot be merged: ${merging.files} file${merging.files === 1 ? "" : "s"} changed on both sides`,
      );
    case "gone":
      return failurePage("cannot be published: parley.yaml is gone");
    case "link":
      return failurePage("cannot be published: the site's folder, or one that it is in, is a link");
  }
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

/** Where there is nothing to plan. `title` is of our own words alone. */
function failurePage(title: string): Page {
  return {
    conclusion: "failure",
    title,
    annotations: [],
    suggestions: [],
    sarif: null,
    reviewed: null,
    text: () => `## Parley: ${title}`,
  };
}
