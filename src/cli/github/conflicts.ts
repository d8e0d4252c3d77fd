/**
 * `parley github conflicts`: tells the pull requests that Git cannot merge any more. While there is a conflict, GitHub
 * starts no workflow for a pull request: nobody else would say it.
 */

import { parseArgs } from "node:util";
import { findSite } from "#cli/find-site.ts";
import { connection, onGitHub, report, wordsOf } from "#cli/github/connection.ts";
import { inMergedSite } from "#cli/github/merged-site.ts";
import { publishPage } from "#cli/github/publish-page.ts";
import { conflictPage } from "#cli/github/review-page.ts";
import { ofPullRequest } from "#cli/github/reviewed-head.ts";
import { siteOption } from "#cli/options.ts";
import { readSettings } from "#cli/settings.ts";
import { publishBranchOf } from "#content/site.ts";
import { openInto } from "#github/pull-request.ts";

/** The newest: each is fetched and merged. */
const most = 50;

export async function tellConflicts(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { ...siteOption } });
  const gitHub = connection();
  const settings = readSettings(findSite(values.site));
  const branch = publishBranchOf(settings.content.site.value);
  return onGitHub(async () => {
    const open = await openInto(gitHub, branch);
    for (const each of open.slice(0, most)) {
      const reviewed = ofPullRequest(each, false);
      try {
        const merging = await inMergedSite(gitHub, reviewed, settings.folder, async () => null);
        if (merging.kind !== "conflict") continue;
        await publishPage(gitHub, reviewed, conflictPage(merging.files, branch), branch);
      } catch (error) {
        // One that cannot be looked at keeps none of the others from it.
        report(`#${each.number} was not looked at: ${wordsOf(error)}`);
      }
    }
    if (open.length > most) report(`of ${open.length} open pull requests, the newest ${most} were looked at`);
    return 0;
  });
}
