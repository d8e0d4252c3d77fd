/** Business hours: whether a schedule is open at a moment, and when it opens next, in its own time zone. */

export interface Hours {
  readonly timezone: string;
  readonly weekly: Readonly<Partial<Record<string, readonly string[]>>>;
  readonly holidays?: readonly { readonly date: string }[];
}

const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
/** A schedule that does not open within a year is never open. */
const horizonDays = 366;

/** Whether it is open at `now` (milliseconds since 1970). */
export function isOpen(hours: Hours, now: number): boolean {
  const { day, minute } = local(now, hours.timezone);
  return rangesOf(hours, day).some(([from, to]) => minute >= from && minute < to);
}

/** The next moment it opens after `now`; now itself while it is open; null where it never does. */
export function nextOpening(hours: Hours, now: number): number | null {
  if (isOpen(hours, now)) return now;
  const today = local(now, hours.timezone);
  for (let ahead = 0; ahead <= horizonDays; ahead += 1) {
    const day = addDays(today.day, ahead);
    for (const [from] of rangesOf(hours, day)) {
      if (ahead === 0 && from <= today.minute) continue;
      return moment(day, from, hours.timezone);
    }
  }
  return null;
}

/** The day, such as `2026-11-27`, that it is somewhere at a moment. */
export function dayAt(now: number, timezone: string): string {
  return local(now, timezone).day;
}

export function dayAfter(day: string): string {
  return addDays(day, 1);
}

/** The day's first moment somewhere. */
export function startOfDay(day: string, timezone: string): number {
  return moment(day, 0, timezone);
}

function rangesOf(hours: Hours, day: string): readonly (readonly [number, number])[] {
  if (hours.holidays?.some(({ date }) => date === day)) return [];
  const weekday = weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? "";
  return (hours.weekly[weekday] ?? [])
    .map((range) => range.split("-").map(minutes) as [number, number])
    .sort(([a], [b]) => a - b);
}

function minutes(time: string): number {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return hour * 60 + minute;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function local(now: number, timeZone: string): { day: string; minute: number } {
  let clock = clocks.get(timeZone);
  if (!clock) {
    const options = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" } as const;
    clocks.set(timeZone, (clock = new Intl.DateTimeFormat("en", { ...options, timeZone, hourCycle: "h23" })));
  }
  const parts = Object.fromEntries(clock.formatToParts(now).map(({ type, value }) => [type, value]));
  return { day: `${parts.year}-${parts.month}-${parts.day}`, minute: Number(parts.hour) * 60 + Number(parts.minute) };
}

function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

/**
 * The moment of a local time. Of a time that comes twice it is the first one; a time that a clock change skips is the
 * first one after it.
 */
function moment(day: string, minute: number, timeZone: string): number {
  const wall = Date.parse(`${day}T00:00:00Z`) + minute * 60_000;
  // Clocks change once in a day at most: what they are off by before and after it are the two possible answers.
  const before = wall - offset(wall - dayLength, timeZone);
  const after = wall - offset(wall + dayLength, timeZone);
  const exact = [before, after].sort((a, b) => a - b).find((each) => wallClock(each, timeZone) === wall);
  if (exact !== undefined) return exact;
  let [low, high] = [Math.min(before, after), Math.max(before, after)];
  while (high - low > 60_000) {
    const middle = low + Math.floor((high - low) / 120_000) * 60_000;
    if (wallClock(middle, timeZone) < wall) low = middle;
    else high = middle;
  }
  return high;
}

const dayLength = 86_400_000;

function offset(at: number, timeZone: string): number {
  return wallClock(at, timeZone) - at;
}

/** What the clock on the wall shows, as if it were UTC. */
function wallClock(at: number, timeZone: string): number {
  const { day, minute } = local(at, timeZone);
  return Date.parse(`${day}T00:00:00Z`) + minute * 60_000;
}
