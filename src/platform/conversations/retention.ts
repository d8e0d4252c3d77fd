/**
 * Forgets what a brand has said it will not keep. Any number of platforms may do so side by side: what one has erased,
 * another finds no more.
 */

import type { Pool } from "pg";
import { milliseconds } from "#content/duration.ts";
import { eraseOlderThan, retentions } from "#platform/store/erase.ts";

const erasedAtOnce = 200;

/** Erases what is over its time; answers how many conversations went. */
export async function enforceRetention(pool: Pool): Promise<number> {
  let erased = 0;
  for (const { brand, retention } of await retentions(pool)) {
    const keptMs = milliseconds(retention);
    if (keptMs <= 0) continue;
    for (;;) {
      const gone = await eraseOlderThan(pool, brand, keptMs, erasedAtOnce);
      erased += gone;
      if (gone < erasedAtOnce) break;
    }
  }
  return erased;
}
