/** Paths put together. */

import type { Path } from "#content/node.ts";

/**
 * `path`, and `rest` behind it. One is made for every step, exit and text of a site: a spread takes three times as long
 * and as much room.
 */
export function joined(path: Path, rest: Path): Path {
  const whole = new Array<string | number>(path.length + rest.length);
  for (let index = 0; index < path.length; index += 1) whole[index] = path[index] as string | number;
  for (let index = 0; index < rest.length; index += 1) whole[path.length + index] = rest[index] as string | number;
  return whole;
}
