/** Sites in temporary folders, and the command line run in them as an author runs it. */

import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

export interface SiteFolder {
  readonly folder: string;
  /** Runs a command there. Colours are off, for nothing here is a terminal. */
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

function copyOf(from: string, names: readonly string[]): SiteFolder {
  const site = emptyFolder();
  for (const name of names) cpSync(join(from, name), join(site.folder, name), { recursive: true });
  return site;
}

function runIn(folder: string, args: readonly string[]): Promise<Ran> {
  const environment = { ...process.env, INIT_CWD: folder, NO_COLOR: "1" };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--conditions=source", join(root, "src/cli/main.ts"), ...args],
      { cwd: folder, env: environment },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

function textsBelow(folder: string): Readonly<Record<string, string>> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !/^(?:\.git|node_modules|\.parley)\//.test(path) && existsSync(join(folder, path)));
  return Object.fromEntries(paths.sort().map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}
