/**
 * What was found in parts of a site, kept between runs in the user's own cache: never in the site, where a pull request
 * could bring findings of its own along. A part whose files, shared files, day and history are what they were says what
 * it said. Anything that cannot be read is as if it were not there.
 */

import { createHash, hash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PartOptions } from "#cli/examine-part.ts";
import type { Part, Parts } from "#cli/parts.ts";
import type { SourceFile } from "#content/files.ts";
import type { Finding } from "#findings/finding.ts";

export interface KeptFindings {
  read(part: Part): readonly Finding[] | null;
  write(part: Part, findings: readonly Finding[]): void;
}

/** As many parts as are kept; the ones longest not written go. */
const mostKept = 2000;

/** `past` names the files' history. */
export function keptFindings(folder: string, all: Parts, options: PartOptions, past: string): KeptFindings {
  const home = keptFolder();
  const base = digestOf([codeId(), folder, past, JSON.stringify(options), ...all.shared.map(digestOfFile)]);
  const pathOf = ({ assistant, own }: Part) =>
    join(home, `${digestOf([base, assistant ?? "", ...own.map(digestOfFile)]).slice(0, 40)}.json`);
  return {
    read(part) {
      try {
        const { findings } = JSON.parse(readFileSync(pathOf(part), "utf8")) as { findings?: readonly Finding[] };
        return Array.isArray(findings) ? findings : null;
      } catch {
        return null;
      }
    },
    write(part, findings) {
      try {
        const path = pathOf(part);
        mkdirSync(home, { recursive: true });
        writeFileSync(`${path}.${process.pid}`, JSON.stringify({ findings }));
        renameSync(`${path}.${process.pid}`, path);
      } catch {
        // A folder that cannot be written to only makes the next run as slow as this one.
      }
    },
  };
}

/** A folder in the user's cache. */
export function keptFolder(name = "findings"): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "parley", name);
}

/** Takes away what has not been written for longest. */
export function tidyKept(home = keptFolder()): void {
  try {
    const names = readdirSync(home);
    if (names.length <= mostKept) return;
    const aged = names.map((name) => ({ name, at: statSync(join(home, name)).mtimeMs })).sort((a, b) => a.at - b.at);
    for (const { name } of aged.slice(0, names.length - mostKept)) rmSync(join(home, name), { force: true });
  } catch {
    // Another run tidies, too.
  }
}

let code: string | null = null;

/** Names the code that examines: whoever changes a check must not be told what the one before it found. */
export function codeId(): string {
  code ??= namedCode();
  return code;
}

function namedCode(): string {
  const own = fileURLToPath(new URL("../", import.meta.url));
  // In the package, what is shared is named by what it holds; elsewhere a file tells its size and time.
  const isNamed = !import.meta.url.endsWith(".ts");
  const folder = isNamed ? join(own, "code") : own;
  const names = readdirSync(folder, { recursive: !isNamed, encoding: "utf8" }).filter((name) => /\.[jt]s$/.test(name));
  if (isNamed) return digestOf(names.sort());
  return digestOf(
    names.sort().map((name) => {
      const { size, mtimeMs } = statSync(join(own, name));
      return `${name} ${size} ${mtimeMs}`;
    }),
  );
}

export function digestOf(parts: readonly string[]): string {
  const sum = createHash("sha256");
  for (const part of parts) sum.update(`${part.length}:`).update(part);
  return sum.digest("hex");
}

const fileDigests = new WeakMap<SourceFile, string>();

export function digestOfFile(file: SourceFile): string {
  const known = fileDigests.get(file);
  if (known !== undefined) return known;
  const { path, text, bytes, problem } = file;
  const digest = `${path} ${problem ?? "read"} ${hash("sha1", bytes ?? text, "base64")}`;
  fileDigests.set(file, digest);
  return digest;
}
