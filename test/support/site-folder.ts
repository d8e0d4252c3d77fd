/** Sites in temporary folders, and the command line run in them as an author runs it. */

import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished, vi } from "vitest";
import { runCommand } from "#cli/main.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

export interface SiteFolder {
  readonly folder: string;
  /** Runs a command there. */
  run(...args: readonly string[]): Promise<Ran>;
  read(path: string): string;
  write(path: string, text: string): void;
  /** Every file's text, by path, in order; Git's own files and installed packages left out. */
  all(): Readonly<Record<string, string>>;
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** An empty folder that goes when the test does. */
export function emptyFolder(): SiteFolder {
  const folder = mkdtempSync(join(tmpdir(), "parley-site-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    run: (...args) => runIn(folder, args),
    read: (path) => readFileSync(join(folder, path), "utf8"),
    write: (path, text) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    },
    all: () => textsBelow(folder),
  };
}

/** A copy of this repository's own site. */
export function ownSite(): SiteFolder {
  return copyOf(root, ["parley.yaml", "assistants", "brands", "channels"]);
}

/** A copy of the smallest whole site, `test/sites/small`. */
export function smallSite(): SiteFolder {
  return copyOf(join(root, "test/sites/small"), ["parley.yaml", "assistants", "brands", "channels"]);
}

/** A copy of `test/sites/everything`, which uses every key of the language. */
export function everythingSite(): SiteFolder {
  return copyOf(join(root, "test/sites/everything"), ["parley.yaml", "assistants", "brands", "channels"]);
}

function copyOf(from: string, names: readonly string[]): SiteFolder {
  const site = emptyFolder();
  for (const name of names) cpSync(join(from, name), join(site.folder, name), { recursive: true });
  return site;
}

/** In this process, so that a table of cases costs no process each; one at a time, for output is one stream. */
async function runIn(folder: string, args: readonly string[]): Promise<Ran> {
  const written = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      written[name] += String(text);
      return true;
    }),
  );
  vi.stubEnv("INIT_CWD", folder);
  try {
    return { code: await runCommand(args), ...written };
  } finally {
    vi.unstubAllEnvs();
    for (const spy of spies) spy.mockRestore();
  }
}

function textsBelow(folder: string): Readonly<Record<string, string>> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !/^(?:\.git|node_modules)\//.test(path) && existsSync(join(folder, path)));
  return Object.fromEntries(paths.sort().map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}
