/** The form that makes an earlier release live again, at once, and offers the files of that release as a pull request. */

import { splitChannels } from "#content/templates/workflows/channels.ts";
import {
  type Action,
  beginning,
  expression,
  openingPermissions,
  reviewing,
} from "#content/templates/workflows/common.ts";

export function rollbackForm(action: Action): string {
  return `name: Roll back

on:
  workflow_dispatch:
    inputs:
      release:
        description: The release's number; the one before the live one if left out
      channels:
        description: Only these channels' ids, with commas between them; all if left out
      recall:
        description: Running conversations too, at their next message
        type: boolean
        default: false

permissions: {}

# It waits for no publish, for it is for the moment when one of them went wrong; and for no other rollback, for GitHub
# would let only the newest wait: the platform makes one after another.

jobs:
  rollback:
    name: Roll back
    if: vars.PARLEY_ENVIRONMENT != ''
    runs-on: ubuntu-latest
    timeout-minutes: 15
    environment:
      name: production
    permissions:
${openingPermissions}      id-token: write # in place of a stored token, where the platform trusts this pipeline
    steps:
${beginning(action)}      - name: Roll back
        env:
          PARLEY_ENVIRONMENT: ${expression("vars.PARLEY_ENVIRONMENT")}
          PARLEY_TOKEN: ${expression("secrets.PARLEY_TOKEN")}
          RELEASE: ${expression("inputs.release")}
          CHANNELS: ${expression("inputs.channels")}
          RECALL: ${expression("inputs.recall")}
        run: |
          arguments=(--env="$PARLEY_ENVIRONMENT" --format=json)
          if [ -n "$CHANNELS" ]; then
${splitChannels.replace(/^/gm, "            ")}
            for channel in "\${channels[@]}"; do arguments+=(--channel="$channel"); done
          fi
          if [ "$RECALL" = true ]; then arguments+=(--recall); fi
          if [ -n "$RELEASE" ]; then arguments+=(-- "$RELEASE"); fi
          parley rollback "\${arguments[@]}" > rollback.json
      - name: Open the revert
        id: open
        env:
          GITHUB_TOKEN: ${expression("github.token")}
          BASE: ${expression("github.event.repository.default_branch")}
          CHANNELS: ${expression("inputs.channels")}
        run: |
          # In the log, and on the run's page.
          tell() { printf '%s\\n\\n' "$1" | tee -a "$GITHUB_STEP_SUMMARY"; }
          number="$(jq --raw-output '.release.number // empty' rollback.json)"
          commit="$(jq --raw-output '.release.commit // empty' rollback.json)"
          restored="$(jq --raw-output '.restored // empty' rollback.json)"
          if [ -z "$number" ]; then
            tell "There was nothing to undo: release $restored says what is live."
            exit 0
          fi
          tell "Release $number is live: back to release $restored."
          # Of some channels alone, no commit holds what is live now: somebody must write it.
          if [ -z "$commit" ] && [ -n "$CHANNELS" ]; then
            tell "The files still say what this took away from $CHANNELS. Publishing that is held: there it goes live again only in another version, or with a person's yes."
            tell "Mend the files in a pull request. The workflow Drift opens one with what is live, where files can say it."
            exit 0
          fi
          # The rollback stands, whatever becomes of its files.
          missing=""
          if [ -z "$commit" ]; then
            missing="no commit holds them (it was a rollback of some channels, or published without Git)."
          elif ! git cat-file -e "$commit^{commit}" 2> /dev/null; then
            missing="commit $commit, which it was published from, is not in this repository's history."
          fi
          if [ -n "$missing" ]; then
            tell "The files of release $restored cannot be offered as a pull request: $missing"
            tell "Run the workflow Drift: it offers what is live."
            exit 1
          fi
          there=$(git ls-tree --name-only "$commit")
          for part in parley.yaml assistants brands channels; do
            if grep -qx "$part" <<< "$there"; then
              git restore --source="$commit" -- "$part"
            else
              git rm -rq --ignore-unmatch -- "$part"
            fi
          done
          # Main may say it already.
          if [ -z "$(git status --porcelain -- parley.yaml assistants brands channels)" ]; then exit 0; fi
          parley github open --branch="parley/rollback-$restored" --title="Back to release $restored" --base="$BASE"
${reviewing()}`;
}
