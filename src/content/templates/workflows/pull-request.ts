/** The untrusted side: whoever opens a pull request decides what this sees, so it can read, and nothing else. */

import { type Action, beginning, expression } from "#content/templates/workflows/common.ts";

export function pullRequestWorkflow(action: Action): string {
  return `name: Pull request

on:
  pull_request:
    # When it closes, nothing runs here: what follows ends its preview.
    types: [opened, synchronize, reopened, closed]
  merge_group:

# Whoever opens a pull request decides what runs here: it can read, and nothing else.
permissions:
  contents: read

concurrency:
  group: pull-request-${expression("github.event.pull_request.number || github.ref")}
  cancel-in-progress: true

jobs:
  check:
    name: Check and test the site
    if: github.event.action != 'closed'
    runs-on: ubuntu-latest
    timeout-minutes: 15
    steps:
${beginning(action)}      - name: Check and test
        env:
          BASE: ${expression("github.event.pull_request.base.sha || github.event.merge_group.base_sha")}
        run: |
          # What the change is about stands on its lines; whether it may be merged, the whole site says.
          parley validate --since "$BASE" --format github || true
          parley validate
      - name: Look at the layout
        # It is told, and stops nobody: what is not laid out goes live all the same.
        continue-on-error: true
        run: parley fmt --check
`;
}
