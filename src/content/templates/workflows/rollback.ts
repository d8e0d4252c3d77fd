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
        # Of some channels alone, the files cannot say it: somebody must.
        if: inputs.channels == ''
        env:
          GITHUB_TOKEN: ${expression("github.token")}
          BASE: ${expression("github.event.repository.default_branch")}
        run: |
          commit="$(jq --raw-output '.release.commit // empty' rollback.json)"
          number="$(jq --raw-output '.restored // empty' rollback.json)"
          if [ -z "$commit" ]; then exit 0; fi
          # The rollback stands, whatever becomes of its files.
          if ! git cat-file -e "$commit^{commit}" 2> /dev/null; then
            echo "Release $number is live again, but its files cannot be offered as a pull request:" >&2
            echo "commit $commit, which it was published from, is not in this repository's history." >&2
            echo "Run the workflow Drift: it offers what is live." >&2
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
          parley github open --branch="parley/rollback-$number" --title="Back to release $number" --base="$BASE"
${reviewing()}`;
}
