/** Whether two signatures are the same, in a time that says nothing about where they differ. */

import { timingSafeEqual } from "node:crypto";

export function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
