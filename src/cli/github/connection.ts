/** The way to GitHub, as its workflows describe it in the environment. */

import { appendFileSync } from "node:fs";
import { Failure } from "#cli/failure.ts";
import { withoutSecrets } from "#cli/known-secrets.ts";
import { printable } from "#findings/printable.ts";
import { type GitHub, gitHub, statusOf } from "#github/client.ts";

export interface Connection extends GitHub {
  readonly token: string;
  /** Where Git finds the repository. */
  readonly remote: string;
  /** This workflow run's page; null: this is none. */
  readonly run: string | null;
}

/** Throws `Failure`. */
export function connection(): Connection {
  const repository = variable("GITHUB_REPOSITORY", "the repository on GitHub", "GITHUB_REPOSITORY=owner/name");
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) {
    throw new Failure(`"${repository}" is no repository`, "write GITHUB_REPOSITORY=owner/name");
  }
  const token = variable("GITHUB_TOKEN", "a token for GitHub", "GITHUB_TOKEN, in the environment and nowhere else");
  const server = (process.env.GITHUB_SERVER_URL || "https://github.com").replace(/\/$/, "");
  const run = runNumber();
  return {
    ...gitHub({
      repository,
      token,
      apiUrl: process.env.GITHUB_API_URL || "https://api.github.com",
      report,
      withoutSecrets,
    }),
    token,
    remote: `${server}/${repository}.git`,
    run: run === null ? null : `${server}/${repository}/actions/runs/${run}`,
  };
}

function variable(name: string, what: string, fix: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Failure(`${what} is not known`, `set ${fix}`);
}

/** Which run of a workflow this is; null: none. */
export function runNumber(): number | null {
  const run = process.env.GITHUB_RUN_ID;
  return run !== undefined && /^[1-9]\d*$/.test(run) ? Number(run) : null;
}

/** Whatever it quotes, it is one line. */
export const report = (line: string): void => void process.stderr.write(`parley: ${printable(line)}\n`);

/** Runs what speaks to GitHub: its refusals become two lines. */
export async function onGitHub<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const status = statusOf(error);
    if (status === null) throw error;
    throw new Failure(
      wordsOf(error),
      status === 401 || status === 403 || status === 404
        ? "see what the token may do: docs/github.md lists what each command needs"
        : "try again; https://www.githubstatus.com says whether GitHub is ill",
    );
  }
}

/** What went wrong on the way to GitHub, on one line. Of its own words, the rest is a link to its manual. */
export function wordsOf(error: unknown): string {
  const status = statusOf(error);
  const [words = ""] = String((error as Error).message).split(/\n| - https:/);
  return status === null ? words : `GitHub refused (${status}): ${words}`;
}

/** A result for the workflow's next steps: a word or a number of our own, never a text of the site's. */
export function output(name: string, value: string): void {
  if (!/^[0-9a-z-]*$/.test(value)) throw new Error(`the output "${name}" is to be a plain word`);
  if (process.env.GITHUB_OUTPUT) appendFileSync(process.env.GITHUB_OUTPUT, `${name}=${value}\n`);
}

/** A line that stands out on the run's page. It is an order to the runner, so it is of our own words and digits alone. */
export function notice(title: string, text: string): void {
  if (!/^[\w '/:.,-]*$/.test(`${title}${text}`)) throw new Error("a notice is to be of plain words");
  // As bytes: a text is disarmed on its way out.
  if (process.env.GITHUB_ACTIONS === "true") process.stdout.write(Buffer.from(`::notice title=${title}::${text}\n`));
}

/** What GitHub takes as one step's summary, in bytes. */
const summaryBytes = 1024 * 1024;

/** Markdown for the run's own page. */
export function summarize(markdown: string): void {
  const file = process.env.GITHUB_STEP_SUMMARY;
  if (!file) return;
  const text = `${withoutSecrets(markdown)}\n`;
  appendFileSync(
    file,
    Buffer.byteLength(text) <= summaryBytes
      ? text
      : "What there is to say is too long for this page: see the report.\n",
  );
}

/** As much for the run's own page as that takes: `render` bounds letters, of which each may be several bytes. */
export function summarizeWithin(mostLetters: number, render: (letters: number) => string): void {
  const bytesOf = (text: string) => Buffer.byteLength(withoutSecrets(text)) + 1;
  let text = render(mostLetters);
  for (let letters = mostLetters; bytesOf(text) > summaryBytes && letters > 1; text = render(letters)) {
    letters = Math.floor((letters * summaryBytes) / bytesOf(text)) - 1;
  }
  summarize(text);
}

/** The number that `--pr` names. Throws `Failure`. */
export function pullRequestNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Failure(`"${text}" is no pull request`, "write its number: --pr 7");
}
