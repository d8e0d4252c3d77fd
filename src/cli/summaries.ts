/** The commands, and what each does in a line: apart from them, so that the overview loads none of them. */

export const summaries = {
  start: "set up, serve, publish this site, and show where to chat",
  init: "make a new site, with tests and GitHub's checks, in a new or empty folder",
  new: "make a new assistant, workflow, channel or brand that validates as it stands",
  validate: "check the site's files, run its tests, and report everything that is wrong",
  test: "run the site's conversation tests, each in every language",
  chat: "talk with an assistant in the terminal; /save makes a test of it",
  fmt: "lay out the site's YAML files: texts in quotes, comments kept, meaning unchanged",
  connect: "let an assistant answer on channels, and say what it replaces there",
  rename: "rename a step, option, variable, workflow, assistant, channel, brand …, wherever it is named",
  translations: "hand texts to translators as XLIFF or PO, and take them back",
  plan: "show what a publish would change",
  preview: "put the site's drafts behind a link, where they can be tried and nothing is live",
  publish: "plan, and then make it so",
  status: "show the assistants, the channels, who answers where, and since which release",
  history: "show what was published when, by whom, and how it ended",
  rollback: "make an earlier release live again, at once",
  drift: "show what is live that Git does not stand behind; adopt it, revert it, or let it stay",
  import: "make a site of what a platform runs",
  build: "write what would be published as files, for Pulumi programs of your own",
  serve: "run the live platform on this machine",
  schema: "write JSON Schemas with the site's own ids, for editors",
  graph: "draw a workflow, or how an assistant's workflows run one another (Mermaid)",
  github:
    "what the workflows on GitHub do: review, preview, conflicts, comment, open, ask, publish, yes, resume, workflows",
  explain: "print a check's page: what, why, how to mend; without a name, every check",
} as const;

export type CommandName = keyof typeof summaries;
