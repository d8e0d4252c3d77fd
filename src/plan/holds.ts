/**
 * What rollbacks took away does not come back by itself. A body that no channel runs any more is held from all of them;
 * one that went back on some channels alone, from these.
 */

import type { Digest } from "#content/body.ts";
import { type BodyName, digestsOf, type Hold, type ReleaseContent } from "#plan/live.ts";

/** Whether a release of `content` would bring back what is held. */
export function bringsBack({ digest, channels }: Hold, content: ReleaseContent): boolean {
  return channels === null ? digestsOf(content).includes(digest) : channels.some((id) => runs(content, id, digest));
}

/** What is held once `content` is live: what is there again, is held there no longer. */
export function stillHeld(holds: readonly Hold[], content: ReleaseContent): readonly Hold[] {
  return holds.flatMap((hold): readonly Hold[] => {
    if (!bringsBack(hold, content)) return [hold];
    const channels = hold.channels?.filter((id) => !runs(content, id, hold.digest)) ?? [];
    return channels.length === 0 ? [] : [{ ...hold, channels }];
  });
}

/** What is held after a rollback from `before` to `after`. */
export function heldAfter(
  holds: readonly Hold[],
  before: ReleaseContent,
  after: ReleaseContent,
  { names, ...by }: Pick<Hold, "release" | "who"> & { readonly names: ReadonlyMap<Digest, BodyName> },
): readonly Hold[] {
  const kept = new Map(stillHeld(holds, after).map((hold) => [hold.digest, hold]));
  for (const [digest, channels] of takenAway(before, after)) {
    const name = names.get(digest);
    const known = kept.get(digest)?.channels;
    const both = channels && known ? [...new Set([...known, ...channels])].sort() : channels;
    if (name) kept.set(digest, { digest, kind: name.kind, id: name.id, ...by, channels: known === null ? null : both });
  }
  return [...kept.values()];
}

/** The bodies that channels ran and do not any more, and which channels; null: no channel at all runs it. */
export function takenAway(
  before: ReleaseContent,
  after: ReleaseContent,
): ReadonlyMap<Digest, readonly string[] | null> {
  const now = new Set(digestsOf(after));
  const taken = new Map<Digest, readonly string[] | null>();
  for (const [id, entry] of Object.entries(before)) {
    for (const digest of digestsOf({ [id]: entry })) {
      if (!now.has(digest)) taken.set(digest, null);
      else if (!runs(after, id, digest)) taken.set(digest, [...(taken.get(digest) ?? []), id]);
    }
  }
  return taken;
}

function runs(content: ReleaseContent, id: string, digest: Digest): boolean {
  const entry = Object.hasOwn(content, id) ? content[id] : undefined;
  return entry !== undefined && digestsOf({ [id]: entry }).includes(digest);
}
