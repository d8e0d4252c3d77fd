/** Plain JSON values, compared and told apart. Keys whose value is undefined count as absent. */

export type JsonMap = Readonly<Record<string, unknown>>;

export function isMap(value: unknown): value is JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether two values say the same, in whatever order their keys stand. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => sameJson(item, b[index]));
  }
  if (isMap(a) && isMap(b)) {
    return (
      Object.keys(a).every((key) => sameJson(a[key], b[key])) &&
      Object.keys(b).every((key) => a[key] !== undefined || b[key] === undefined)
    );
  }
  return false;
}

/** A list whose items have names: steps, options, cards. */
export function isKeyed(value: unknown): value is readonly (JsonMap & { readonly id: string })[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => isMap(item) && typeof item.id === "string");
}
