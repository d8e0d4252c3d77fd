/** What differs between two bodies of one thing, a field at a time, named by the path that leads to it. */

import { isKeyed, isMap } from "#content/json.ts";
import { type Difference, differences } from "#plan/differences.ts";

export interface Field {
  /** Keys, ids of steps, options and cards, and a language at the end of a text. Empty: the whole thing. */
  readonly path: readonly string[];
  /** Undefined: not there. */
  readonly was: unknown;
  readonly is: unknown;
}

/** Every field in which `is` differs from `was`. */
export function fieldsBetween(was: unknown, is: unknown): readonly Field[] {
  return [...differences(was, is).flatMap(fieldsOf), ...orders(was, is, [])];
}

/** A text is one field a language. That a list's items changed places is told by `orders`. */
function fieldsOf({ path, languages, before, after }: Difference): readonly Field[] {
  if (languages && isMap(before) && isMap(after)) {
    return languages.map((language) => ({ path: [...path, language], was: before[language], is: after[language] }));
  }
  if (isKeyed(before) && isKeyed(after) && idsOf(before).sort().join() === idsOf(after).sort().join()) return [];
  return [{ path, was: before, is: after }];
}

/** Lists whose items, those that both have, stand in another order. */
function orders(was: unknown, is: unknown, path: readonly string[]): readonly Field[] {
  if (isKeyed(was) && isKeyed(is)) {
    const before = new Map(was.map((item) => [item.id, item]));
    const after = new Map(is.map((item) => [item.id, item]));
    const stayed = idsOf(was).filter((id) => after.has(id));
    const now = idsOf(is).filter((id) => before.has(id));
    const moved = stayed.join() === now.join() ? [] : [{ path: [...path, "order"], was: idsOf(was), is: idsOf(is) }];
    return [...moved, ...stayed.flatMap((id) => orders(before.get(id), after.get(id), [...path, id]))];
  }
  if (!isMap(was) || !isMap(is)) return [];
  return Object.keys(was).flatMap((key) => orders(was[key], is[key], [...path, key]));
}

function idsOf(items: readonly { readonly id: string }[]): string[] {
  return items.map(({ id }) => id);
}
