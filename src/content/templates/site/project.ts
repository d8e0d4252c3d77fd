/** What stands around a new site: GitHub's workflows, Git's exceptions, a page to begin with. */

import { gitHubFiles, type ParleyPin } from "#content/templates/workflows/workflows.ts";

export function projectFiles(
  name: string,
  parley: ParleyPin | null,
  publishBranch: string,
): ReadonlyMap<string, string> {
  return new Map([
    [".gitignore", ignored],
    ...(parley ? gitHubFiles(parley, publishBranch) : []),
    ["README.md", readme(name, parley)],
  ]);
}

const ignored = `# What parley serve keeps on this machine, its token too.
.parley/
`;

function readme(name: string, parley: ParleyPin | null): string {
  const pin =
    parley === null
      ? `
GitHub's workflows are still to be written, for they need to know where Parley comes from: \`parley github workflows --parley OWNER/REPOSITORY@COMMIT\` writes them, with a commit's 40 digits.
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
