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

/** The moment of a local time. A time that a clock change skips is the first one after it. */
function moment(day: string, minute: number, timeZone: string): number {
  const wall = Date.parse(`${day}T00:00:00Z`) + minute * 60_000;
  let guess = wall;
  for (let round = 0; round < 3; round += 1) {
    const shown = local(guess, timeZone);
    const difference = wall - (Date.parse(`${shown.day}T00:00:00Z`) + shown.minute * 60_000);
    if (difference === 0) break;
    guess += difference;
  }
  return guess;
}
