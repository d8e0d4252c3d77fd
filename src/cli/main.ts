/**
 * The command line's entry: finds the command, runs it, and turns what it throws into two lines and an exit code
 * (0 done or nothing to say, 1 findings or a refused publish, 2 could not run).
 *
 * Each command is a file, imported only when it is called: nobody pays for a command they did not ask for.
 */

import { existsSync, readFileSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { dirname } from "node:path";
import { askedFormat, optionsOf } from "#cli/asked-format.ts";
import { Failure } from "#cli/failure.ts";
import { disarmOutput } from "#cli/log-commands.ts";
import { type CommandName, summaries } from "#cli/summaries.ts";
import { printable } from "#findings/printable.ts";

export interface Command {
  readonly usage: string;
  /** What `--help` says beyond the usage: the options, a paragraph each. */
  readonly details?: string;
  /** Runs the command; answers its exit code. */
  run(args: readonly string[]): Promise<number>;
}

export const commands: Readonly<Record<CommandName, () => Promise<{ readonly command: Command }>>> = {
  start: () => import("#cli/start.ts"),
  init: () => import("#cli/init.ts"),
  new: () => import("#cli/new.ts"),
  validate: () => import("#cli/validate.ts"),
  test: () => import("#cli/test.ts"),
  chat: () => import("#cli/chat.ts"),
  fmt: () => import("#cli/fmt.ts"),
  connect: () => import("#cli/connect.ts"),
  rename: () => import("#cli/rename.ts"),
  translations: () => import("#cli/translations.ts"),
  plan: () => import("#cli/plan.ts"),
  preview: () => import("#cli/preview.ts"),
  publish: () => import("#cli/publish.ts"),
  status: () => import("#cli/status.ts"),
  history: () => import("#cli/history.ts"),
  rollback: () => import("#cli/rollback.ts"),
  drift: () => import("#cli/drift.ts"),
  import: () => import("#cli/import.ts"),
  build: () => import("#cli/build.ts"),
  serve: () => import("#cli/serve.ts"),
  schema: () => import("#cli/schema.ts"),
  graph: () => import("#cli/graph.ts"),
  github: () => import("#cli/github.ts"),
  explain: () => import("#cli/explain.ts"),
};

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "-h" || (name === "help" && rest[0] === undefined)) {
    process.stdout.write(overview());
    return name === undefined ? 2 : 0;
  }
  if (name === "--version" || name === "-v") {
    process.stdout.write(`${version()}\n`);
    return 0;
  }
  if (name === "help") return help(rest[0] ?? "");
  const options = optionsOf(rest);
  if (options.includes("--help") || options.includes("-h")) return help(name);
  const { command } = await commandOf(name);
  return command.run(rest);
}

async function help(name: string): Promise<number> {
  const { command, summary } = await commandOf(name);
  const details = command.details === undefined ? "" : `\n${command.details}\n`;
  process.stdout.write(`${summary}\n\nUsage: ${command.usage}\n${details}`);
  return 0;
}

/** Throws `Failure`. */
async function commandOf(name: string): Promise<{ readonly command: Command; readonly summary: string }> {
  if (!isCommand(name)) {
    const { nearest } = await import("#content/nearest.ts");
    const guess = nearest(name, Object.keys(summaries));
    const meant = guess === undefined ? "" : `did you mean "${guess}"? `;
    throw new Failure(`there is no command "${name}"`, `${meant}parley help lists the commands`);
  }
  return { command: (await commands[name]()).command, summary: summaries[name] };
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(summaries, name);
}

function overview(): string {
  const lines = Object.entries(summaries).map(([name, summary]) => `  ${name.padEnd(12)}  ${summary}`);
  return [
    "Parley: messaging assistants as code.",
    "",
    "Commands:",
    ...lines,
    "",
    "parley <command> --help shows a command's options, parley --version which Parley this is.",
    "",
  ].join("\n");
}

function version(): string {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return version;
}

/** What is told of an error: `trace` is for whoever mends Parley. */
interface Told {
  readonly message: string;
  readonly fix: string;
  readonly trace?: string;
}

function told(error: unknown): Told {
  if (error instanceof Failure) return { message: error.message, fix: error.fix };
  if (error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS")) {
    return { message: error.message, fix: "parley <command> --help shows the options" };
  }
  const file = fileTrouble(error);
  if (file) return file;
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { message: "this is a fault in Parley itself", fix: "please report it, with what follows", trace };
}

/** What a machine says of a file or folder that is not as a command needs it: no fault of Parley's, nor of the site's. */
const fileTroubles: ReadonlyMap<string, string> = new Map([
  ["EACCES", "this user may not"],
  ["EISDIR", "it is a folder"],
  ["ENOSPC", "the disk is full"],
  ["ENOTDIR", "a part of its path is no folder"],
  ["EPERM", "this user may not"],
  ["EROFS", "nothing can be written there"],
]);

function fileTrouble(error: unknown): Told | null {
  const { code = "", path, syscall } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  const isMissingFolder = code === "ENOENT" && typeof path === "string" && !existsSync(dirname(path));
  const isNoPlace = code === "ENOENT" && syscall === "mkdir";
  const why = isMissingFolder
    ? "its folder does not exist"
    : isNoPlace
      ? "no folder can be made there"
      : fileTroubles.get(code);
  if (why === undefined || path === undefined || syscall === "spawn") return null;
  return { message: `${path} cannot be read or written: ${why}`, fix: "name another place, or make this one fit" };
}

/**
 * Runs a command; what it throws is written to standard error, and its exit code is 2. Who asked for JSON has it on
 * standard output, too.
 */
export async function runCommand(args: readonly string[]): Promise<number> {
  try {
    return await main(args);
  } catch (error) {
    const { message, fix, trace } = told(error);
    if (askedFormat(args) === "json") {
      process.stdout.write(`${JSON.stringify({ error: { message, fix } }, null, 2)}\n`);
    }
    const lines = [`parley: ${message}`, `  ${fix}`, ...(trace === undefined ? [] : [trace])];
    // What it quotes is somebody's: only its lines are kept.
    process.stderr.write(`${lines.join("\n").split("\n").map(printable).join("\n")}\n`);
    return 2;
  }
}

/** Runs this process's command line, and sets its exit code. */
export function runMain(): void {
  enableCompileCache();
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // The reader of a pipe has gone (`parley plan | head`): nothing more to say.
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  if (process.env.GITHUB_ACTIONS === "true") disarmOutput(process.argv.slice(2));
  void runCommand(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
  });
}

if (import.meta.main) runMain();
