/**
 * `parley github review`: what a pull request would change, as its one comment and its check.
 *
 * The pull request's files are data: they are merged in a folder of their own and read there. Nothing of it is run, and
 * where the platform is and which token opens it, the base branch says, not they.
 */

import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { findSite } from "#cli/find-site.ts";
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
import { previewNotes } from "#cli/github/preview-note.ts";
import { type Page, pageOf } from "#cli/github/review-page.ts";
import { type Reviewed, reviewedHeads } from "#cli/github/reviewed-head.ts";
import { withoutSecrets } from "#cli/known-secrets.ts";
import { siteOption } from "#cli/options.ts";
import { readSettings } from "#cli/settings.ts";
import { publishBranchOf } from "#content/site.ts";
import { checkName, reportCheck } from "#github/check-run.ts";
import { commentLimit, markOf, upsertComment } from "#github/comment.ts";
import { pullRequest } from "#github/pull-request.ts";
import { suggest } from "#github/suggestions.ts";

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
  const notes = values.preview === undefined ? null : previewNotes(values.preview);
  const gitHub = connection();
  const number = values.pr === undefined ? null : pullRequestNumber(values.pr);
  const settings = readSettings(findSite(values.site));
  const publishBranch = publishBranchOf(settings.content.site.value);
  return onGitHub(async () => {
    const made: Made[] = [];
    for (const reviewed of await reviewedHeads(gitHub, number, publishBranch)) {
      const note = notes?.get(reviewed.number ?? 0) ?? null;
      const page = await pageOf(gitHub, { reviewed, settings, publishBranch, environment: values.env ?? null, note });
      if (page === "moved") {
        process.stdout.write("The pull request has another head by now: its own run reviews that.\n");
        return 0;
      }
      made.push({ reviewed, page });
    }
    const [first] = made;
    if (!first) {
      process.stdout.write("No open pull request has this head: there is nothing to review.\n");
      return 0;
    }
    const whole = textOf(made, Number.MAX_SAFE_INTEGER);
    const write = (file: string, text: string) =>
      writeFileSync(resolve(process.env.INIT_CWD ?? process.cwd(), file), withoutSecrets(text));
    if (values.report !== undefined) write(values.report, `${whole}\n`);
    if (values.sarif !== undefined && first.page.sarif !== null && first.reviewed.number !== null) {
      write(values.sarif, first.page.sarif);
      output("number", `${first.reviewed.number}`);
      output("commit", first.reviewed.commit);
    }
    if (values.print) {
      process.stdout.write(`${whole}\n`);
      return made.some(({ page }) => page.conclusion === "failure") ? 1 : 0;
    }
    summarize(textOf(made, summaryLimit));
    for (const { reviewed, page } of made) await publishPage(gitHub, reviewed, page, publishBranch);
    return 0;
  });
}

interface Made {
  readonly reviewed: Reviewed;
  readonly page: Page;
}

/** Of one pull request, as its comment has it; of several, each below its number. */
function textOf(made: readonly Made[], limit: number): string {
  const texts = made.map(({ reviewed, page }) => {
    const title = made.length > 1 ? `# Pull request ${reviewed.number ?? ""}\n\n` : "";
    return `${title}${page.text(Math.floor(limit / made.length) - title.length - 2)}`;
  });
  return texts.join("\n\n");
}

async function publishPage(
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
