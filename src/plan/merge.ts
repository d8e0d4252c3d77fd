/** Two changes of one value, put together: what was published, what is live, and what the files say. */

import { isKeyed, isMap, type JsonMap, sameJson } from "#content/json.ts";

export type Merged =
  | { readonly kind: "merged"; readonly value: unknown }
  /** Both changed the same place, into two things. */
  | { readonly kind: "conflict"; readonly path: readonly string[] };

/** `mine` with what changed from `base` to `theirs`. Undefined stands for what is not there. */
export function merge(base: unknown, theirs: unknown, mine: unknown, path: readonly string[] = []): Merged {
  if (sameJson(base, theirs)) return { kind: "merged", value: mine };
  if (sameJson(mine, base) || sameJson(mine, theirs)) return { kind: "merged", value: theirs };
  if (isMap(base) && isMap(theirs) && isMap(mine)) return mergeMaps(base, theirs, mine, path);
  if (isKeyed(base) && isKeyed(theirs) && isKeyed(mine)) {
    const order = mergedOrder(idsOf(base), idsOf(theirs), idsOf(mine));
    const merged = mergeMaps(byId(base), byId(theirs), byId(mine), path);
    if (merged.kind === "conflict") return merged;
    const items = merged.value as JsonMap;
    if (order) return { kind: "merged", value: order.flatMap((id) => items[id] ?? []) };
  }
  return { kind: "conflict", path };
}

function mergeMaps(base: JsonMap, theirs: JsonMap, mine: JsonMap, path: readonly string[]): Merged {
  const result: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
    const merged = merge(base[key], theirs[key], mine[key], [...path, key]);
    if (merged.kind === "conflict") return merged;
    if (merged.value !== undefined) result[key] = merged.value;
  }
  return { kind: "merged", value: result };
}

/** Null: both moved items about. */
function mergedOrder(base: readonly string[], theirs: readonly string[], mine: readonly string[]): string[] | null {
  const among = (list: readonly string[], other: readonly string[]) =>
    list.filter((id) => other.includes(id)).join("\n");
  const isMovedByThem = among(theirs, base) !== among(base, theirs);
  const isMovedByMe = among(mine, base) !== among(base, mine);
  if (isMovedByThem && isMovedByMe) return null;
  return isMovedByThem ? joinedOrder(theirs, mine) : joinedOrder(mine, theirs);
}

/** `lead`, and what only `other` has, each behind what it follows there. */
export function joinedOrder(lead: readonly string[], other: readonly string[]): string[] {
  const order = [...lead];
  for (const [index, id] of other.entries()) {
    if (order.includes(id)) continue;
    const before = other.slice(0, index).findLast((each) => order.includes(each));
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, id);
  }
  return order;
}

function idsOf(items: readonly { readonly id: string }[]): readonly string[] {
  return items.map(({ id }) => id);
}

function byId(items: readonly { readonly id: string }[]): JsonMap {
  return Object.fromEntries(items.map((item) => [item.id, item]));
}
