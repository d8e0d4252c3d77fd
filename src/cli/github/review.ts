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
import { connection, onGitHub, output, pullRequestNumber, summarize } from "#cli/github/connection.ts";
import { previewNotes } from "#cli/github/preview-note.ts";
import { publishPage, summaryLimit } from "#cli/github/publish-page.ts";
import { type Page, pageOf } from "#cli/github/review-page.ts";
import { type Reviewed, reviewedHeads } from "#cli/github/reviewed-head.ts";
import { withoutSecrets } from "#cli/known-secrets.ts";
import { siteOption } from "#cli/options.ts";
import { readSettings } from "#cli/settings.ts";
import { publishBranchOf } from "#content/site.ts";

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
