/** A platform's history, no further back than is needed: each release names everything that was live. */

import type { Driver } from "#drivers/driver.ts";
import type { Release } from "#plan/live.ts";

/** The last is as far back as a platform tells. */
const limits = [5, 50, 500];

/** Newest first, until `isEnough`, or as far back as there is anything. */
export async function historyUntil(
  driver: Driver,
  isEnough: (history: readonly Release[]) => boolean,
): Promise<readonly Release[]> {
  let history: readonly Release[] = [];
  for (const limit of limits) {
    history = await driver.history(limit);
    if (history.length < limit || isEnough(history)) break;
  }
  return history;
}
