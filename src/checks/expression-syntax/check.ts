/** Every expression is CEL, and every `{{` has its `}}`. */

import type { Check } from "#checks/check.ts";
import { withExpressions } from "#checks/workflows.ts";
import { spanInValue, spanOf } from "#content/expression-place.ts";
import { expressionsOf, unclosedTemplatesOf } from "#content/expressions.ts";
import { syntaxProblem } from "#expr/syntax.ts";
import type { Finding } from "#findings/finding.ts";

export const expressionSyntax: Check = {
  name: "expression-syntax",
  severity: "error",
  summary: "an expression that is no CEL",
  run: (content, { sources }) => {
    const findings: Finding[] = [];
    for (const owned of withExpressions(content)) {
      for (const placed of expressionsOf(owned.workflow)) {
        const problem = syntaxProblem(placed.source);
        if (!problem) continue;
        const { message, help } = problem;
        findings.push({
          check: "expression-syntax",
          severity: "error",
          message,
          at: spanOf(owned, placed, sources, problem),
          ...(placed.step !== null && { step: placed.step }),
          why: "this step would fail for every customer",
          ...(help !== undefined && { help }),
        });
      }
      for (const placed of unclosedTemplatesOf(owned.workflow)) {
        const { step, start } = placed;
        findings.push({
          check: "expression-syntax",
          severity: "error",
          message: '"{{" begins an expression here, and no "}}" ends it',
          at: spanInValue(owned, placed, sources, { start, end: start + 2 }),
          ...(step !== null && { step }),
          why: "customers would read the braces",
          help: 'end the expression with "}}"',
        });
      }
    }
    return findings;
  },
};
