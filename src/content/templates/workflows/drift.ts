/**
 * Once a day: whether what is live still is what Git stands behind; what is not, is offered as a pull request. And
 * previews that were not ended when their pull requests were.
 */

import {
  type Action,
  beginning,
  expression,
  openingPermissions,
  reviewing,
} from "#content/templates/workflows/common.ts";

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
${openingPermissions}    steps:
${beginning(action)}      - name: Look for what Git does not stand behind
        id: look
        env:
          PARLEY_ENVIRONMENT: ${expression("vars.PARLEY_ENVIRONMENT")}
          PARLEY_TOKEN: ${expression("secrets.PARLEY_READ_TOKEN")}
        run: |
          code=0
          parley drift --env "$PARLEY_ENVIRONMENT" || code=$?
          if [ "$code" -gt 1 ]; then exit "$code"; fi
          echo "differs=$code" >> "$GITHUB_OUTPUT"
      - name: Offer it as a pull request
        id: open
        if: steps.look.outputs.differs == '1'
        env:
          GITHUB_TOKEN: ${expression("github.token")}
          PARLEY_ENVIRONMENT: ${expression("vars.PARLEY_ENVIRONMENT")}
          PARLEY_TOKEN: ${expression("secrets.PARLEY_READ_TOKEN")}
          BASE: ${expression("github.event.repository.default_branch")}
        run: |
          # What cannot be written into files is told, and the run fails: then it is made by hand, or reverted.
          parley drift --env "$PARLEY_ENVIRONMENT" --fix adopt
          # Main may say it already, and only wait to be published.
          if [ -z "$(git status --porcelain -- parley.yaml assistants brands channels)" ]; then exit 0; fi
          parley github open --branch=parley/drift --title="What is live, and Git does not say" --base="$BASE"
${reviewing()}
  previews:
    name: End the previews of what is closed
    if: vars.PARLEY_PREVIEW_ENVIRONMENT != ''
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
      contents: read
      pull-requests: read # which are open
    steps:
${beginning(action)}      - name: End them
        env:
          GITHUB_TOKEN: ${expression("github.token")}
          PREVIEW_ENVIRONMENT: ${expression("vars.PARLEY_PREVIEW_ENVIRONMENT")}
          PARLEY_TOKEN: ${expression("secrets.PARLEY_PREVIEW_TOKEN")}
        run: parley github preview --env "$PREVIEW_ENVIRONMENT" --tidy
`;
}
