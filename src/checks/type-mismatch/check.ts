/** What an expression gives fits what it is for, and its parts fit one another. */

import type { Check } from "#checks/check.ts";
import { expectation } from "#checks/type-mismatch/expectation.ts";
import { keptValues } from "#checks/type-mismatch/kept-values.ts";
import { switchCases } from "#checks/type-mismatch/switch-cases.ts";
import { type TypedWorkflow, typedWorkflows } from "#checks/typed-expressions.ts";
import { spanOf } from "#content/expression-place.ts";
import type { Range } from "#content/yaml/offsets.ts";
import type { Finding, Sources } from "#findings/finding.ts";

export const typeMismatch: Check = {
  name: "type-mismatch",
  severity: "error",
  summary: "a value of another type than its place takes",
  run: (content, { sources }) => {
    const workflows = typedWorkflows(content);
    const findings: Finding[] = [];
    for (const workflow of workflows) addExpressions(workflow, sources, findings);
    for (const workflow of workflows) findings.push(...keptValues(workflow), ...switchCases(workflow));
    return findings;
  },
};

function addExpressions(workflow: TypedWorkflow, sources: Sources, into: Finding[]): void {
  for (const typed of workflow.expressions) {
    const { placed, problems } = typed;
    const add = (message: string, help?: string, range?: Range): void => {
      into.push({
        check: "type-mismatch",
        severity: "error",
        message,
        at: spanOf(workflow.owned, placed, sources, range),
        ...(placed.step !== null && { step: placed.step }),
        why: "this step would fail, or never do what it says",
        ...(help !== undefined && { help }),
      });
    };
    for (const problem of problems) if (problem.kind === "mismatch") add(problem.message, problem.help, problem);
    const wanted = problems.length > 0 ? null : expectation(typed, workflow);
    if (wanted) add(wanted.message, wanted.help);
  }
}
