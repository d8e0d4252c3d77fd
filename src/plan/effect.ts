/** What a yes is bound to, beyond what changes: what comes back from a hold, and what is taken from another site. Pure. */

import { type Digest, digestOf } from "#content/body.ts";
import { bringsBack } from "#plan/holds.ts";
import type { Hold, ReleaseContent } from "#plan/live.ts";
import type { Taken } from "#plan/sites.ts";

export interface Beyond {
  readonly holds: readonly Hold[];
  readonly taken: readonly Taken[];
  /** What will be live. */
  readonly release: ReleaseContent;
}

/**
 * The digest of all that a release does; `effect` is that of what changes. Bringing back what a rollback took away is
 * another effect than what was published before it: the yes to that one was given before anybody knew why it would be
 * undone. Taking a channel over is another one each time its site publishes something else there.
 */
export function wholeEffect(effect: Digest, { holds, taken, release }: Beyond): Digest {
  const back = holds.filter((hold) => bringsBack(hold, release)).map(({ digest, release: by }) => ({ digest, by }));
  if (back.length === 0 && taken.length === 0) return effect;
  return digestOf({
    effect,
    ...(back.length > 0 && { back: back.sort((a, b) => (a.digest < b.digest ? -1 : 1)) }),
    ...(taken.length > 0 && { taken }),
  });
}
