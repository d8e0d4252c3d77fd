/** Who is there, kept at hand for the turns: read anew after some seconds, and at once when somebody comes or goes. */

import type { Pool } from "pg";
import { type Present, present } from "#platform/store/presence.ts";
import type { Agent } from "#runtime/state.ts";

export interface Presence {
  /** What follows reads what is known now. */
  fresh(): Promise<void>;
  online(brand: string, group: string): readonly Agent[];
  /** Somebody came or went. */
  moved(): void;
}

const freshMs = 3000;

export function presenceOf(pool: Pool): Presence {
  let known: readonly (Present & { readonly until: number })[] = [];
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | null = null;

  async function read(): Promise<void> {
    const began = performance.now();
    const rows = await present(pool);
    known = rows.map((row) => ({ ...row, until: began + row.leftMs }));
    readAt = began;
  }

  return {
    async fresh() {
      if (performance.now() - readAt < freshMs) return;
      reading ??= read().finally(() => {
        reading = null;
      });
      await reading;
    },
    online(brand, group) {
      const now = performance.now();
      return known
        .filter((each) => each.brand === brand && each.group === group && each.until > now)
        .map(({ agent, name }) => ({ id: agent, name }));
    },
    moved() {
      readAt = Number.NEGATIVE_INFINITY;
      // What is being read may have been read too early.
      reading = null;
    },
  };
}
