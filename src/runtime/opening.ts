/** Whether a group of agents works now, by its schedule. */

import type { BrandBody } from "#content/body.ts";
import { isOpen } from "#expr/schedule.ts";

/** Null: the group has no schedule, or the brand no such group. */
export function isGroupOpen({ groups, schedules }: BrandBody, group: string, now: number): boolean | null {
  const schedule = schedules[groups[group]?.schedule ?? ""];
  return schedule ? isOpen(schedule, now) : null;
}
