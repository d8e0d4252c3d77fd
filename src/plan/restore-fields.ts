/** A value with some of its fields as they were: what `fieldsBetween` tells apart, put back for the fields that are named. */

import { isKeyed, isMap, type JsonMap } from "#content/json.ts";
import type { Field } from "#plan/drift-fields.ts";
import { joinedOrder } from "#plan/merge.ts";

/** `is`, but at `paths` what `was` has there. Undefined stands for what is not there. */
export function restoreFields(is: unknown, was: unknown, paths: readonly Field["path"][]): unknown {
  if (paths.length === 0) return is;
  if (paths.some((path) => path.length === 0)) return was;
  if (isKeyed(is) && isKeyed(was)) return restoreItems(is, was, paths);
  return isMap(is) && isMap(was) ? restoreKeys(is, was, paths) : is;
}

function restoreKeys(is: JsonMap, was: JsonMap, paths: readonly Field["path"][]): JsonMap {
  const result: Record<string, unknown> = { ...is };
  for (const [key = "", below] of Map.groupBy(paths, ([head]) => head)) {
    const value = restoreFields(
      is[key],
      was[key],
      below.map((path) => path.slice(1)),
    );
    if (value === undefined) delete result[key];
    else result[key] = value;
  }
  return result;
}

type Items = readonly (JsonMap & { readonly id: string })[];

/** What comes back stands behind what it followed; `order` is no item, but the place of those that both have. */
function restoreItems(is: Items, was: Items, paths: readonly Field["path"][]): readonly unknown[] {
  const [before, now] = [byId(was), byId(is)];
  const isOrder = (path: Field["path"]) => path.length === 1 && path[0] === "order" && !before.order && !now.order;
  const items = restoreKeys(
    now,
    before,
    paths.filter((path) => !isOrder(path)),
  );
  const [lead, other] = paths.some(isOrder) ? [was, is] : [is, was];
  return joinedOrder(idsOf(lead), idsOf(other)).flatMap((id) => items[id] ?? []);
}

function byId(items: Items): JsonMap {
  return Object.fromEntries(items.map((item) => [item.id, item]));
}

function idsOf(items: Items): readonly string[] {
  return items.map(({ id }) => id);
}
