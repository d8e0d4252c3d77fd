/**
 * Values on their way into and out of CEL. State is JSON, which has no integers, days or moments: going in, whole
 * numbers become CEL's `int`, and texts become days and moments where a declaration says so.
 */

/** A day without a time: CEL has none of its own. */
export class Day {
  /** `2026-03-05`. */
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Whether a text names a day that there is: no 31st of February. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/**
 * The moment that a text names; null where it names none. Without a distance from UTC it is UTC's, on every machine.
 * A time zone may stand behind it (`…Z[Europe/Paris]`, RFC 9557): the moment is shown in that.
 */
export function momentOf(text: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text) || !isDay(text.slice(0, 10))) return null;
  if (text.endsWith("]")) return inItsZone(text);
  const moment = new Date(/(?:Z|[+-]\d{2}:?\d{2})$/i.test(text) ? text : `${text}Z`);
  return Number.isNaN(moment.getTime()) ? null : moment;
}

function inItsZone(text: string): Date | null {
  const [, named = "", zone = ""] = /^([^[]+)\[([A-Za-z0-9_+/-]+)\]$/.exec(text) ?? [];
  const moment = momentOf(named);
  return moment && isZone(zone) ? momentIn(moment.getTime(), zone) : moment;
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

const zones = new WeakMap<Date, string>();

/** A moment that is shown in a time zone of its own, such as a schedule's; what is made of it is shown in the usual one. */
export function momentIn(milliseconds: number, timeZone: string): Date {
  const moment = new Date(milliseconds);
  zones.set(moment, timeZone);
  return moment;
}

/** The time zone that a moment is shown in. */
export function zoneOf(moment: Date, usual: string): string {
  return zones.get(moment) ?? usual;
}

/** A declared type: a name such as `date`, or a shape of fields. */
export type DeclaredType = string | { readonly [field: string]: DeclaredType };

/** A JSON value as CEL takes it. What does not fit its declared type goes in as it is. */
export function enter(value: unknown, type?: DeclaredType): unknown {
  // A declared `number` is never an `int`: half of 5 is 2.5, whatever the customer's number happens to be.
  if (typeof value === "number") return type !== "number" && Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value === "string") {
    // An API may give a moment where a day was declared, or a day where a moment was: midnight, then.
    if (type === "date" && (isDay(value) || momentOf(value))) return new Day(value.slice(0, 10));
    if (type === "time") return momentOf(isDay(value) ? `${value}T00:00Z` : value) ?? value;
    return value;
  }
  if (Array.isArray(value)) return value.map((item) => enterInside(item));
  if (typeof value === "object" && value !== null && !(value instanceof Day) && !(value instanceof Date)) {
    const fields = typeof type === "object" ? type : {};
    const result: Record<string, unknown> = {};
    for (const [key, inner] of Object.entries(value)) {
      const entered = enterInside(inner, fields[key]);
      // Defining a key takes many times longer than setting it, and one name alone cannot be set.
      if (key !== "__proto__") result[key] = entered;
      else Object.defineProperty(result, key, { value: entered, enumerable: true, configurable: true, writable: true });
    }
    return result;
  }
  return value;
}

/** Nobody declares what is inside a map or a list: a moment that was kept there with its time zone says itself what it is. */
function enterInside(value: unknown, type?: DeclaredType): unknown {
  const isKeptMoment = type === undefined && typeof value === "string" && value.endsWith("]");
  return (isKeptMoment && keptMoment.test(value) && momentOf(value)) || enter(value, type);
}

/** As `kept` writes it. */
const keptMoment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z\[[^\]]+\]$/;

/** An optional value is what it holds, or `none`. */
export function unwrapped(value: unknown, none: null | undefined): unknown {
  const optional = value as { hasValue?(): boolean; value?(): unknown } | null;
  if (typeof optional !== "object" || typeof optional?.hasValue !== "function") return value;
  return optional.hasValue() ? optional.value?.() : none;
}

/** A value as a variable keeps it: as JSON, but moments with a time zone of their own keep that, wherever they are in it. */
export function kept(value: unknown): unknown {
  return asJson(value, (moment) => {
    const zone = zones.get(moment);
    return zone === undefined ? moment.toISOString() : `${moment.toISOString()}[${zone}]`;
  });
}

/** A CEL value as JSON. */
export function leave(value: unknown): unknown {
  return asJson(value, (moment) => moment.toISOString());
}

function asJson(value: unknown, written: (moment: Date) => string): unknown {
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Day) return value.text;
  if (value instanceof Date) return written(value);
  if (Array.isArray(value)) return value.map((item) => asJson(item, written));
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([key, inner]) => [String(key), asJson(inner, written)]));
  }
  if (typeof value === "object" && value !== null) {
    const held = unwrapped(value, null);
    if (held !== value) return asJson(held, written);
    if (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null) {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asJson(inner, written)]));
    }
    return String(value);
  }
  return typeof value === "number" && !Number.isFinite(value) ? null : (value ?? null);
}
