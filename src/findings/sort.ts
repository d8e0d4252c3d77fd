/** The one order in which findings are shown: file, place, check. */

import type { Finding } from "#findings/finding.ts";

export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    (a, b) =>
      compare(a.at.file, b.at.file) ||
      a.at.start - b.at.start ||
      compare(a.check, b.check) ||
      compare(a.message, b.message),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
