/** What is merged goes live: one publish at a time, and the newest of those that wait. */

import { type Action, beginning, branchPattern, expression } from "#content/templates/workflows/common.ts";

export function publishWorkflow(action: Action, branch: string): string {
  return `name: Publish

on:
  push:
    branches: [${branchPattern(branch)}]
  workflow_dispatch:

permissions: {}

# One after another, never cut off; of those that wait, the newest is left.
concurrency:
  group: parley-publish
  cancel-in-progress: false

jobs:
  ask:
    name: See what would change
    if: vars.PARLEY_ENVIRONMENT != ''
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
      contents: read
      actions: read # who may say yes, and who has said so to this run before
      checks: read # what was reviewed
      pull-requests: read # of which pull request, and who said yes there
    outputs:
      empty: ${expression("steps.ask.outputs.empty")}
      wants-yes: ${expression("steps.ask.outputs.wants-yes")}
      asks: ${expression("steps.ask.outputs.asks")}
      earlier: ${expression("steps.ask.outputs.earlier")}
      effect: ${expression("steps.ask.outputs.effect")}
    steps:
${beginning(action)}      - name: Plan
        id: ask
        env:
          GITHUB_TOKEN: ${expression("github.token")}
          PARLEY_ENVIRONMENT: ${expression("vars.PARLEY_ENVIRONMENT")}
          PARLEY_TOKEN: ${expression("secrets.PARLEY_READ_TOKEN")}
        run: parley github ask --env "$PARLEY_ENVIRONMENT" --reviewers production-approval

  publish:
    name: Publish
    needs: ask
    if: needs.ask.outputs.empty == 'false'
    runs-on: ubuntu-latest
    timeout-minutes: 60
    # What a person must say yes to, and nobody has by a comment, waits for the reviewers of this one.
    environment:
      name: ${expression("needs.ask.outputs.asks == 'true' && 'production-approval' || 'production'")}
    permissions:
      contents: read
      actions: read # who said yes
      checks: write # the outcome, or until when it waits
      pull-requests: write # the outcome
      id-token: write # in place of a stored token, where the platform trusts this pipeline
    steps:
${beginning(action)}      - name: Publish
        env:
          GITHUB_TOKEN: ${expression("github.token")}
          PARLEY_ENVIRONMENT: ${expression("vars.PARLEY_ENVIRONMENT")}
          PARLEY_TOKEN: ${expression("secrets.PARLEY_TOKEN")}
          PULUMI_BACKEND_URL: ${expression("secrets.PULUMI_BACKEND_URL")}
          PULUMI_CONFIG_PASSPHRASE: ${expression("secrets.PULUMI_CONFIG_PASSPHRASE")}
          PARLEY_WINDOWS: ${expression("vars.PARLEY_WINDOWS")}
          EFFECT: ${expression("needs.ask.outputs.effect")}
          WANTS_YES: ${expression("needs.ask.outputs.wants-yes")}
          EARLIER: ${expression("needs.ask.outputs.earlier")}
        run: |
          parley github publish --env "$PARLEY_ENVIRONMENT" --asked "$EFFECT" --wants-yes "$WANTS_YES" \\
            --reviewers production-approval --earlier "$EARLIER"
`;
}
