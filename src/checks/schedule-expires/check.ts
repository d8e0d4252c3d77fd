/** A schedule's list of holidays reaches far enough ahead. */

import type { Check } from "#checks/check.ts";
import { placeOf } from "#content/place.ts";
import type { Finding } from "#findings/finding.ts";

const enoughDays = 60;
const dayMs = 86_400_000;

export const scheduleExpires: Check = {
  name: "schedule-expires",
  severity: "warning",
  summary: "holidays that end in less than 60 days",
  run: (content, { today }) =>
    [...content.brands.values()].flatMap((brand) =>
      [...brand.schedules.values()].flatMap((item): Finding[] => {
        const last = lastOf(item.value?.holidays ?? []);
        if (!last) return [];
        const ahead = Math.round((Date.parse(last.date) - Date.parse(today)) / dayMs);
        if (ahead >= enoughDays) return [];
        return [
          {
            check: "schedule-expires",
            severity: "warning",
            message: `the last holiday of the schedule "${item.id}", ${last.date}, ${distance(ahead)}`,
            at: placeOf(item.file, item.root, ["holidays", last.index, "date"]),
            why: "on the holidays after it, customers would be told that people are there",
            help: "add the holidays of the next year; or take the list away where the schedule has none",
          },
        ];
      }),
    ),
};

/** The latest day of the list; days that do not exist have their finding already. */
function lastOf(holidays: readonly { readonly date: string }[]) {
  let last: { readonly date: string; readonly index: number } | null = null;
  for (const [index, { date }] of holidays.entries()) {
    if (!Number.isNaN(Date.parse(date)) && (!last || date > last.date)) last = { date, index };
  }
  return last;
}

function distance(days: number): string {
  if (days < 0) return "has passed";
  return days === 0 ? "is today" : `is ${days === 1 ? "1 day" : `${days} days`} ahead`;
}
