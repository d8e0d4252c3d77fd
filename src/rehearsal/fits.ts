/** Whether a value holds what a test writes of it: of a map, a part suffices. */

/** Lists must have the same length; what their items hold may be a part. */
export function fits(found: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(found) && found.length === wanted.length && wanted.every((item, index) => fits(found[index], item))
    );
  }
  if (typeof wanted === "object" && wanted !== null) {
    if (typeof found !== "object" || found === null || Array.isArray(found)) return false;
    return Object.entries(wanted).every(
      ([key, value]) => Object.hasOwn(found, key) && fits((found as Record<string, unknown>)[key], value),
    );
  }
  return found === wanted || (found === undefined && wanted === null) || isSameMoment(found, wanted);
}

const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** A moment is the same however its offset from UTC is written, and whichever time zone it is shown in. */
function isSameMoment(found: unknown, wanted: unknown): boolean {
  if (typeof found !== "string" || typeof wanted !== "string") return false;
  const at = found.replace(/\[[^\]]*\]$/, "");
  return moment.test(at) && moment.test(wanted) && Date.parse(at) === Date.parse(wanted);
}

/** The value at a path such as `order.items.0.name`; a key that has dots of its own is found too. */
export function valueAt(value: unknown, path: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  if (Object.hasOwn(value, path)) return (value as Record<string, unknown>)[path];
  const dot = path.indexOf(".");
  if (dot < 0) return undefined;
  const key = path.slice(0, dot);
  const inner = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
  return valueAt(inner, path.slice(dot + 1));
}

const shownLetters = 80;

/** A value, short enough for a sentence. */
export function shownValue(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  const letters = [...text];
  return letters.length > shownLetters ? `${letters.slice(0, shownLetters - 1).join("")}…` : text;
}
