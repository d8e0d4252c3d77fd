/**
 * The command line's entry: finds the command, runs it, and turns what it throws into two lines and an exit code
 * (0 done or nothing to say, 1 findings or a refused publish, 2 could not run).
 *
 * Each command is a file, imported only when it is called: nobody pays for a command they did not ask for.
 */

import { existsSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { dirname } from "node:path";
import { Failure } from "#cli/failure.ts";
import { disarmOutput } from "#cli/log-commands.ts";
import { printable } from "#findings/printable.ts";

export interface Command {
  readonly summary: string;
  readonly usage: string;
  /** What `--help` says beyond the usage: the options, a paragraph each. */
  readonly details?: string;
  /** Runs the command; answers its exit code. */
  run(args: readonly string[]): Promise<number>;
}

export const commands: Readonly<Record<string, () => Promise<{ readonly command: Command }>>> = {
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
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    process.stdout.write(await overview());
    return name === undefined ? 2 : 0;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) throw new Failure(`there is no command "${name}"`, "parley help lists the commands");
  const { command } = await load();
  // After `--` stand names, whatever they look like.
  const options = rest.slice(0, rest.includes("--") ? rest.indexOf("--") : rest.length);
  if (options.includes("--help") || options.includes("-h")) {
    const details = command.details === undefined ? "" : `\n${command.details}\n`;
    process.stdout.write(`${command.summary}\n\nUsage: ${command.usage}\n${details}`);
    return 0;
  }
  return command.run(rest);
}

async function overview(): Promise<string> {
  const lines = ["Parley: messaging assistants as code.", "", "Commands:"];
  for (const [name, load] of Object.entries(commands)) {
    const { command } = await load();
    lines.push(`  ${name.padEnd(10)} ${command.summary}`);
  }
  lines.push("", "parley <command> --help shows a command's options.");
  return `${lines.join("\n")}\n`;
}

function describe(error: unknown): string {
  if (error instanceof Failure) return `parley: ${error.message}\n  ${error.fix}`;
  if (error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS")) {
    return `parley: ${error.message}\n  parley <command> --help shows the options`;
  }
  const file = fileTrouble(error);
  if (file) return file;
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `parley: this is a fault in Parley itself, please report it\n${trace}`;
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

function fileTrouble(error: unknown): string | null {
  const { code = "", path, syscall } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  const isMissingFolder = code === "ENOENT" && typeof path === "string" && !existsSync(dirname(path));
  const isNoPlace = code === "ENOENT" && syscall === "mkdir";
  const why = isMissingFolder
    ? "its folder does not exist"
    : isNoPlace
      ? "no folder can be made there"
      : fileTroubles.get(code);
  if (why === undefined || path === undefined || syscall === "spawn") return null;
  return `parley: ${path} cannot be read or written: ${why}\n  name another place, or make this one fit`;
}

/** Runs a command; what it throws is written to standard error, and its exit code is 2. */
export async function runCommand(args: readonly string[]): Promise<number> {
  try {
    return await main(args);
  } catch (error) {
    // What it quotes is somebody's: only its lines are kept.
    process.stderr.write(`${describe(error).split("\n").map(printable).join("\n")}\n`);
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
