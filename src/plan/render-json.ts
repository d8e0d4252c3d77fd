/** A plan for machines. Bodies and assets are named by digest only. */

import type { Sources } from "#findings/finding.ts";
import { findingsJson } from "#findings/render-json.ts";
import type { Plan } from "#plan/plan.ts";
import { isEmpty } from "#plan/plan.ts";

/** The plan as a plain JSON value. */
export function planJson(plan: Plan, sources: Sources): unknown {
  const { bodies, assets, findings, ...rest } = plan;
  return {
    ...rest,
    empty: isEmpty(plan),
    findings: findingsJson(findings, sources),
    bodies: [...bodies.keys()].sort(),
    assets: [...assets.keys()].sort(),
  };
}
