/** A plan for people, with what the guards say of it below. */

import type { ReadSite } from "#cli/site.ts";
import { renderFindingsText } from "#findings/render-text.ts";
import type { Plan } from "#plan/plan.ts";
import { renderPlanText } from "#plan/render-text.ts";

export function planText(plan: Plan, { sources, content }: ReadSite): string {
  const text = renderPlanText(plan);
  if (plan.findings.length === 0) return text;
  return `${text}\n${renderFindingsText(plan.findings, sources, content.files, process.stdout.isTTY === true)}`;
}
