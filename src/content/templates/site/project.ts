/** What stands around a new site: GitHub's checks, Git's exceptions, a page to begin with. */

/** A commit of the repository that Parley comes from. */
export interface ParleyPin {
  /** `owner/name`. */
  readonly repository: string;
  /** 40 hexadecimal digits: a tag can be moved, a commit cannot. */
  readonly commit: string;
}

const checkout = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1";
const setupNode = "actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0";

export function projectFiles(name: string, parley: ParleyPin | null): ReadonlyMap<string, string> {
  return new Map([
    [".gitignore", ignored],
    [".github/workflows/parley.yml", workflow(parley)],
    [".github/dependabot.yml", dependabot],
    ["README.md", readme(name, parley)],
  ]);
}

const ignored = `# What parley serve keeps on this machine, its token too.
.parley/
`;

function workflow(parley: ParleyPin | null): string {
  const repository = parley?.repository ?? `\${{ vars.PARLEY_REPOSITORY }}`;
  const commit = parley?.commit ?? `\${{ vars.PARLEY_COMMIT }}`;
  return `name: Parley

on:
  pull_request:
  push:
    branches: [main]

# Whoever opens a pull request decides what runs here: it can read, and nothing else.
permissions:
  contents: read

concurrency:
  group: \${{ github.workflow }}-\${{ github.ref }}
  cancel-in-progress: true

jobs:
  validate:
    name: Check and test the site
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
      - name: Get the site
        uses: ${checkout}
        with:
          persist-credentials: false
      - name: Get Parley
        uses: ${checkout}
        with:
          repository: ${repository}
          ref: ${commit}
          path: .parley/cli
          persist-credentials: false
      - name: Get Node
        uses: ${setupNode}
        with:
          node-version: 24
      - name: Check and test
        run: node .parley/cli/src/setup/parley.js validate
      - name: Look at the layout
        run: node .parley/cli/src/setup/parley.js fmt --check
`;
}

const dependabot = `version: 2
updates:
  - package-ecosystem: github-actions
    directory: /
    schedule:
      interval: weekly
    cooldown:
      default-days: 7
`;

function readme(name: string, parley: ParleyPin | null): string {
  const pin =
    parley === null
      ? `
The checks on GitHub need to know where Parley comes from: set the repository's variables \`PARLEY_REPOSITORY\` (such as \`owner/parley\`) and \`PARLEY_COMMIT\` (a commit's 40 digits), or write both into \`.github/workflows/parley.yml\`.
`
      : "";
  return `# ${name}: what our chat says

The assistants that answer our customers, as files. A change is a pull request: it is checked and tested there, and what is merged can be published.

| where         | what                                                          |
| ------------- | ------------------------------------------------------------- |
| \`assistants/\` | who answers: workflows, their tests, their translations       |
| \`brands/\`     | who speaks: name, people and their hours, articles, pictures  |
| \`channels/\`   | where customers write, and which assistant answers there      |
| \`parley.yaml\` | where it is published                                         |

\`\`\`
parley validate                        # check everything, and run the tests
parley fmt                             # lay out the files
parley serve                           # the chat, on this machine
parley publish                         # make it live there
parley new workflow robin/gift-cards   # a draft to begin with
\`\`\`
${pin}`;
}
