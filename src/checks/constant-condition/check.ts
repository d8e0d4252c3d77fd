/** A condition depends on something: one that is always the same leaves an exit that nobody takes. */

import type { Check } from "#checks/check.ts";
import { workflowsOf } from "#checks/workflows.ts";
import { spanOf } from "#content/expression-place.ts";
import { expressionsOf } from "#content/expressions.ts";
import { constantOf } from "#expr/constant.ts";
import { syntaxProblem } from "#expr/syntax.ts";
import type { Finding } from "#findings/finding.ts";

export const constantCondition: Check = {
  name: "constant-condition",
  severity: "warning",
  summary: "a condition that is always the same",
  run: (content, { sources }) => {
    const findings: Finding[] = [];
    for (const owned of workflowsOf(content)) {
      for (const placed of expressionsOf(owned.workflow)) {
        const { purpose, source, step } = placed;
        if (purpose !== "condition" && purpose !== "switch" && purpose !== "accept") continue;
        const constant = syntaxProblem(source) ? null : constantOf(source);
        // What is no condition at all is a mismatch of types.
        if (!constant || (purpose !== "switch" && typeof constant.value !== "boolean")) continue;
        const what = purpose === "switch" ? "the value of this switch" : "this condition";
        findings.push({
          check: "constant-condition",
          severity: "warning",
          message: `${what} is always ${shown(constant.value)}`,
          at: spanOf(owned, placed, sources),
          ...(step !== null && { step }),
          why: "nothing a customer does changes where it leads",
          help: "compare something that varies, or take the step away",
        });
      }
    }
    return findings;
  },
};

function shown(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
