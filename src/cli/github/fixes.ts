/** What can be mended with a click: a name that is nearly another one, and a layout. Only on lines that changed. */

import { examine } from "#cli/examine.ts";
import type { ReadSite } from "#cli/site.ts";
import { formatFile } from "#content/format/format.ts";
import { kindOf } from "#content/layout.ts";
import { nearest } from "#content/nearest.ts";
import type { Finding } from "#findings/finding.ts";
import type { Suggestion } from "#github/suggestions.ts";
import { block, code } from "#plan/markdown.ts";
import type { LineRange } from "#source/changes.ts";

/** More are not looked at, one after another, by anybody. */
const most = 20;
/** A longer suggestion is no longer seen at once. */
const mostLines = 12;

/**
 * `lines` are those that the change touched, by path; `folder` leads from the repository's root to the site, and is
 * empty or ends with `/`.
 */
export async function fixesOf(
  site: ReadSite,
  findings: readonly Finding[],
  lines: ReadonlyMap<string, readonly LineRange[]>,
  folder: string,
): Promise<readonly Suggestion[]> {
  const found: Suggestion[] = [];
  const add = (path: string, text: string, title: string): boolean => {
    const hunk = hunkOf(site.sources.get(path) ?? "", text);
    const isTouched = (lines.get(path) ?? []).some(({ from, to }) => hunk && from <= hunk.from && hunk.to <= to);
    const suggested = hunk && isTouched ? block("suggestion", hunk.text) : null;
    // A sign that would be shown as another one cannot be applied either.
    if (!hunk || !suggested?.includes(`\n${hunk.text}\n`)) return false;
    found.push({ path: `${folder}${path}`, from: hunk.from, to: hunk.to, body: `${title}\n\n${suggested}` });
    return true;
  };
  const mended = new Set<string>();
  for (const finding of findings) {
    if (found.length >= most) return found;
    const text = await mendedText(site, finding);
    if (text !== null && add(finding.at.file, text, `${code(finding.message)}`)) mended.add(finding.at.file);
  }
  for (const path of lines.keys()) {
    if (found.length >= most) return found;
    const source = site.files.get(path);
    // Two suggestions for one line would undo one another.
    if (!source || mended.has(path) || !path.endsWith(".yaml") || !kindOf(path)) continue;
    const result = formatFile(path, source.text);
    if (result.kind === "formatted") add(path, result.text, "The same, laid out as `parley fmt` does it:");
  }
  return found;
}

/** The file with the name that was meant; null: nothing was, or it would not help. */
async function mendedText(site: ReadSite, { check, message, at, help = "" }: Finding): Promise<string | null> {
  const meant = /^(?:did you mean|write) "([A-Za-z0-9_.-]+)"(?:[?,;]|$)/.exec(help)?.[1];
  const source = site.files.get(at.file);
  if (meant === undefined || !source) return null;
  const written = source.text.slice(at.start, at.end);
  const word = /^["']?([A-Za-z0-9_.-]+)["']?$/.exec(written)?.[1];
  // What is no slip of the pen is a choice, and nobody's but the author's.
  if (word === undefined || nearest(word, [meant]) === undefined) return null;
  const text = `${source.text.slice(0, at.start)}${written.replace(/[A-Za-z0-9_.-]+/, meant)}${source.text.slice(at.end)}`;
  const files = new Map(site.files).set(at.file, { ...source, text });
  const { findings } = await examine(files, { today: site.today, tests: "left-out" });
  const remains = findings.some((each) => each.check === check && each.message === message && each.at.file === at.file);
  return remains ? null : text;
}

interface Hunk {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The lines between what two texts begin and end with; null: there are none to replace, or too many. */
function hunkOf(before: string, after: string): Hunk | null {
  const [old, now] = [before.split("\n"), after.split("\n")];
  let first = 0;
  while (first < old.length && first < now.length && old[first] === now[first]) first += 1;
  let last = 0;
  while (last < old.length - first && last < now.length - first && old.at(-1 - last) === now.at(-1 - last)) last += 1;
  const [to, end] = [old.length - last, now.length - last];
  if (to <= first || to - first > mostLines || end - first > mostLines) return null;
  return { from: first + 1, to, text: now.slice(first, end).join("\n") };
}
