/** A file that cannot be read as text, and what its author can do about it. */

import type { FileProblem, SourceFile } from "#content/files.ts";
import type { Finding } from "#findings/finding.ts";

const problems: Readonly<Record<FileProblem, { check: string; message: string; help: string }>> = {
  "invalid-utf8": { check: "yaml-syntax", message: "the file is not UTF-8 text", help: "save it as UTF-8" },
  "link-out-of-site": {
    check: "unknown-file",
    message: "the link leads out of the site",
    help: "put the file itself here",
  },
  "not-a-file": {
    check: "unknown-file",
    message: "a folder or something else stands where a file belongs",
    help: "put a file here, or delete it",
  },
  unreadable: { check: "yaml-syntax", message: "the file cannot be opened", help: "see who may read it" },
  "too-large": { check: "yaml-syntax", message: "the file is over 1 MiB", help: "split it" },
};

/** What an author reads of a file that cannot be read as text. */
export function problemFinding(file: SourceFile, problem: FileProblem): Finding {
  const { check, message, help } = problems[problem];
  const { strange } = file;
  if (!strange) return { check, severity: "error", message, at: { file: file.path, start: 0, end: 0 }, help };
  const isWide = strange.encoding === "UTF-16";
  return {
    check,
    severity: "error",
    message: isWide ? `${message}: all of it is UTF-16` : `${message}: the first byte that is none stands here`,
    at: { file: file.path, start: strange.at, end: strange.at + (isWide ? 0 : 1) },
    why: isWide
      ? 'Windows calls it "Unicode", and writes two bytes for each letter'
      : "it is likely Windows-1252 (ANSI), in which é, ü and ’ are one byte each",
    help: `open it in your editor as ${isWide ? "UTF-16 (Unicode)" : "Windows-1252"}, see that its letters are right, and save it as UTF-8`,
  };
}
