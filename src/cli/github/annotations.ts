/** Findings as annotations of a check. */

import type { Finding, Severity, Sources } from "#findings/finding.ts";
import { locate } from "#findings/locate.ts";
import { paragraphs } from "#findings/render-sarif.ts";
import type { Annotation } from "#github/check-run.ts";
import { shortened } from "#plan/markdown.ts";

/** Of a step's output, GitHub shows this many of each kind: `validate --format github` has shown them. */
const shownByStep = 10;
/** More than these nobody reads on a page. */
const most = 500;
/** GitHub takes 64 KB, and refuses the whole check for a letter more. */
const mostLetters = 10_000;

const levels: Readonly<Record<Severity, Annotation["annotation_level"]>> = {
  error: "failure",
  warning: "warning",
  info: "notice",
};

/**
 * `folder` leads from the repository's root to the site; empty where they are one. `afterStep`: a workflow on this commit
 * has shown the first ones of each kind.
 */
export function annotationsOf(
  findings: readonly Finding[],
  sources: Sources,
  folder: string,
  afterStep: boolean,
): readonly Annotation[] {
  const shown = afterStep ? shownByStep : 0;
  return (["error", "warning", "info"] as const)
    .flatMap((severity) => findings.filter((finding) => finding.severity === severity).slice(shown))
    .slice(0, most)
    .map((finding) => annotation(finding, sources, folder));
}

function annotation(finding: Finding, sources: Sources, folder: string): Annotation {
  const { file, start, end } = finding.at;
  const from = locate(sources, file, start);
  const to = locate(sources, file, end);
  return {
    path: folder === "" ? file : `${folder}/${file}`,
    start_line: from.line,
    end_line: to.line,
    ...(from.line === to.line && {
      start_column: from.column,
      end_column: Math.max(to.column - 1, from.column),
    }),
    annotation_level: levels[finding.severity],
    title: finding.check,
    message: shortened(paragraphs(finding), mostLetters),
  };
}
