/** Waiting for the moment from which a publish may begin. */

import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "#cli/failure.ts";
import { waitFor } from "#content/publish-windows.ts";
import type { Site } from "#content/site.ts";

/** Timers hold no more than this. */
const longestSleep = 2 ** 31 - 1;

/** The moment that `--at` names. Throws `Failure`. */
export function momentOf(text: string): number {
  const moment = Date.parse(text);
  if (/T.*(?:Z|[+-]\d\d:?\d\d)$/.test(text) && !Number.isNaN(moment)) return moment;
  throw new Failure(`"${text}" is no moment`, "write one with its offset: --at 2026-11-30T09:00+01:00");
}

/** Resolves at a moment in milliseconds since 1970; at once, where it is past. */
export async function until(moment: number): Promise<void> {
  for (let left = moment - Date.now(); left > 0; left = moment - Date.now()) await sleep(Math.min(left, longestSleep));
}

export interface Closed {
  /** Milliseconds since 1970; null: never. */
  readonly until: number | null;
  /** For people: why, and until when. */
  readonly text: string;
}

/** Whether the site's windows and freezes keep a publish waiting now; null: they do not. */
export function closedNow(publish: Site["publish"]): Closed | null {
  const wait = waitFor(publish, Date.now());
  if (!wait) return null;
  const when = wait.until === null ? "it never opens" : `until ${new Date(wait.until).toISOString()}`;
  return { until: wait.until, text: `${wait.why}: ${when}` };
}
