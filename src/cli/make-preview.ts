/** A site's drafts as a preview: uploaded, and put behind a link. */

import type { Target } from "#cli/environment.ts";
import { Failure } from "#cli/failure.ts";
import type { CheckedContent } from "#content/content.ts";
import type { Preview, Previews, PreviewToMake } from "#drivers/previews.ts";
import { previewOf } from "#plan/preview.ts";
import { upload } from "#publish/upload.ts";
import { siteAnswers } from "#rehearsal/site-answers.ts";

/** What platforms take as one preview's answers; without them, what may not be asked fails. */
const mostAnswers = 3_000_000;

/** Throws `Failure`. */
export function previewsOn({ driver, environment }: Target): Previews {
  if (driver.previews) return driver.previews;
  throw new Failure(
    `the platform of "${environment}" has no previews`,
    "name an environment on a Parley platform: --env NAME",
  );
}

export async function makePreview(
  content: CheckedContent,
  target: Target,
  about: Pick<PreviewToMake, "name" | "commit" | "author" | "days">,
  report: (line: string) => void,
): Promise<Preview> {
  const previews = previewsOn(target);
  const { release, ...uploaded } = previewOf(content, target.environment);
  await upload(uploaded, target.driver, report);
  const answers = siteAnswers(content);
  const isLarge = JSON.stringify(answers).length > mostAnswers;
  if (isLarge) report("the tests' answers are too many for a preview: what may not be asked fails there");
  return previews.make({ ...about, content: release, answers: isLarge ? {} : answers });
}

/** The whole address. */
export function linkOf({ path }: Preview, { driver }: Target): string {
  return `${driver.address.replace(/\/+$/, "")}${path}`;
}
