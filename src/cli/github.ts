/** `parley github`: what the workflows on GitHub do, an action each, so that all of it can be done by hand. */

import { Failure } from "#cli/failure.ts";
import { hideSecretsInOutput } from "#cli/known-secrets.ts";
import type { Command } from "#cli/main.ts";

const actions = {
  review: () => import("#cli/github/review.ts").then(({ reviewOnGitHub }) => reviewOnGitHub),
  preview: () => import("#cli/github/preview.ts").then(({ previewOnGitHub }) => previewOnGitHub),
  conflicts: () => import("#cli/github/conflicts.ts").then(({ tellConflicts }) => tellConflicts),
  comment: () => import("#cli/github/comment.ts").then(({ commentOnGitHub }) => commentOnGitHub),
  open: () => import("#cli/github/open.ts").then(({ openOnGitHub }) => openOnGitHub),
  ask: () => import("#cli/github/ask.ts").then(({ askOnGitHub }) => askOnGitHub),
  publish: () => import("#cli/github/publish.ts").then(({ publishFromGitHub }) => publishFromGitHub),
  yes: () => import("#cli/github/take-yes.ts").then(({ takeYes }) => takeYes),
  resume: () => import("#cli/github/resume.ts").then(({ resumeOnGitHub }) => resumeOnGitHub),
  workflows: () => import("#cli/github/workflows.ts").then(({ writeWorkflows }) => writeWorkflows),
};

export const command: Command = {
  usage: `parley github review [--pr N] [--env NAME] [--report FILE] [--sarif FILE] [--preview FILE] [--print]
           [--site DIR]
       parley github preview [--pr N] [--env NAME] [--out FILE] [--tidy] [--site DIR] [--data DIR]
       parley github conflicts [--site DIR]
       parley github comment --pr N --body FILE [--name NAME]
       parley github open --branch parley/NAME --title TEXT [--base BRANCH] [--site DIR]
       parley github ask [--env NAME] [--reviewers ENVIRONMENT] [--site DIR] [--data DIR]
       parley github publish [--env NAME] [--asked EFFECT --reviewers ENVIRONMENT [--earlier COUNT]
           [--wants-yes true|false|later]] [--site DIR] [--data DIR]
       parley github yes --pr N --comment ID --reviewers ENVIRONMENT [--env NAME] [--site DIR] [--data DIR]
       parley github resume [--env NAME] [--site DIR]
       parley github workflows [--parley OWNER/REPOSITORY@COMMIT] [--site DIR]`,
  details: `review     writes a pull request's plan into its one comment and its check. Without --pr it is each one of the
           head that GitHub's event names. One that goes into another branch than publish.branch has its findings,
           and neither plan nor check. Without --env the plan is held against what the base branch
           says, and not against what is live. --report also writes all of it there, however long, and --sarif
           what is found for code scanning; --preview tells of the preview that was made; --print only prints it.
           To be run in a clone of the base branch with its whole history.
preview    puts the drafts of a pull request behind a link, if it comes from a branch of the repository itself, and
           ends the previews of those that are closed; --tidy does that alone. --out is for the review: the link
           is in it where the repository is private.
conflicts  tells the open pull requests that Git cannot merge any more, in their comment and check. To be run as
           review, once something was merged: GitHub starts no workflow for them.
comment    makes a text the one comment of its name ("note") on a pull request.
open       makes the site's changes that are not committed a pull request into --base ("main"). A branch that is
           there already is replaced only if this command made it, and its pull request is told. What is too long for
           GitHub is shortened: of a title, all of it is in the body.
ask        says whether there is something to publish, and whether a person must say yes to it and none has done so by
           a comment; the workflow's next job finds empty, wants-yes, asks, earlier and effect. --reviewers is the
           GitHub environment that names who may.
publish    publishes, with the yes that --reviewers gave to the effect that they were --asked about, in their
           environment or by a comment, and refuses another effect; --wants-yes is what ask found: whether there has
           to be one, or later, when the site's windows are open; --earlier is how many this run had before. Outside
           the windows it waits: the commit's check says so. Then tells the pull requests that were
           merged since the release before.
yes        looks at a comment that says yes, and answers it; where its pull request is merged, starts the publish with
           it, and ends the run that waits for an approval.
resume     starts the publish that waits for the site's windows, where they are open now.
workflows  writes GitHub's workflows for this site and its publish.branch, pinned to a commit of Parley, in place of
           those that are there.
           Settings of Dependabot's and owners of code that are there are left as they are.

GITHUB_TOKEN and GITHUB_REPOSITORY (owner/name) say who asks and where; in a workflow both are there.`,
  async run([action = "", ...args]) {
    if (!Object.hasOwn(actions, action)) {
      throw new Failure(
        action === "" ? "it is not said what to do on GitHub" : `"${action}" is nothing it does`,
        `write parley github ${Object.keys(actions).join(" | ")}`,
      );
    }
    hideSecretsInOutput();
    const run = await actions[action as keyof typeof actions]();
    return run(args);
  },
};
