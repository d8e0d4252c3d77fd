/**
 * Values with a form of their own: days, hours, time zones, moments, windows. Each form answers null where a text has
 * it, and else what is wrong with the text and what to write.
 */

import { nearest } from "#content/nearest.ts";

export interface Complaint {
  /** Follows the quoted text: `"25:00-26:00" …`. */
  readonly message: string;
  readonly help: string;
}

export type Form = (text: string) => Complaint | null;

export const forms: Readonly<Record<string, Form>> = {
  day: complainAboutDay,
  hours: complainAboutHours,
  timezone: complainAboutTimeZone,
  moment: complainAboutMoment,
  window: complainAboutWindow,
};

function complainAboutDay(text: string): Complaint | null {
  const help = "write year, month and day: 2026-12-25";
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return { message: "is not a date such as 2026-12-25", help };
  const date = new Date(`${text}T00:00:00Z`);
  const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
  return exists ? null : { message: "is no day of the calendar", help };
}

/** `09:00-12:30`; the end comes after the beginning, and may be 24:00. */
function complainAboutHours(text: string): Complaint | null {
  const match = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(text);
  const help = 'write from and to in two digits each: "09:00-12:30"';
  if (!match) return { message: 'is not hours such as "09:00-12:30"', help };
  const [from = 0, fromMinute = 0, to = 0, toMinute = 0] = match.slice(1).map(Number);
  const isTime = (hour: number, minute: number) => hour < 24 && minute < 60;
  if (!isTime(from, fromMinute)) return { message: `begins at ${text.slice(0, 5)}, which no clock shows`, help };
  if (!isTime(to, toMinute) && !(to === 24 && toMinute === 0)) {
    return { message: `ends at ${text.slice(6)}, which no clock shows`, help: `${help}; a day ends at 24:00` };
  }
  if (to * 60 + toMinute > from * 60 + fromMinute) return null;
  return {
    message: "ends before it begins",
    help: `hours that go past midnight belong to two days: "${text.slice(0, 5)}-24:00" and "00:00-${text.slice(6)}"`,
  };
}

const timeZones = new Map<string, boolean>();

function isTimeZone(name: string): boolean {
  const known = timeZones.get(name);
  if (known !== undefined) return known;
  // An offset such as +01:00 is accepted by Intl, but knows no summer.
  let exists = /^[A-Z]/i.test(name);
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
  } catch {
    exists = false;
  }
  timeZones.set(name, exists);
  return exists;
}

function complainAboutTimeZone(name: string): Complaint | null {
  if (isTimeZone(name)) return null;
  const zones = Intl.supportedValuesOf("timeZone");
  const guess = nearest(name, zones) ?? zones.find((zone) => zone.endsWith(`/${name.replaceAll(" ", "_")}`));
  return {
    message: "is no time zone",
    help: guess === undefined ? 'write a continent and a city: "Europe/Paris" (or "UTC")' : `did you mean "${guess}"?`,
  };
}

function complainAboutMoment(text: string): Complaint | null {
  const isMoment =
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(Date.parse(text));
  if (isMoment) return null;
  return {
    message: "is not a moment such as 2026-03-02T10:00:00+01:00",
    help: "write day, time and distance from UTC: 2026-03-02T10:00:00+01:00",
  };
}

const days = "(?:mon|tue|wed|thu|fri|sat|sun)";
const windowParts = new RegExp(`^(${days}(?:[-,]${days})*) (\\d\\d:\\d\\d-\\d\\d:\\d\\d) (\\S+)$`);

/** `mon-fri 09:00-17:00 Europe/Paris`. */
function complainAboutWindow(text: string): Complaint | null {
  const [, , hours = "", zone = ""] = windowParts.exec(text) ?? [];
  const help = 'write days, hours and a time zone: "mon-fri 09:00-17:00 Europe/Paris"';
  if (hours === "") return { message: 'is not a window such as "mon-fri 09:00-17:00 Europe/Paris"', help };
  const complaint = complainAboutHours(hours) ?? complainAboutTimeZone(zone);
  if (!complaint) return null;
  return {
    ...complaint,
    message: `does not work: "${zone === "" || complainAboutHours(hours) ? hours : zone}" ${complaint.message}`,
  };
}
