/** All that GitHub needs of a repository with a site: its workflows, and who keeps their pins up to date. */

import { codeScanningWorkflow } from "#content/templates/workflows/code-scanning.ts";
import type { Action } from "#content/templates/workflows/common.ts";
import { conflictsWorkflow } from "#content/templates/workflows/conflicts.ts";
import { driftWorkflow } from "#content/templates/workflows/drift.ts";
import { connectForm, newAssistantForm } from "#content/templates/workflows/forms.ts";
import { planWorkflow } from "#content/templates/workflows/plan.ts";
import { publishWorkflow } from "#content/templates/workflows/publish.ts";
import { pullRequestWorkflow } from "#content/templates/workflows/pull-request.ts";
import { rollbackForm } from "#content/templates/workflows/rollback.ts";
import { windowsWorkflow } from "#content/templates/workflows/windows.ts";
import { yesWorkflow } from "#content/templates/workflows/yes.ts";

/** A commit of the repository that Parley comes from. */
export interface ParleyPin {
  /** `owner/name`. */
  readonly repository: string;
  /** 40 hexadecimal digits: a tag can be moved, a commit cannot. */
  readonly commit: string;
}

/** Files by path, for a site that takes Parley from elsewhere. */
export function gitHubFiles({ repository, commit }: ParleyPin, publishBranch: string): ReadonlyMap<string, string> {
  return new Map([
    ...workflowFiles(`${repository}/.github/actions/parley@${commit}`, publishBranch),
    [".github/dependabot.yml", dependabot],
    [".github/CODEOWNERS", owners],
  ]);
}

/** What a site's people change as they like: it is written where it is not there yet. */
export const writtenOnce: ReadonlySet<string> = new Set([".github/dependabot.yml", ".github/CODEOWNERS"]);

/** `publishBranch` is what `publish.branch` says: what GitHub waits for, it reads in no other file. */
export function workflowFiles(action: Action, publishBranch: string): ReadonlyMap<string, string> {
  const workflows = {
    "pull-request": pullRequestWorkflow,
    plan: planWorkflow,
    publish: publishWorkflow,
    conflicts: conflictsWorkflow,
    yes: yesWorkflow,
    windows: windowsWorkflow,
    "code-scanning": codeScanningWorkflow,
    drift: driftWorkflow,
    "new-assistant": newAssistantForm,
    connect: connectForm,
    rollback: rollbackForm,
  };
  return new Map(
    Object.entries(workflows).map(([name, workflow]) => [
      `.github/workflows/${name}.yml`,
      workflow(action, publishBranch),
    ]),
  );
}

const dependabot = `version: 2
updates:
  - package-ecosystem: github-actions
    directory: /
    schedule:
      interval: weekly
    # A release that was taken over is found out within days.
    cooldown:
      default-days: 7
`;

const owners = `# Who has to look at what decides how a publish goes, whom workflows may call, and what runs on GitHub.
# Write your people or teams in place of @OWNER, take the marks in front away, and have the ruleset of main require a
# review from code owners.
#
# /parley.yaml              @OWNER
# /brands/*/connections/    @OWNER
# /.github/                 @OWNER
`;
