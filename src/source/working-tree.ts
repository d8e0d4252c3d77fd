/** The site's files as they lie on the disk. */

import { isUtf8 } from "node:buffer";
import { type Dirent, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { FileProblem, FileTree, SourceFile } from "#content/files.ts";
import { strangeText, wideEncoding } from "#source/strange-text.ts";

const maxTextBytes = 1024 * 1024;
const maxAssetBytes = 10 * 1024 * 1024;
const roots = ["assistants", "brands", "channels"] as const;
const decoder = new TextDecoder("utf-8");

/**
 * Reads `parley.yaml` and everything below `assistants`, `brands` and `channels`. Never throws for a single file: what
 * cannot be read is listed with its problem. Names that begin with a dot are not the site's,
 * but for what translations were made from.
 */
export async function readFiles(site: string): Promise<FileTree> {
  const files = new Map<string, SourceFile>();
  const home = realpathSync(site);
  const settings = lstatSync(join(home, "parley.yaml"), { throwIfNoEntry: false });
  if (settings?.isSymbolicLink()) addLink(files, home, "parley.yaml");
  else if (settings) add(files, home, "parley.yaml");
  for (const root of roots) walk(files, home, root);
  return files;
}

function walk(files: Map<string, SourceFile>, home: string, folder: string): void {
  let entries: Dirent[];
  try {
    const full = join(home, folder);
    if (!lstatSync(full).isDirectory()) {
      files.set(folder, problemAt(folder, "not-a-file"));
      return;
    }
    entries = readdirSync(full, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") files.set(folder, problemAt(folder, "unreadable"));
    return;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name.startsWith(".") && entry.name !== ".made-from") continue;
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory() && !/\.(?:yaml|md)$/.test(entry.name)) walk(files, home, path);
    else if (entry.isSymbolicLink()) addLink(files, home, path);
    else if (entry.isFile()) add(files, home, path);
    else files.set(path, problemAt(path, "not-a-file"));
  }
}

/** A link is followed only to a file inside the site. */
function addLink(files: Map<string, SourceFile>, home: string, path: string): void {
  try {
    const target = realpathSync(join(home, path));
    const inside = relative(home, target);
    if (inside.startsWith(`..${sep}`) || inside === ".." || inside.startsWith(sep)) {
      files.set(path, problemAt(path, "link-out-of-site"));
    } else if (!statSync(target).isFile()) files.set(path, problemAt(path, "not-a-file"));
    else add(files, home, path);
  } catch {
    files.set(path, problemAt(path, "unreadable"));
  }
}

function add(files: Map<string, SourceFile>, home: string, path: string): void {
  const asset = /^brands\/[^/]+\/assets\//.test(path);
  const full = `${home}/${path}`;
  const quick = asset ? null : plainText(full);
  if (quick !== null) {
    files.set(path, { path, text: quick });
    return;
  }
  try {
    const bytes = readFileSync(full);
    if (bytes.length > (asset ? maxAssetBytes : maxTextBytes)) files.set(path, problemAt(path, "too-large"));
    else if (asset) files.set(path, { path, text: "", bytes });
    else if (isUtf8(bytes) && !wideEncoding(bytes)) files.set(path, { path, text: decoder.decode(bytes) });
    else files.set(path, { path, problem: "invalid-utf8", ...strangeText(bytes) });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    files.set(path, problemAt(path, code === "EISDIR" ? "not-a-file" : "unreadable"));
  }
}

/**
 * A file's text in one go, as nearly all files are read. Null: it has to be looked at closely, as it may be too large,
 * be no text, begin with a mark of its encoding, or not be readable at all.
 */
function plainText(full: string): string | null {
  try {
    const text = readFileSync(full, "utf8");
    const isDoubtful = text.length * 3 > maxTextBytes || text.startsWith("\uFEFF") || text.includes("\uFFFD");
    return isDoubtful || text.slice(0, 2).includes("\0") ? null : text;
  } catch {
    return null;
  }
}

function problemAt(path: string, problem: FileProblem): SourceFile {
  return { path, text: "", problem };
}
