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
/** While many come and go, what was known before has to do. */
const mostTries = 3;

export function presenceOf(pool: Pool): Presence {
  let known: readonly (Present & { readonly until: number })[] = [];
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | null = null;
  let moves = 0;

  async function read(): Promise<void> {
    const [began, of] = [performance.now(), moves];
    const rows = await present(pool);
    // Somebody came or went meanwhile: it may have been read too early.
    if (of !== moves) return;
    known = rows.map((row) => ({ ...row, until: began + row.leftMs }));
    readAt = began;
  }

  return {
    async fresh() {
      for (let tries = 0; tries < mostTries && performance.now() - readAt >= freshMs; tries += 1) {
        const mine = (reading ??= read());
        await mine.finally(() => {
          if (reading === mine) reading = null;
        });
      }
    },
    online(brand, group) {
      const now = performance.now();
      return known
        .filter((each) => each.brand === brand && each.group === group && each.until > now)
        .map(({ agent, name }) => ({ id: agent, name }));
    },
    moved() {
      moves += 1;
      readAt = Number.NEGATIVE_INFINITY;
      reading = null;
    },
  };
}
