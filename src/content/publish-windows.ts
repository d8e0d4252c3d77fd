/** When a site may be published: its windows, and the days on which it is frozen (`parley.yaml`, `publish`). */

import type { Site } from "#content/site.ts";
import { dayAfter, dayAt, type Hours, nextOpening, startOfDay } from "#expr/schedule.ts";

export interface Wait {
  /** When a publish may begin, in milliseconds since 1970; null: the windows never open. */
  readonly until: number | null;
  readonly why: string;
}

interface Freeze {
  readonly from: string;
  readonly to: string;
  readonly why?: string;
}

const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/** Nothing opens after it. */
const lastDay = "9999-12-31";

/** What a publish at `now` has to wait for; null: nothing. */
export function waitFor(publish: Site["publish"], now: number): Wait | null {
  const hours = (publish?.windows ?? []).map(hoursOf);
  const zone = hours[0]?.timezone ?? "UTC";
  const freezes = (publish?.freeze ?? []).toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const schedules = hours.length > 0 ? hours : freezes.length > 0 ? [allWeek(zone)] : [];
  if (schedules.length === 0) return null;
  const openings = schedules.map((schedule) => openingOutside(freezes, schedule, now));
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

/** When a schedule opens on a day that is in no freeze. Each freeze, they are in order, is looked at once. */
function openingOutside(freezes: readonly Freeze[], schedule: Hours, now: number): number | null {
  let opening = nextOpening(schedule, now);
  for (const { from, to } of freezes) {
    if (opening === null) return null;
    const day = dayAt(opening, schedule.timezone);
    if (day < from || to < day) continue;
    if (to >= lastDay) return null;
    opening = nextOpening(schedule, startOfDay(dayAfter(to), schedule.timezone));
  }
  return opening;
}

function reasonAt(publish: Site["publish"], zone: string, now: number): string {
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(now);
  const freeze = publish?.freeze?.find(({ from, to }) => from <= today && today <= to);
  if (freeze) return `publishing is frozen from ${freeze.from} to ${freeze.to}${freeze.why ? ` (${freeze.why})` : ""}`;
  return `publishing is open ${(publish?.windows ?? []).join(" and ")}`;
}
