/** How much is under way at the same time: whatever one address, one channel or everybody has open, or holds. */

/** What is counted under a name, and how many of it there may be. */
export type Place = readonly [name: string, most: number];

export interface AtOnce {
  /**
   * Takes a place under each of the names, or so many; answers how to leave them. Null: one of them has none left, and
   * none is taken.
   */
  enter(places: readonly Place[], amount?: number): (() => void) | null;
}

export function atOnce(): AtOnce {
  const counts = new Map<string, number>();
  const add = (name: string, number: number): void => {
    const count = (counts.get(name) ?? 0) + number;
    if (count > 0) counts.set(name, count);
    else counts.delete(name);
  };
  return {
    enter(places, amount = 1) {
      if (places.some(([name, most]) => (counts.get(name) ?? 0) + amount > most)) return null;
      for (const [name] of places) add(name, amount);
      let isInside = true;
      return () => {
        if (isInside) for (const [name] of places) add(name, -amount);
        isInside = false;
      };
    },
  };
}
