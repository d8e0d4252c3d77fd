/** What a check is: a name, what it means, and a function from content to findings. */

import type { Content } from "#content/content.ts";
import type { Finding, Severity } from "#findings/finding.ts";

/** What a check may know beside the content. */
export interface CheckOptions {
  /** `2026-03-02`, UTC. */
  readonly today: string;
}

export interface Check {
  /** The folder's name, shown in brackets behind a finding's severity. */
  readonly name: string;
  readonly severity: Severity;
  readonly summary: string;
  /** Pure. Broken items have their findings already and are passed over. */
  run(content: Content, options: CheckOptions): readonly Finding[];
}

/** A check whose findings are made while the files are read: it has a page, and nothing to run. */
export function foundAtReading(name: string, summary: string): Check {
  return { name, severity: "error", summary, run: () => [] };
}
