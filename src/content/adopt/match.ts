/** Which item of a list became which: by name where they have one, else by being the same, else by place. */

import { isMap, sameJson } from "#content/json.ts";

/** For each item of `after`, the index of its item in `before`, each at most once; null: it is new. */
export function matched(before: readonly unknown[], after: readonly unknown[]): readonly (number | null)[] {
  const free = new Set(before.keys());
  const result: (number | null)[] = after.map(() => null);
  const take = (index: number, fits: (old: number) => boolean): void => {
    if (result[index] !== null) return;
    const found = [...free].find(fits);
    if (found === undefined) return;
    result[index] = found;
    free.delete(found);
  };
  const names = before.map(nameOf);
  for (const [index, item] of after.entries()) {
    const name = nameOf(item);
    if (name !== null) take(index, (old) => names[old] === name);
  }
  for (const [index, item] of after.entries()) take(index, (old) => sameJson(before[old], item));
  for (const [index, item] of after.entries()) {
    // What has a name became nothing that has another.
    if (nameOf(item) === null) take(index, (old) => old === index && names[old] === null);
  }
  return result;
}

/** A step's, an option's or a card's id; a form's variable; a holiday's date. */
export function nameOf(item: unknown): string | null {
  if (!isMap(item)) return null;
  const name = item.id ?? item.var ?? item.date;
  return typeof name === "string" ? name : null;
}
