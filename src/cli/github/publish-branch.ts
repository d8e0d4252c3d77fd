/** GitHub's workflows and `publish.branch` name one branch: GitHub reads its own in the workflow's file alone. */

import { Failure } from "#cli/failure.ts";
import { readSettings } from "#cli/settings.ts";
import { publishBranchOf, type Site } from "#content/site.ts";
import { otherBranches, publishWorkflowPath } from "#content/templates/workflows/publish-trigger.ts";
import { code } from "#plan/markdown.ts";
import { askGit } from "#source/git.ts";

/** In a workflow that runs for another branch, nothing of the site in this folder is published. Throws `Failure`. */
export function refuseOtherBranch(folder: string): void {
  const here = /^refs\/heads\/(.+)$/.exec(process.env.GITHUB_REF ?? "")?.[1];
  const branch = publishBranchOf(readSettings(folder).content.site.value);
  if (here === undefined || here === branch) return;
  throw new Failure(
    `this run is on the branch "${here}", and what is published is "${branch}"`,
    "parley github workflows writes publish.yml for the branch that publish.branch in parley.yaml names: make them agree, or run it on that branch",
  );
}

/** What a review says where the merged site's workflow does not run for the branch that its settings name. Markdown. */
export async function triggerNotes(folder: string, site: Site | null | undefined): Promise<readonly string[]> {
  // As Git has it: a link in its place would be followed to anywhere.
  const { code: status, text } = await askGit(folder, ["show", `HEAD:${publishWorkflowPath}`]);
  const branch = publishBranchOf(site);
  const others = status === 0 ? otherBranches(text, branch) : null;
  if (others === null) return [];
  const named = others.slice(0, 5).map((each) => code(each));
  return [
    `**Nothing will publish ${code(branch)}:** ${code("publish.branch")} in ${code("parley.yaml")} names it, and ${code(publishWorkflowPath)} runs for ${named.join(", ")} alone. ${code("parley github workflows")} writes it for the branch that is named there.`,
  ];
}
