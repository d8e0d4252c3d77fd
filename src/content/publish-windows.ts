/** When a site may be published: its windows, and the days on which it is frozen (`parley.yaml`, `publish`). */

import type { Site } from "#content/site.ts";
import { type Hours, nextOpening } from "#expr/schedule.ts";

export interface Wait {
  /** When a publish may begin, in milliseconds since 1970; null: the windows never open. */
  readonly until: number | null;
  readonly why: string;
}

const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/** A day's milliseconds; freezes are few, so that this many steps always get past them. */
const dayMs = 86_400_000;
const longestFreeze = 400;

/** What a publish at `now` has to wait for; null: nothing. */
export function waitFor(publish: Site["publish"], now: number): Wait | null {
  const hours = (publish?.windows ?? []).map(hoursOf);
  const zone = hours[0]?.timezone ?? "UTC";
  const holidays = frozenDays(publish?.freeze ?? []);
  const schedules = hours.length > 0 ? hours : holidays.length > 0 ? [allWeek(zone)] : [];
  if (schedules.length === 0) return null;
  const openings = schedules.map((schedule) => nextOpening({ ...schedule, holidays }, now));
  const next = openings.reduce((least, opening) => earlier(least, opening), null);
  if (next === now) return null;
  return { until: next, why: reasonAt(publish, zone, now) };
}

function earlier(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

/** `mon-fri 09:00-17:00 Europe/Paris`: the schema has seen to its form. */
function hoursOf(window: string): Hours {
  const [days = "", range = "", timezone = "UTC"] = window.split(" ");
  const weekly: Record<string, string[]> = {};
  for (const part of days.split(",")) {
    const [from = "", to = from] = part.split("-");
    for (let index = weekdays.indexOf(from); ; index = (index + 1) % 7) {
      weekly[weekdays[index] ?? ""] = [range];
      if (weekdays[index] === to || index < 0) break;
    }
  }
  return { timezone, weekly };
}

function allWeek(timezone: string): Hours {
  return { timezone, weekly: Object.fromEntries(weekdays.map((day) => [day, ["00:00-24:00"]])) };
}

function frozenDays(freezes: NonNullable<NonNullable<Site["publish"]>["freeze"]>): { date: string }[] {
  return freezes.flatMap(({ from, to }) => {
    const days: { date: string }[] = [];
    for (let day = Date.parse(from); day <= Date.parse(to) && days.length < longestFreeze; day += dayMs) {
      days.push({ date: new Date(day).toISOString().slice(0, 10) });
    }
    return days;
  });
}

function reasonAt(publish: Site["publish"], zone: string, now: number): string {
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(now);
  const freeze = publish?.freeze?.find(({ from, to }) => from <= today && today <= to);
  if (freeze) return `publishing is frozen from ${freeze.from} to ${freeze.to}${freeze.why ? ` (${freeze.why})` : ""}`;
  return `publishing is open ${(publish?.windows ?? []).join(" and ")}`;
}
