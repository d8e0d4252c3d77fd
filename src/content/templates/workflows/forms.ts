/** Forms for people who don't write YAML: each opens a pull request. What they fill in reaches the shell as variables. */

import { splitChannels } from "#content/templates/workflows/channels.ts";
import {
  type Action,
  beginning,
  expression,
  openingPermissions,
  reviewing,
} from "#content/templates/workflows/common.ts";

interface Form {
  readonly name: string;
  /** The form's fields, as GitHub's YAML. */
  readonly inputs: string;
  /** Which variables they become. */
  readonly variables: readonly (readonly [string, string])[];
  readonly job: string;
  /** The script; it ends with `parley github open`. */
  readonly script: string;
}

export function newAssistantForm(action: Action): string {
  return form(action, {
    name: "New assistant",
    inputs: `      id:
        description: Its id, small letters, digits and - only (such as gift-advisor)
        required: true
      name:
        description: The name that customers read
        required: true
      brand:
        description: Its brand's id; may be left out while there is one brand
      languages:
        description: Its languages, such as fr,en; the brand's if left out
`,
    variables: [
      ["ID", "inputs.id"],
      ["NAME", "inputs.name"],
      ["BRAND", "inputs.brand"],
      ["LANGUAGES", "inputs.languages"],
    ],
    job: "Make it, and open the pull request",
    script: `set -- --name="$NAME"
if [ -n "$BRAND" ]; then set -- "$@" --brand="$BRAND"; fi
if [ -n "$LANGUAGES" ]; then set -- "$@" --languages="$LANGUAGES"; fi
parley new assistant "$@" -- "$ID"
parley github open --branch="parley/new-assistant-$ID" --title="New assistant: $ID" --base="$BASE"`,
  });
}

export function connectForm(action: Action): string {
  return form(action, {
    name: "Connect an assistant to channels",
    inputs: `      assistant:
        description: The assistant's id
        required: true
      channels:
        description: The channels' ids, with commas between them
        required: true
`,
    variables: [
      ["ASSISTANT", "inputs.assistant"],
      ["CHANNELS", "inputs.channels"],
    ],
    job: "Connect them, and open the pull request",
    script: `${splitChannels}
parley connect -- "$ASSISTANT" "\${channels[@]}"
# A branch for just these: another form's change for the same assistant is left alone.
among=$(printf '%s\\n' "\${channels[@]}" | LC_ALL=C sort -u | paste -sd _ -)
parley github open --branch="parley/connect-\${ASSISTANT}_$among" --title="Connect $ASSISTANT to \${among//_/, }" --base="$BASE"`,
  });
}

function form(action: Action, { name, inputs, variables, job, script }: Form): string {
  const env = variables.map(([variable, input]) => `          ${variable}: ${expression(input)}\n`).join("");
  return `name: ${name}

on:
  workflow_dispatch:
    inputs:
${inputs}
permissions: {}

# None waits for another, for GitHub would let only the newest wait: each has a branch of its own.

jobs:
  open:
    name: ${job}
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
${openingPermissions}    steps:
${beginning(action)}      - name: ${job}
        id: open
        env:
          GITHUB_TOKEN: ${expression("github.token")}
          BASE: ${expression("github.event.repository.default_branch")}
${env}        run: |
${script.replace(/^/gm, "          ")}
${reviewing()}`;
}
