/**
 * `# parley-ignore <check>: <reason>`: a finding that an author has looked at and lets stand. It silences one finding
 * of the line behind it, or of the step that begins there. Comments may stand in between.
 */

import type { Content } from "#content/content.ts";
import { itemsOf } from "#content/items.ts";
import { nearest } from "#content/nearest.ts";
import type { Node } from "#content/node.ts";
import { type Comment, commentsOf } from "#content/yaml/comments.ts";
import type { Finding, Severity, Sources } from "#findings/finding.ts";
import { lineText, locate } from "#findings/locate.ts";

export interface IgnoreOptions {
  readonly sources: Sources;
  /** The names of every check. */
  readonly checks: ReadonlySet<string>;
  /** Those that were not run: an ignore that is for one of them may be of use yet. */
  readonly notRun: ReadonlySet<string>;
}

interface Ignore {
  readonly file: string;
  readonly check: string;
  readonly reason: string;
  readonly comment: Comment;
  /** The line it speaks of. */
  readonly line: number;
}

/** Of a file with such a finding nobody knows what it says. */
const notUnderstood: ReadonlySet<string> = new Set(["yaml-syntax", "schema"]);

/** What no ignore silences: findings about ignores themselves, and those without which half a file would go live. */
const neverIgnored: ReadonlySet<string> = new Set(["ignore-without-reason", "unused-ignore", ...notUnderstood]);

const severities: readonly Severity[] = ["error", "warning", "info"];

/**
 * The findings that are left, with those about the ignores. `findings` are sorted: of those that fit, the first of the
 * gravest is silenced.
 */
export function applyIgnores(
  findings: readonly Finding[],
  content: Content,
  { sources, checks, notRun }: IgnoreOptions,
): readonly Finding[] {
  const ignores = [...sources].flatMap(([file, text]) =>
    text.includes("parley-ignore") ? ignoresIn(file, sources) : [],
  );
  if (ignores.length === 0) return findings;
  const roots = new Map(itemsOf(content).map(({ file, root }) => [file, root]));
  const silenced = new Set<Finding>();
  const used = new Set<Ignore>();
  for (const ignore of ignores) {
    const fitting = findings.filter(
      (finding) =>
        finding.check === ignore.check &&
        !neverIgnored.has(finding.check) &&
        finding.at.file === ignore.file &&
        !silenced.has(finding) &&
        linesOf(finding, roots.get(ignore.file) ?? null, sources).includes(ignore.line),
    );
    const found = severities.flatMap((severity) => fitting.find((each) => each.severity === severity) ?? [])[0];
    if (!found) continue;
    silenced.add(found);
    used.add(ignore);
  }
  // In a file that could not be understood, nobody knows what an ignore would have silenced.
  const broken = new Set(findings.filter(({ check }) => notUnderstood.has(check)).map(({ at }) => at.file));
  const unused = ignores.filter(
    (ignore) =>
      !used.has(ignore) && (neverIgnored.has(ignore.check) || (!broken.has(ignore.file) && !notRun.has(ignore.check))),
  );
  return [
    ...findings.filter((finding) => !silenced.has(finding)),
    ...ignores.filter(({ reason }) => reason === "").map(withoutReason),
    ...unused.map((ignore) => unusedFinding(ignore, checks)),
  ];
}

function ignoresIn(file: string, sources: Sources): readonly Ignore[] {
  const text = sources.get(file) ?? "";
  // Of an article, only the front matter is YAML.
  const yaml = file.endsWith(".md")
    ? (/^---\r?\n[\s\S]*?\n---/.exec(text)?.[0] ?? "")
    : file.endsWith(".yaml")
      ? text
      : "";
  return commentsOf(yaml).flatMap((comment): readonly Ignore[] => {
    const [, check = "", reason = ""] =
      /^#+\s*parley-ignore\b:?[ \t]*([A-Za-z0-9_-]*)[ \t]*:?[ \t]*(.*?)\s*$/.exec(comment.text) ?? [];
    if (!/^#+\s*parley-ignore\b/.test(comment.text)) return [];
    let line = locate(sources, file, comment.start).line + 1;
    while (/^\s*#/.test(lineText(sources, file, line))) line += 1;
    return [{ file, check, reason, comment, line }];
  });
}

/** The finding's own line, and the one on which its step begins. */
function linesOf(finding: Finding, root: Node | null, sources: Sources): readonly number[] {
  const { file, start } = finding.at;
  const step = finding.step === undefined ? null : stepAround(root, start, finding.step);
  return [start, ...(step === null ? [] : [step])].map((offset) => locate(sources, file, offset).line);
}

/** Where the map with this id begins that holds `offset`: the innermost, for a step may stand inside another. */
function stepAround(root: Node | null, offset: number, id: string): number | null {
  let found: number | null = null;
  for (let node = root; node !== null; ) {
    const inner: readonly Node[] =
      node.kind === "map" ? node.entries.map(({ value }) => value) : node.kind === "list" ? node.items : [];
    if (
      node.kind === "map" &&
      node.entries.some(({ key, value }) => key.value === "id" && value.kind === "scalar" && value.value === id)
    ) {
      found = node.start;
    }
    // A key's place belongs to its map, not to its value.
    node = inner.find(({ start, end }) => start <= offset && offset <= end) ?? null;
  }
  return found;
}

function withoutReason({ file, check, comment }: Ignore): Finding {
  return {
    check: "ignore-without-reason",
    severity: "error",
    message:
      check === "" ? "this ignore names no check and gives no reason" : `this ignore of ${check} gives no reason`,
    at: { file, start: comment.start, end: comment.end },
    why: "whoever reads it next could not tell whether it still holds",
    help: `write why: "# parley-ignore ${check || "<check>"}: <reason>"`,
  };
}

function unusedFinding({ file, check, comment }: Ignore, checks: ReadonlySet<string>): Finding {
  const guess = checks.has(check) ? undefined : nearest(check, checks);
  const isKnown = checks.has(check) && !neverIgnored.has(check);
  return {
    check: "unused-ignore",
    severity: "error",
    message: isKnown
      ? `this ignore of ${check} silences nothing`
      : neverIgnored.has(check)
        ? `${check} cannot be ignored`
        : `there is no check "${check}" to ignore`,
    at: { file, start: comment.start, end: comment.end },
    why: notUnderstood.has(check)
      ? "what is not understood would go live as if it were not there"
      : "it would silence a later fault that nobody has looked at",
    help: notUnderstood.has(check)
      ? "mend what it speaks of, and delete it"
      : isKnown
        ? "delete it, or put it on the line before the finding or before its step"
        : guess === undefined
          ? "name the check that the finding shows in brackets, or delete the comment"
          : `did you mean "${guess}"?`,
  };
}
