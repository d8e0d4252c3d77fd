/** A carousel has no more cards than the language allows. */

import type { Check } from "#checks/check.ts";
import { placeIn, placeOfKeyIn, stepsWithVerb } from "#checks/steps.ts";
import type { Finding } from "#findings/finding.ts";

const most = 10;

export const tooManyCards: Check = {
  name: "too-many-cards",
  severity: "error",
  summary: `a carousel of more than ${most} cards`,
  run: (content) =>
    stepsWithVerb(content, "carousel").flatMap((placed): readonly Finding[] => {
      const { step } = placed;
      if ("each" in step.carousel || step.carousel.length <= most) return [];
      return [
        {
          check: "too-many-cards",
          severity: "error",
          message: `the step "${step.id}" has ${step.carousel.length} cards; at most ${most} can be shown`,
          at: placeOfKeyIn(placed, ["carousel"]),
          step: step.id,
          related: [
            {
              at: placeIn(placed, ["carousel", most, "id"]),
              message: "the first that is too many",
            },
          ],
          why: "a customer would never see the last ones",
          help: "show fewer, or let the customer choose a kind first",
        },
      ];
    }),
};
