/** The groups of agents that what is live may hand over to. */

import type { LiveSide } from "#platform/conversations/live-side.ts";
import { isGroupOpen } from "#runtime/opening.ts";

export interface LiveGroup {
  readonly brand: string;
  readonly group: string;
  readonly name: string;
  /** Null: it has no schedule. */
  readonly isOpen: boolean | null;
}

/** Sorted by brand and group. */
export async function liveGroups(live: LiveSide): Promise<readonly LiveGroup[]> {
  const now = Date.now();
  const found = new Map<string, LiveGroup>();
  const pinned = await Promise.all((await live.channels()).map((channel) => live.onChannel(channel)));
  for (const each of pinned) {
    if (!each) continue;
    const { brand } = each.program;
    for (const [group, { name }] of Object.entries(brand.groups)) {
      found.set(`${brand.id} ${group}`, { brand: brand.id, group, name, isOpen: isGroupOpen(brand, group, now) });
    }
  }
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}
