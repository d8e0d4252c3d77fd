/** A comment that says yes: where its pull request is merged, the publish that waits for one begins anew with it. */

import { type Action, beginning, expression } from "#content/templates/workflows/common.ts";

export function yesWorkflow(action: Action, branch: string): string {
  return `name: A yes

# It runs as the default branch has it, whoever comments. What a comment says is no part of any script: it is asked for by
# its number, and read.
on:
  issue_comment: # zizmor: ignore[dangerous-triggers] nothing of the comment's or its pull request's is checked out or run here
    types: [created]

permissions: {}

# Each by itself: of several that wait in one group GitHub drops all but the newest, and with it somebody's yes.
concurrency:
  group: parley-yes-${expression("github.event.comment.id")}
  cancel-in-progress: false

jobs:
  yes:
    name: Look at a yes
    if: >-
      vars.PARLEY_ENVIRONMENT != '' && github.event.issue.pull_request &&
      startsWith(github.event.comment.body, '/parley yes ')
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
      contents: read
      actions: write # to start the publish, and to end the run that waits
      checks: read # what was reviewed
      pull-requests: write # the answer
    steps:
${beginning(action, `refs/heads/${branch}`)}      - name: Look at it
        env:
          GITHUB_TOKEN: ${expression("github.token")}
          PARLEY_ENVIRONMENT: ${expression("vars.PARLEY_ENVIRONMENT")}
          # It can read what is live, and nothing else.
          PARLEY_TOKEN: ${expression("secrets.PARLEY_READ_TOKEN")}
          NUMBER: ${expression("github.event.issue.number")}
          COMMENT: ${expression("github.event.comment.id")}
        run: |
          parley github yes --env "$PARLEY_ENVIRONMENT" --reviewers production-approval \\
            --pr "$NUMBER" --comment "$COMMENT"
`;
}
