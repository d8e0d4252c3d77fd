/** `parley github comment`: a text as the one comment of its name on a pull request. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { Failure } from "#cli/failure.ts";
import { connection, onGitHub, pullRequestNumber } from "#cli/github/connection.ts";
import { commentLimit, markOf, upsertComment } from "#github/comment.ts";

export async function commentOnGitHub(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { pr: { type: "string" }, body: { type: "string" }, name: { type: "string", default: "note" } },
  });
  if (values.pr === undefined || values.body === undefined) {
    throw new Failure("it is not said what to write where", "write --pr N --body FILE");
  }
  if (!/^[a-z-]{1,40}$/.test(values.name)) {
    throw new Failure(`"${values.name}" is no name of a comment`, "it has small letters and - only");
  }
  const body = readBody(values.body);
  if (body.length + markOf(values.name).length > commentLimit) {
    throw new Failure(`the text has ${body.length} characters`, `GitHub takes ${commentLimit}`);
  }
  const number = pullRequestNumber(values.pr);
  const done = await onGitHub(() => upsertComment(connection(), number, values.name, body));
  process.stdout.write(`The comment on #${number} is ${done}.\n`);
  return 0;
}

function readBody(file: string): string {
  try {
    return readFileSync(resolve(process.env.INIT_CWD ?? process.cwd(), file), "utf8");
  } catch (error) {
    throw new Failure(`${file} cannot be read: ${(error as Error).message}`, "name a file with the comment's Markdown");
  }
}
