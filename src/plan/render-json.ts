/** A plan for machines. Bodies and assets are named by digest only. */

import type { Plan } from "#plan/plan.ts";
import { isEmpty } from "#plan/plan.ts";

/** The plan as a plain JSON value. */
export function planJson(plan: Plan): unknown {
  const { bodies, assets, ...rest } = plan;
  return { ...rest, empty: isEmpty(plan), bodies: [...bodies.keys()].sort(), assets: [...assets.keys()].sort() };
}
