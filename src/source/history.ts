/**
 * The earlier texts of a site's YAML files: two calls of Git for the whole site, one for which versions there were and
 * one for those that are not what lies on the disk.
 */

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import type { FileHistory, FileVersion } from "#content/file-history.ts";
import type { FileTree } from "#content/files.ts";
import { isInRepository } from "#source/past.ts";

/** So many steps back are looked at, and so many versions read: a long history costs no more than these. */
const mostSteps = 2000;
const mostVersions = 20_000;

/** Null where there is no Git, no repository or no commit. */
export async function fileHistory(site: string, files: FileTree): Promise<FileHistory | null> {
  if (!isInRepository(site)) return null;
  try {
    const { simpleGit } = await import("simple-git");
    const log = await simpleGit(site).raw([
      "log",
      // A merge is one step, as what it brought into the branch: what was done on the other side is not gone through.
      "-m",
      "--first-parent",
      `--max-count=${mostSteps}`,
      "--raw",
      "--no-abbrev",
      "-z",
      "--relative",
      "-M",
      "--format=%x01%H",
      "--",
      ...[":(glob)assistants/**/*.yaml", ":(glob)brands/**/*.yaml", ":(glob)channels/*.yaml"],
    ]);
    return await withTexts(site, versionsIn(log, files), files);
  } catch {
    return null;
  }
}

interface Version {
  readonly step: number;
  /** The blob's id; null: the file was taken away. */
  readonly blob: string | null;
}

/** The versions of the files that lie there now, by their path of today. */
function versionsIn(log: string, files: FileTree): ReadonlyMap<string, readonly Version[]> {
  const versions = new Map<string, Version[]>();
  /** What a file is called now, by what it was called so many steps back; null: by another file's name. */
  const names = new Map<string, string | null>();
  const nameNow = (path: string): string | null => (names.has(path) ? (names.get(path) ?? null) : path);
  const tokens = log.split("\0");
  let step = 0;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = (tokens[index] ?? "").replace(/^\n/, "");
    if (token.startsWith("\u0001")) step += 1;
    if (!token.startsWith(":")) continue;
    const [, , , blob = "", status = ""] = token.split(" ");
    const from = tokens[(index += 1)] ?? "";
    const to = /^[RC]/.test(status) ? (tokens[(index += 1)] ?? "") : from;
    const now = nameNow(to);
    if (now !== null && files.has(now)) {
      const known = versions.get(now) ?? [];
      known.push({ step, blob: /^0+$/.test(blob) ? null : blob });
      versions.set(now, known);
    }
    if (status.startsWith("R")) {
      names.set(to, null);
      names.set(from, now);
    }
  }
  return versions;
}

async function withTexts(
  site: string,
  versions: ReadonlyMap<string, readonly Version[]>,
  files: FileTree,
): Promise<FileHistory> {
  const texts = new Map<string, string>();
  const wanted = new Set<string>();
  for (const [path, list] of versions) {
    const text = files.get(path)?.text ?? "";
    texts.set(blobOf(text), text);
    for (const { blob } of list) if (blob !== null && wanted.size < mostVersions) wanted.add(blob);
  }
  for (const blob of texts.keys()) wanted.delete(blob);
  for (const [blob, text] of await readBlobs(site, [...wanted])) texts.set(blob, text);
  return new Map(
    [...versions].map(([path, list]): [string, readonly FileVersion[]] => [
      path,
      [
        { step: 0, text: files.get(path)?.text ?? null },
        ...list.map(({ step, blob }) => ({ step, text: blob === null ? null : (texts.get(blob) ?? null) })),
      ],
    ]),
  );
}

/** Git's name for a file's content. */
function blobOf(text: string): string {
  const bytes = Buffer.from(text);
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

/** All of them from one process, which simple-git cannot talk to. */
async function readBlobs(site: string, blobs: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (blobs.length === 0) return new Map();
  const output = await new Promise<Buffer>((resolve, reject) => {
    const git = spawn("git", ["cat-file", "--batch"], { cwd: site, stdio: ["pipe", "pipe", "ignore"] });
    const chunks: Buffer[] = [];
    git.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    git.on("error", reject);
    git.stdin.on("error", reject);
    git.on("close", () => resolve(Buffer.concat(chunks)));
    git.stdin.end(`${blobs.join("\n")}\n`);
  });
  const texts = new Map<string, string>();
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(10, at);
    if (end < 0) break;
    const [blob = "", kind, size = "0"] = output.toString("latin1", at, end).split(" ");
    at = end + 1;
    if (kind !== "blob") continue;
    texts.set(blob, output.toString("utf8", at, at + Number(size)).replace(/^\ufeff/, ""));
    at += Number(size) + 1;
  }
  return texts;
}
