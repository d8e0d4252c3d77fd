/**
 * `parley github preview`: a pull request's drafts behind a link, and an end to those of pull requests that are closed.
 *
 * Only for branches of the repository itself: whoever wrote them may write to it. The files are data, as for a review;
 * where the platform is and which token opens it, the base branch says.
 */

import { parseArgs } from "node:util";
import { speaking, type Target, targetOf } from "#cli/environment.ts";
import { findSite } from "#cli/find-site.ts";
import { type Connection, connection, onGitHub, pullRequestNumber, report } from "#cli/github/connection.ts";
import { inMergedSite } from "#cli/github/merged-site.ts";
import { type MadePreview, writePreviews } from "#cli/github/preview-note.ts";
import { type Reviewed, reviewedHeads } from "#cli/github/reviewed-head.ts";
import { linkOf, makePreview, previewsOn } from "#cli/make-preview.ts";
import { dataOption, environmentOption, siteOption } from "#cli/options.ts";
import { readSettings } from "#cli/settings.ts";
import { readSite } from "#cli/site.ts";
import { checked } from "#content/content.ts";
import { publishBranchOf } from "#content/site.ts";
import type { Preview } from "#drivers/previews.ts";
import { openPullRequests } from "#github/pull-request.ts";

/** Longer than a review takes; a push begins them anew. */
const days = 14;

export async function previewOnGitHub(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...siteOption,
      ...environmentOption,
      ...dataOption,
      pr: { type: "string" },
      out: { type: "string" },
      tidy: { type: "boolean", default: false },
    },
  });
  const gitHub = connection();
  const number = values.pr === undefined ? null : pullRequestNumber(values.pr);
  const settings = readSettings(findSite(values.site));
  const target = targetOf(settings, values.env, values.data);
  const publishBranch = publishBranchOf(settings.content.site.value);
  return onGitHub(() =>
    speaking(target, async () => {
      const made: MadePreview[] = [];
      for (const reviewed of values.tidy ? [] : await reviewedHeads(gitHub, number, publishBranch)) {
        const preview = await make(gitHub, reviewed, settings.folder, target);
        if (!preview || reviewed.number === null) continue;
        const { name, expires, stubbed } = preview;
        const link = reviewed.isPrivate ? linkOf(preview, target) : null;
        made.push({ number: reviewed.number, name, environment: target.environment, link, expires, stubbed });
      }
      const open = await tidy(gitHub, target);
      // Closed while this ran: then it is gone by now.
      const there = made.filter((each) => open.has(each.number));
      for (const { name, expires } of there) {
        process.stdout.write(`The drafts of ${name} are behind a link until ${expires.slice(0, 10)}.\n`);
      }
      if (values.out !== undefined && there.length > 0) writePreviews(values.out, there);
      return 0;
    }),
  );
}

/** Null: there is nothing that may be shown. What was shown before stays. */
async function make(gitHub: Connection, reviewed: Reviewed, site: string, target: Target): Promise<Preview | null> {
  const { number, commit, isOwn } = reviewed;
  if (number === null) return null;
  if (!isOwn) {
    process.stdout.write("It comes from a fork: there are previews of the repository's own branches alone.\n");
    return null;
  }
  const merging = await inMergedSite(gitHub, reviewed, site, async ({ folder }) => {
    const { content, findings } = await readSite(folder, "left-out");
    const whole = checked(content, findings);
    const about = { name: `${prefixOf(gitHub)}${number}`, commit, author: null, days };
    return whole && makePreview(whole, target, about, report);
  });
  const made = merging.kind === "done" ? merging.value : null;
  if (!made) process.stdout.write("There is nothing to be tried: the review says why.\n");
  return made;
}

/** What the previews of this repository's pull requests are called, before the number. */
function prefixOf({ owner, repo }: Connection): string {
  return `${owner}/${repo}#`;
}

/** Ends the previews of this repository's pull requests that are open no more; answers those that are. */
async function tidy(gitHub: Connection, target: Target): Promise<ReadonlySet<number>> {
  const prefix = prefixOf(gitHub);
  const own = (await previewsOn(target).list()).flatMap(({ name }) => {
    const number = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : Number.NaN;
    return Number.isInteger(number) ? [{ name, number }] : [];
  });
  if (own.length === 0) return new Set();
  const open = await openPullRequests(gitHub);
  for (const { name, number } of own) {
    if (open.has(number)) continue;
    await previewsOn(target).remove(name);
    process.stdout.write(`${name} is closed: its preview is gone.\n`);
  }
  return open;
}
