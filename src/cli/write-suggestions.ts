import type { Content } from "#content/content.ts";
import type { Coverage } from "#rehearsal/coverage.ts";
import type { TestResult } from "#rehearsal/rehearse-site.ts";
export function writeSuggestions(_f: string, _c: Content, _v: Coverage, _r: readonly TestResult[]): string {
  return "";
}
