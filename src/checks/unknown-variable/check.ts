/** Every name that a workflow reads or assigns is declared, and every field is one that its value has. */

import { assignmentsOf } from "#checks/assignments.ts";
import type { Check } from "#checks/check.ts";
import { askedDetails, type TypedWorkflow, typedWorkflows } from "#checks/typed-expressions.ts";
import { spanOf } from "#content/expression-place.ts";
import { nearest } from "#content/nearest.ts";
import { placeOf, placeOfKey } from "#content/place.ts";
import type { TypeProblem } from "#expr/checking.ts";
import type { Finding } from "#findings/finding.ts";

export const unknownVariable: Check = {
  name: "unknown-variable",
  severity: "error",
  summary: "a name or a field that does not exist",
  run: (content, { sources }) => {
    const findings: Finding[] = [];
    for (const workflow of typedWorkflows(content)) {
      for (const { placed, problems } of workflow.expressions) {
        for (const problem of problems) {
          if (problem.kind !== "unknown") continue;
          const { message, start, end, meant, help } = problem;
          const guess = meant && nearest(meant.word, meant.known);
          const words = help ?? (guess === undefined ? helpWithout(problem) : `did you mean "${guess}"?`);
          findings.push({
            check: "unknown-variable",
            severity: "error",
            message,
            at: spanOf(workflow.owned, placed, sources, { start, end }),
            ...(placed.step !== null && { step: placed.step }),
            why: "this step would fail for every customer",
            ...(words !== undefined && { help: words }),
          });
        }
      }
      findings.push(...unknownTargets(workflow));
    }
    return findings;
  },
};

/** A field can only be one of its value's; a name may have been meant as a text. */
function helpWithout({ message, meant }: TypeProblem): string | undefined {
  if (!meant) return undefined;
  if (message.startsWith("there is no variable")) {
    return `declare it under vars; a text stands in quotes: '${meant.word}'`;
  }
  if (message.startsWith("there is no function")) {
    return "there are now(), open(…), next_open(…), agents_online(…), money(…), size(…), string(…), int(…), double(…) and has(…)";
  }
  return meant.known.length > 0 && meant.known.length <= 12 ? `there are ${meant.known.join(", ")}` : undefined;
}

/** Names that a step keeps something in. */
function unknownTargets({ owned, variables }: TypedWorkflow): readonly Finding[] {
  return assignmentsOf(owned.workflow).flatMap(({ step, name, path, at }): readonly Finding[] => {
    const isDetail = name.startsWith("user.");
    const known = isDetail ? askedDetails : variables;
    const word = isDetail ? name.slice("user.".length) : name;
    if (known.has(word)) return [];
    const guess = nearest(word, known.keys());
    const { file, root } = owned.item;
    return [
      {
        check: "unknown-variable",
        severity: "error",
        message: isDetail
          ? `"${name}" is no detail that a customer can be asked for`
          : `"${name}" is not declared, and the step "${step}" keeps a value in it`,
        at: at === "key" ? placeOfKey(file, root, path) : placeOf(file, root, path),
        step,
        why: isDetail ? "only a signed identity says more about a customer" : "nobody could say what it may hold",
        help:
          guess !== undefined
            ? `did you mean "${isDetail ? `user.${guess}` : guess}"?`
            : isDetail
              ? "ask for user.name, user.email, user.phone or user.locale, or keep the answer in a variable"
              : `add it to vars: { ${name}: string }`,
      },
    ];
  });
}
