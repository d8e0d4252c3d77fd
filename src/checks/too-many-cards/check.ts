/** A carousel has no more cards than the language allows. */

import type { Check } from "#checks/check.ts";
import { workflowsOf } from "#checks/workflows.ts";
import { stepsOf } from "#content/graph.ts";
import { placeOf, placeOfKey } from "#content/place.ts";
import type { Finding } from "#findings/finding.ts";

const most = 10;

export const tooManyCards: Check = {
  name: "too-many-cards",
  severity: "error",
  summary: `a carousel of more than ${most} cards`,
  run: (content) =>
    workflowsOf(content).flatMap(({ item, workflow }) =>
      stepsOf(workflow).flatMap(({ step, path }): readonly Finding[] => {
        if (step.kind !== "carousel" || "each" in step.carousel || step.carousel.length <= most) return [];
        return [
          {
            check: "too-many-cards",
            severity: "error",
            message: `the step "${step.id}" has ${step.carousel.length} cards; at most ${most} can be shown`,
            at: placeOfKey(item.file, item.root, [...path, "carousel"]),
            step: step.id,
            related: [
              {
                at: placeOf(item.file, item.root, [...path, "carousel", most, "id"]),
                message: "the first that is too many",
              },
            ],
            why: "a customer would never see the last ones",
            help: "show fewer, or let the customer choose a kind first",
          },
        ];
      }),
    ),
};
