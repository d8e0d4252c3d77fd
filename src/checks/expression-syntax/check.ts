/** Every expression is CEL, and every `{{` has its `}}`. */

import type { Check } from "#checks/check.ts";
import { withExpressions } from "#checks/workflows.ts";
import { spanInValue, spanOf } from "#content/expression-place.ts";
import { expressionsOf, templatesOf } from "#content/expressions.ts";
import { syntaxProblem } from "#expr/syntax.ts";
import { unclosedAt } from "#expr/template.ts";
import type { Finding } from "#findings/finding.ts";

export const expressionSyntax: Check = {
  name: "expression-syntax",
  severity: "error",
  summary: "an expression that is no CEL",
  run: (content, { sources }) =>
    withExpressions(content).flatMap((owned) => [
      ...expressionsOf(owned.workflow).flatMap((placed): Finding[] => {
        const problem = syntaxProblem(placed.source);
        if (!problem) return [];
        const { message, help } = problem;
        return [
          {
            check: "expression-syntax",
            severity: "error",
            message,
            at: spanOf(owned, placed, sources, problem),
            ...(placed.step !== null && { step: placed.step }),
            why: "this step would fail for every customer",
            ...(help !== undefined && { help }),
          },
        ];
      }),
      ...templatesOf(owned.workflow).flatMap((placed): Finding[] => {
        const start = unclosedAt(placed.value);
        if (start === null) return [];
        return [
          {
            check: "expression-syntax",
            severity: "error",
            message: '"{{" begins an expression here, and no "}}" ends it',
            at: spanInValue(owned, placed, sources, { start, end: start + 2 }),
            ...(placed.step !== null && { step: placed.step }),
            why: "customers would read the braces",
            help: 'end the expression with "}}"',
          },
        ];
      }),
    ]),
};
