/** The trusted side of a pull request: the base branch's code reads the pull request's files, and runs none of them. */

import {
  type Action,
  beginning,
  downloadArtifact,
  expression,
  uploadArtifact,
  uploadSarif,
} from "#content/templates/workflows/common.ts";

export function planWorkflow(action: Action): string {
  return `name: Plan

# It runs with the base branch's files, and with nothing that the pull request's own run left behind: the site is fetched
# anew by its commit, into a folder of its own, and read as data.
on:
  workflow_run: # zizmor: ignore[dangerous-triggers] nothing of the pull request's is checked out or run here
    workflows: [Pull request]
    types: [completed]

permissions: {}

concurrency:
  group: plan-${expression("github.event.workflow_run.head_repository.full_name")}-${expression("github.event.workflow_run.head_branch")}
  cancel-in-progress: true

jobs:
  review:
    name: Plan, comment and check
    if: contains(fromJSON('["pull_request", "merge_group"]'), github.event.workflow_run.event)
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
      contents: read
      pull-requests: write # the comment
      checks: write # the check "Parley"
    outputs:
      number: ${expression("steps.review.outputs.number")}
      commit: ${expression("steps.review.outputs.commit")}
    steps:
${beginning(action)}      - name: Put the drafts behind a link
        if: vars.PARLEY_PREVIEW_ENVIRONMENT != ''
        # A plan is as good without it.
        continue-on-error: true
        env:
          GITHUB_TOKEN: ${expression("github.token")}
          PREVIEW_ENVIRONMENT: ${expression("vars.PARLEY_PREVIEW_ENVIRONMENT")}
          # It can make previews, and nothing live.
          PARLEY_TOKEN: ${expression("secrets.PARLEY_PREVIEW_TOKEN")}
        run: parley github preview --env "$PREVIEW_ENVIRONMENT" --out "$RUNNER_TEMP/preview.json"
      - name: Review
        id: review
        env:
          GITHUB_TOKEN: ${expression("github.token")}
          PARLEY_ENVIRONMENT: ${expression("vars.PARLEY_ENVIRONMENT")}
          # It can read what is live, and nothing else.
          PARLEY_TOKEN: ${expression("secrets.PARLEY_READ_TOKEN")}
        run: |
          if [ -n "$PARLEY_ENVIRONMENT" ]; then set -- --env "$PARLEY_ENVIRONMENT"; fi
          if [ -f "$RUNNER_TEMP/preview.json" ]; then set -- "$@" --preview "$RUNNER_TEMP/preview.json"; fi
          parley github review --report report.md --sarif findings.sarif "$@"
      - name: Keep the whole report
        if: hashFiles('report.md') != ''
        uses: ${uploadArtifact}
        with:
          name: report
          path: report.md
          retention-days: 14
      - name: Keep the findings
        if: vars.PARLEY_CODE_SCANNING == 'true' && hashFiles('findings.sarif') != ''
        uses: ${uploadArtifact}
        with:
          name: findings
          path: findings.sarif
          retention-days: 1

  # A job of its own: what may write here runs nothing but GitHub's own actions, on what the job above found.
  scanning:
    name: Show the findings in code scanning
    needs: review
    if: vars.PARLEY_CODE_SCANNING == 'true' && needs.review.outputs.number != ''
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
      actions: read # the run that it belongs to
      security-events: write # the findings
    steps:
      - name: Get the findings
        uses: ${downloadArtifact}
        with:
          name: findings
      - name: Show them
        uses: ${uploadSarif}
        with:
          sarif_file: findings.sarif
          category: parley
          ref: refs/pull/${expression("needs.review.outputs.number")}/head
          sha: ${expression("needs.review.outputs.commit")}
`;
}
