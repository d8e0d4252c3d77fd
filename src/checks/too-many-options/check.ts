/** A choice has no more options than the language allows. */

import type { Check } from "#checks/check.ts";
import { workflowsOf } from "#checks/workflows.ts";
import { stepsOf } from "#content/graph.ts";
import { placeOf, placeOfKey } from "#content/place.ts";
import type { Finding } from "#findings/finding.ts";

const most = 10;

export const tooManyOptions: Check = {
  name: "too-many-options",
  severity: "error",
  summary: `a choice of more than ${most} options`,
  run: (content) =>
    workflowsOf(content).flatMap(({ item, workflow }) =>
      stepsOf(workflow).flatMap(({ step, path }): readonly Finding[] => {
        if (step.kind !== "choose" || "each" in step.options || step.options.length <= most) return [];
        return [
          {
            check: "too-many-options",
            severity: "error",
            message: `the step "${step.id}" has ${step.options.length} options; at most ${most} can be shown`,
            at: placeOfKey(item.file, item.root, [...path, "options"]),
            step: step.id,
            related: [
              {
                at: placeOf(item.file, item.root, [...path, "options", most, "id"]),
                message: "the first that is too many",
              },
            ],
            why: "a customer could not pick the last ones",
            help: "ask in two steps: first for the kind, then for the thing",
          },
        ];
      }),
    ),
};
