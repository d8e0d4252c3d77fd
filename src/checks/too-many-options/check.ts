/** A choice has no more options than the language allows. */

import type { Check } from "#checks/check.ts";
import { placeIn, placeOfKeyIn, stepsWithVerb } from "#checks/steps.ts";
import type { Finding } from "#findings/finding.ts";

const most = 10;

export const tooManyOptions: Check = {
  name: "too-many-options",
  severity: "error",
  summary: `a choice of more than ${most} options`,
  run: (content) =>
    stepsWithVerb(content, "choose").flatMap((placed): readonly Finding[] => {
      const { step } = placed;
      if ("each" in step.options || step.options.length <= most) return [];
      return [
        {
          check: "too-many-options",
          severity: "error",
          message: `the step "${step.id}" has ${step.options.length} options; at most ${most} can be shown`,
          at: placeOfKeyIn(placed, ["options"]),
          step: step.id,
          related: [
            {
              at: placeIn(placed, ["options", most, "id"]),
              message: "the first that is too many",
            },
          ],
          why: "a customer could not pick the last ones",
          help: "ask in two steps: first for the kind, then for the thing",
        },
      ];
    }),
};
