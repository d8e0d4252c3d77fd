/** What is said of a pull request, written where its readers find it. */

import { type Connection, report, wordsOf } from "#cli/github/connection.ts";
import type { Page } from "#cli/github/review-page.ts";
import type { Reviewed } from "#cli/github/reviewed-head.ts";
import { checkName, reportCheck } from "#github/check-run.ts";
import { commentLimit, markOf, upsertComment } from "#github/comment.ts";
import { pullRequest } from "#github/pull-request.ts";
import { suggest } from "#github/suggestions.ts";

const name = "plan";
/** What GitHub takes as a check's summary. */
export const summaryLimit = 60_000;

export async function publishPage(
  gitHub: Connection,
  { number, commit, base }: Reviewed,
  page: Page,
  publishBranch: string,
): Promise<void> {
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
  // The check is the commit's, whatever that goes into: of one that goes elsewhere it would speak for the one into the
  // published branch, now or once somebody turns it there.
  if (base !== publishBranch) {
    process.stdout.write(`#${number ?? ""} goes into a branch that is not published: it has no check.\n`);
    return;
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
