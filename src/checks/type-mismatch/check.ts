/** What an expression gives fits what it is for, and its parts fit one another. */

import type { Check } from "#checks/check.ts";
import { expectation } from "#checks/type-mismatch/expectation.ts";
import { keptValues } from "#checks/type-mismatch/kept-values.ts";
import { switchCases } from "#checks/type-mismatch/switch-cases.ts";
import { typedWorkflows } from "#checks/typed-expressions.ts";
import type { Content } from "#content/content.ts";
import { spanOf } from "#content/expression-place.ts";
import type { Range } from "#content/yaml/offsets.ts";
import type { Finding, Sources } from "#findings/finding.ts";

export const typeMismatch: Check = {
  name: "type-mismatch",
  severity: "error",
  summary: "a value of another type than its place takes",
  run: (content, { sources }) => [
    ...inExpressions(content, sources),
    ...typedWorkflows(content).flatMap((workflow) => [...keptValues(workflow), ...switchCases(workflow)]),
  ],
};

function inExpressions(content: Content, sources: Sources): readonly Finding[] {
  return typedWorkflows(content).flatMap((workflow) =>
    workflow.expressions.flatMap((typed): Finding[] => {
      const { placed, problems } = typed;
      const finding = (message: string, help?: string, range?: Range): Finding => ({
        check: "type-mismatch",
        severity: "error",
        message,
        at: spanOf(workflow.owned, placed, sources, range),
        ...(placed.step !== null && { step: placed.step }),
        why: "this step would fail, or never do what it says",
        ...(help !== undefined && { help }),
      });
      if (problems.length > 0) {
        return problems
          .filter(({ kind }) => kind === "mismatch")
          .map((problem) => finding(problem.message, problem.help, problem));
      }
      const wanted = expectation(typed, workflow);
      return wanted ? [finding(wanted.message, wanted.help)] : [];
    }),
  );
}
