/** `parley github open`: the site's changes that lie here uncommitted, as a pull request. */

import { createHash } from "node:crypto";
import { parseArgs } from "node:util";
import { Failure } from "#cli/failure.ts";
import { findSite } from "#cli/find-site.ts";
import { type Connection, connection, onGitHub, output, report, summarize, wordsOf } from "#cli/github/connection.ts";
import { siteOption } from "#cli/options.ts";
import { upsertComment } from "#github/comment.ts";
import { BranchTaken, commitFiles } from "#github/commit-files.ts";
import { openPullRequest, type PullRequest } from "#github/pull-request.ts";
import { code } from "#plan/markdown.ts";
import { pendingChanges } from "#source/pending.ts";

/** Each part begins and ends as an id does, so that every id fits into one. */
const ownBranch = /^parley(?:\/[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?)+$/;
const longestBranch = 100;
/** In characters: as GitHub takes it, and what fits into a body beside the rest. */
const longestTitle = 256;
const longestWhole = 5_000;

export async function openOnGitHub(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...siteOption,
      branch: { type: "string" },
      title: { type: "string" },
      base: { type: "string", default: "main" },
    },
  });
  const { title = "", base } = values;
  if (values.branch === undefined || !ownBranch.test(values.branch)) {
    throw new Failure(
      values.branch === undefined ? "no branch is named" : `"${values.branch}" is no branch for this`,
      "write --branch parley/NAME with small letters, digits, -, _ and /",
    );
  }
  const branch = fitting(values.branch);
  if (title.trim() === "" || /\p{C}/u.test(title))
    throw new Failure("there is no title", "write --title TEXT, one line");
  const pending = await pendingChanges(findSite(values.site));
  if (!pending) throw new Failure("the site is in no Git repository", "clone it from GitHub first");
  if (pending.files.length === 0) throw new Failure("no file of the site is changed", "change something first");
  const short = shortened(title, longestTitle);
  const gitHub = connection();
  const opened = await onGitHub(async () => {
    await commitFiles(gitHub, { branch, parent: pending.parent, message: short, files: pending.files });
    const whole = short === title ? "" : `${code(shortened(title, longestWhole))}\n\n`;
    return openPullRequest(gitHub, { branch, base, title: short, body: `${whole}${bodyOf(gitHub.run)}` });
  }).catch((error: unknown) => {
    if (error instanceof BranchTaken) throw new Failure(error.message, "choose another, or delete it on GitHub");
    throw error;
  });
  output("number", `${opened.number}`);
  process.stdout.write(`${opened.url} is ${opened.isNew ? "open" : "updated"}.\n`);
  if (!opened.isNew) await tellOfUpdate(gitHub, opened);
  return 0;
}

/** Who filled in a form that somebody had filled in before learns it, and so do those who follow its pull request. */
async function tellOfUpdate(gitHub: Connection, { number, url }: PullRequest): Promise<void> {
  const { run } = gitHub;
  summarize(
    `## Updated: pull request [#${number}](${url})\n\nIt was open already, for the same. It holds what this run made now, in place of what an earlier one had.`,
  );
  // A morning's run has an actor, too, who asked for nothing.
  const who = process.env.GITHUB_EVENT_NAME === "schedule" ? undefined : process.env.GITHUB_ACTOR;
  const text = `**Made again${who === undefined ? "" : `, for ${code(who)}`}:** what this pull request holds is what ${run === null ? "the newest run" : `[this run](${run})`} made now, in place of what an earlier one had.`;
  try {
    await upsertComment(gitHub, number, "again", text);
  } catch (error) {
    report(`the pull request could not be told that it was updated: ${wordsOf(error)}`);
  }
}

function shortened(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join("")}…`;
}

/** As Git and GitHub take it: of a long name the beginning, and what tells it from others that begin so. */
function fitting(branch: string): string {
  if (branch.length <= longestBranch) return branch;
  const digest = createHash("sha256").update(branch).digest("hex").slice(0, 16);
  return `${branch.slice(0, longestBranch - digest.length - 1).replace(/[^a-z0-9]+$/, "")}-${digest}`;
}

function bodyOf(run: string | null): string {
  const who = process.env.GITHUB_ACTOR;
  const by = who === undefined ? "" : `Asked for by ${code(who)}. `;
  return `${by}${run === null ? "" : `[The run that made it](${run}). `}Nothing is live before it is merged: until then it can be edited here.`;
}
