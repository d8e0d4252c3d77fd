/** Once a day: whether what is live still is what Git stands behind. */

import { type Action, beginning, expression } from "#content/templates/workflows/common.ts";

export function driftWorkflow(action: Action): string {
  return `name: Drift

on:
  schedule:
    - cron: "17 5 * * *"
  workflow_dispatch:

permissions: {}

concurrency:
  group: parley-drift
  cancel-in-progress: true

jobs:
  drift:
    name: Look at what is live
    if: vars.PARLEY_ENVIRONMENT != ''
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
      contents: read
    steps:
${beginning(action)}      - name: Look for what Git does not stand behind
        env:
          PARLEY_ENVIRONMENT: ${expression("vars.PARLEY_ENVIRONMENT")}
          PARLEY_TOKEN: ${expression("secrets.PARLEY_READ_TOKEN")}
        run: parley drift --env "$PARLEY_ENVIRONMENT"
`;
}
