/** `parley github`: what the workflows on GitHub do, a command each, so that all of it can be done by hand. */

import { Failure } from "#cli/failure.ts";
import type { Command } from "#cli/main.ts";

const subcommands: Readonly<Record<string, () => Promise<{ readonly command: Command }>>> = {
  review: () => import("#cli/github/review.ts"),
  comment: () => import("#cli/github/comment.ts"),
  open: () => import("#cli/github/open.ts"),
  ask: () => import("#cli/github/ask.ts"),
  publish: () => import("#cli/github/publish.ts"),
  workflows: () => import("#cli/github/workflows.ts"),
};

export const command: Command = {
  summary: "what the workflows on GitHub do: review, comment, open, ask, publish, workflows",
  usage: "parley github review | comment | open | ask | publish | workflows …",
  details: `review    a pull request's plan, as its one comment and its check
comment   a text as the one comment of its name on a pull request
open      the site's changes here as a pull request
ask       whether there is something to publish, and whether a person must say yes to it
publish   publish, with the yes that a GitHub environment's reviewers gave; tell the pull request
workflows writes GitHub's workflows for this site, pinned to a commit of Parley

GITHUB_TOKEN and GITHUB_REPOSITORY (owner/name) say who asks and where; GitHub's workflows set both.
parley github COMMAND -h shows a command's options.`,
  async run([name = "", ...args]) {
    const load = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined;
    if (!load) {
      throw new Failure(
        name === "" ? "it is not said what to do on GitHub" : `there is no command "github ${name}"`,
        `write parley github ${Object.keys(subcommands).join(" | ")}`,
      );
    }
    return (await load()).command.run(args);
  },
};
