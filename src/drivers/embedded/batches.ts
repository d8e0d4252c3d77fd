/** Uploads in requests of a bearable size. */

/**
 * Splits `items` in order into lists whose sizes add up to at most `limit`; an item that is larger stands alone.
 * `sizeOf` is in the unit of `limit`.
 */
export function batches<T>(items: Iterable<T>, limit: number, sizeOf: (item: T) => number): readonly (readonly T[])[] {
  const made: T[][] = [];
  let size = 0;
  for (const item of items) {
    const more = sizeOf(item);
    const last = made.at(-1);
    if (last && size + more <= limit) {
      last.push(item);
      size += more;
    } else {
      made.push([item]);
      size = more;
    }
  }
  return made;
}
