/** Something was merged: which open pull requests Git cannot merge after it. GitHub starts no workflow for those. */

import { type Action, beginning, branchPattern, expression } from "#content/templates/workflows/common.ts";

export function conflictsWorkflow(action: Action, branch: string): string {
  return `name: Conflicts

on:
  push:
    branches: [${branchPattern(branch)}]

permissions: {}

# Only the newest matters: it looks at all of them.
concurrency:
  group: parley-conflicts
  cancel-in-progress: true

jobs:
  conflicts:
    name: Tell pull requests that cannot be merged any more
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
      contents: read
      pull-requests: write # the comment
      checks: write # the check "Parley"
    steps:
${beginning(action)}      - name: Look at those that are open
        env:
          GITHUB_TOKEN: ${expression("github.token")}
        run: parley github conflicts
`;
}
