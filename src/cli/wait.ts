/** Waiting for the moment from which a publish may begin. */

import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "#cli/failure.ts";
import { waitFor } from "#content/publish-windows.ts";
import type { Site } from "#content/site.ts";
import { printable } from "#findings/printable.ts";

/** Timers hold no more than this. */
const longestSleep = 2 ** 31 - 1;

const form = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/;

/** The moment that `--at` names, which is to come. Throws `Failure`. */
export function momentOf(text: string): number {
  const [date, year, month, day] = form.exec(text) ?? [];
  const moment = Date.parse(text);
  if (date === undefined || Number.isNaN(moment)) {
    throw new Failure(`"${text}" is no moment`, "write one with its offset: --at 2026-11-30T09:00+01:00");
  }
  // A day that its month does not have is the next month's for a machine, and a slip for a person.
  if (new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() !== Number(day)) {
    throw new Failure(`"${text}" is no moment: ${year}-${month} has no day ${day}`, "write a date that there is");
  }
  if (moment <= Date.now()) {
    throw new Failure(
      `"${text}" is past: it is ${new Date().toISOString()}`,
      "name a moment to come, or leave --at out to publish now",
    );
  }
  return moment;
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

/** Whether the site's windows and freezes keep a publish waiting now, or at a later moment; null: they do not. */
export function closedNow(publish: Site["publish"], moment: number = Date.now()): Closed | null {
  const wait = waitFor(publish, moment);
  if (!wait) return null;
  const when = wait.until === null ? "it never opens" : `closed until ${new Date(wait.until).toISOString()}`;
  return { until: wait.until, text: printable(`${wait.why}: ${when}`) };
}
