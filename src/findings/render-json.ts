/** Findings for machines (language.md, section 3). */

import type { Finding, Sources, Span } from "#findings/finding.ts";
import { locate } from "#findings/locate.ts";

/** The findings as JSON text, ending with a newline. `files` is how many files were checked. */
export function renderFindingsJson(findings: readonly Finding[], sources: Sources, files: number): string {
  const result = {
    findings: findingsJson(findings, sources),
    summary: { files, errors: count(findings, "error"), warnings: count(findings, "warning") },
  };
  return `${JSON.stringify(result, null, 2)}\n`;
}

/** The findings as plain JSON values, with lines and columns. */
export function findingsJson(findings: readonly Finding[], sources: Sources): readonly object[] {
  return findings.map((finding) => {
    const end = locate(sources, finding.at.file, finding.at.end);
    return {
      check: finding.check,
      severity: finding.severity,
      message: finding.message,
      ...place(sources, finding.at),
      endLine: end.line,
      endColumn: end.column,
      ...(finding.step !== undefined && { step: finding.step }),
      ...(finding.related && {
        related: finding.related.map(({ at, message }) => ({ ...place(sources, at), message })),
      }),
      ...(finding.help !== undefined && { help: finding.help }),
    };
  });
}

function place(sources: Sources, at: Span) {
  const { line, column } = locate(sources, at.file, at.start);
  return { file: at.file, line, column };
}

/** How many findings have this severity. */
export function count(findings: readonly Finding[], severity: Finding["severity"]): number {
  return findings.filter((finding) => finding.severity === severity).length;
}
