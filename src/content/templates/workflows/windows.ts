/** Each hour, if it is wanted: a publish that waits for the site's windows is started once they are open. */

import { type Action, beginning, expression } from "#content/templates/workflows/common.ts";

export function windowsWorkflow(action: Action, branch: string): string {
  return `name: Windows

on:
  schedule:
    - cron: "11 * * * *"
  workflow_dispatch:

permissions: {}

concurrency:
  group: parley-windows
  cancel-in-progress: true

jobs:
  resume:
    name: Start what waits for the windows
    # Where there are none, nothing runs: a job that is left out costs no minutes.
    if: vars.PARLEY_ENVIRONMENT != '' && vars.PARLEY_WINDOWS == 'true'
    runs-on: ubuntu-latest
    timeout-minutes: 15
    # It starts the workflow that publishes, and publishes nothing itself: of those that wait there the newest is left, and
    # a look at the windows takes nobody's place.
    permissions:
      contents: read
      checks: read # whether one waits
      actions: write # to start it
    steps:
${beginning(action, `refs/heads/${branch}`)}      - name: Look whether one waits, and whether they are open
        env:
          GITHUB_TOKEN: ${expression("github.token")}
          PARLEY_ENVIRONMENT: ${expression("vars.PARLEY_ENVIRONMENT")}
        run: parley github resume --env "$PARLEY_ENVIRONMENT"
`;
}
