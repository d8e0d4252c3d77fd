/** Patterns are RE2: nothing a customer writes can make one run for long. */

import type { Check } from "#checks/check.ts";
import { withExpressions } from "#checks/workflows.ts";
import { spanOf } from "#content/expression-place.ts";
import { expressionsOf } from "#content/expressions.ts";
import { patternProblem } from "#expr/like.ts";
import { methodName } from "#expr/nodes.ts";
import { type Call, callsOf } from "#expr/reads.ts";
import type { Finding } from "#findings/finding.ts";

export const unsafeRegex: Check = {
  name: "unsafe-regex",
  severity: "error",
  summary: "a pattern that RE2 does not take, or matches()",
  run: (content, { sources }) =>
    withExpressions(content).flatMap((owned) =>
      expressionsOf(owned.workflow).flatMap((placed): Finding[] =>
        callsOf(placed.source).flatMap((call): Finding[] => {
          const problem = problemOf(call, String(placed.source));
          if (!problem) return [];
          const { start, end, ...rest } = problem;
          return [
            {
              check: "unsafe-regex",
              severity: "error",
              ...rest,
              at: spanOf(owned, placed, sources, { start, end }),
              ...(placed.step !== null && { step: placed.step }),
            },
          ];
        }),
      ),
    ),
};

interface Found {
  readonly message: string;
  readonly why: string;
  readonly help: string;
  readonly start: number;
  readonly end: number;
}

function problemOf({ name, args, node }: Call, source: string): Found | null {
  if (name === "matches") {
    return {
      message: "matches() is refused: its patterns may take a machine's whole time",
      why: "a customer could stop the server with one message",
      help: "write like(), which takes the same patterns and no longer than the text",
      ...methodName(node, source),
    };
  }
  const [pattern] = args;
  if (name !== "like" || pattern?.op !== "value" || typeof pattern.args !== "string") return null;
  const problem = patternProblem(pattern.args);
  if (problem === null) return null;
  return {
    message: `like() cannot use this pattern: ${problem.replace(/^error parsing regexp: /, "")}`,
    why: "this step would fail for every customer",
    help: "patterns are RE2: no look-ahead, no look-behind and no back-references",
    start: pattern.start,
    end: pattern.end,
  };
}
