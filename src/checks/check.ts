/** What a check is: a name, what it means, and a function from content to findings. */

import type { ChannelLimits, ChannelType } from "#content/channel.ts";
import type { Content } from "#content/content.ts";
import type { FileHistory } from "#content/file-history.ts";
import type { Finding, Severity, Sources } from "#findings/finding.ts";

/** What a check may know beside the content. */
export interface CheckOptions {
  /** `2026-03-02`, UTC. */
  readonly today: string;
  readonly limits: Readonly<Record<ChannelType, ChannelLimits>>;
  /** The files' texts, for checks of how something is written (comments, quotes). */
  readonly sources: Sources;
  /** The files' earlier texts; absent where Git was not asked, or knows nothing of them. */
  readonly history?: FileHistory;
}

export interface Check {
  /** The folder's name, shown in brackets behind a finding's severity. */
  readonly name: string;
  readonly severity: Severity;
  readonly summary: string;
  /** Pure. Broken items have their findings already and are passed over. */
  run(content: Content, options: CheckOptions): readonly Finding[];
}

/**
 * A check whose findings are made elsewhere, while the files are read or their tests run: it has a page, and nothing
 * to run.
 */
export function foundElsewhere(name: string, severity: Severity, summary: string): Check {
  return { name, severity, summary, run: () => [] };
}
