/** What GitHub's workflows have in common: which actions they use, each pinned by commit, and how they begin. */

export const checkout = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1";
export const downloadArtifact = "actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1";
export const uploadSarif = "github/codeql-action/upload-sarif@8aad20d150bbac5944a9f9d289da16a4b0d87c1e # v4.36.2";
export const uploadArtifact = "actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1";

/** How a workflow takes Parley in: `owner/parley/.github/actions/parley@<commit>`, or a path in its own repository. */
export type Action = string;

/** An expression of GitHub's. */
export const expression = (text: string): string => `\${{ ${text} }}`;

/** A branch's name in a list of GitHub's, where some letters stand for others. */
export function branchPattern(branch: string): string {
  return branch === "main" ? branch : JSON.stringify(branch.replace(/[\\*?+![\]]/g, "\\$&"));
}

/** The first steps of a job: the repository with its whole history, and the command. `ref`: of another branch than the run's. */
export function beginning(action: Action, ref: string | null = null): string {
  return `      - name: Get the site
        uses: ${checkout}
        with:
          # Since when something is so, and what it came from, is in the history.
          fetch-depth: 0
${ref === null ? "" : `          ref: ${JSON.stringify(ref)}\n`}          persist-credentials: false
      - name: Get Parley
        uses: ${action}
`;
}

/** What a job may do that opens a pull request, as the lines below `permissions:`. */
export const openingPermissions = `      contents: write # the branch
      pull-requests: write # the pull request, and its comment
      checks: write # the check: a pull request that a workflow opened starts no other one
`;

/** The last steps of a job whose step \`open\` may have opened a pull request: it is reviewed as anybody's. */
export function reviewing(): string {
  return `      - name: Put the site back
        if: steps.open.outputs.number != ''
        run: git restore --staged --worktree . && git clean -fdq
      - name: Review
        if: steps.open.outputs.number != ''
        env:
          GITHUB_TOKEN: ${expression("github.token")}
          NUMBER: ${expression("steps.open.outputs.number")}
          PARLEY_ENVIRONMENT: ${expression("vars.PARLEY_ENVIRONMENT")}
          # It can read what is live, and nothing else.
          PARLEY_TOKEN: ${expression("secrets.PARLEY_READ_TOKEN")}
        run: |
          if [ -n "$PARLEY_ENVIRONMENT" ]; then set -- --env "$PARLEY_ENVIRONMENT"; fi
          parley github review --pr "$NUMBER" "$@"
`;
}
