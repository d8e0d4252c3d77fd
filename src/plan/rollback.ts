/**
 * A rollback: which bodies each channel runs afterwards, from what is live and an earlier release. It knows no files, no
 * Git and no engine, so that nothing stands between a fault and its way back.
 */

import type { Digest } from "#content/body.ts";
import type { BodyName, Release, ReleaseContent, ReleaseEntry } from "#plan/live.ts";

/** Which channels go back; both empty: all of them. */
export interface RollbackScope {
  readonly assistants: readonly string[];
  readonly channels: readonly string[];
}

export type Rollback =
  | { readonly kind: "content"; readonly content: ReleaseContent }
  /** Something that was named is live at neither end. */
  | { readonly kind: "unknown"; readonly what: string };

/** What is live after going back to `target`. */
export function rollbackContent(
  live: Release,
  target: Release,
  names: ReadonlyMap<Digest, BodyName>,
  { assistants, channels }: RollbackScope,
): Rollback {
  if (assistants.length === 0 && channels.length === 0) return { kind: "content", content: target.content };
  const all = [...new Set([...Object.keys(live.content), ...Object.keys(target.content)])].sort();
  const answersOn = (entry: ReleaseEntry | undefined) =>
    (entry?.targets ?? []).flatMap(({ assistant }) => names.get(assistant)?.id ?? []);
  const lost = [
    ...channels.filter((id) => !all.includes(id)).map((id) => `the channel "${id}"`),
    ...assistants.filter((id) => !all.some((channel) => touches(id, channel))).map((id) => `the assistant "${id}"`),
  ];
  if (lost[0] !== undefined) return { kind: "unknown", what: lost[0] };

  function touches(assistant: string, channel: string): boolean {
    return [live.content[channel], target.content[channel]].some((entry) => answersOn(entry).includes(assistant));
  }

  const content: Record<string, ReleaseEntry> = {};
  for (const channel of all) {
    const goesBack = channels.includes(channel) || assistants.some((assistant) => touches(assistant, channel));
    const entry = (goesBack ? target : live).content[channel];
    if (entry) content[channel] = entry;
  }
  return { kind: "content", content };
}
