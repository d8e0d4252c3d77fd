/** What is found in the published branch, in code scanning: what a pull request brings is told apart from it there. */

import { type Action, beginning, branchPattern, expression, uploadSarif } from "#content/templates/workflows/common.ts";

export function codeScanningWorkflow(action: Action, branch: string): string {
  return `name: Code scanning

on:
  push:
    branches: [${branchPattern(branch)}]

permissions: {}

concurrency:
  group: code-scanning-${expression("github.ref")}
  cancel-in-progress: true

jobs:
  findings:
    name: Show the findings in code scanning
    if: vars.PARLEY_CODE_SCANNING == 'true'
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
      contents: read
      actions: read # the run that it belongs to
      security-events: write # the findings
    steps:
${beginning(action)}      - name: Check and test
        # An error in the site is a finding as any other here: that it goes live, others see to.
        run: parley validate --format sarif > findings.sarif || [ "$?" -eq 1 ]
      - name: Show them
        uses: ${uploadSarif}
        with:
          sarif_file: findings.sarif
          category: parley
`;
}
