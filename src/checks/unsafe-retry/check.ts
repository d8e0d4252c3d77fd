/** What is done twice by a repeated call must do no harm. */

import type { Check } from "#checks/check.ts";
import { placeOfKeyIn, stepsWithVerb } from "#checks/steps.ts";
import type { Finding } from "#findings/finding.ts";

export const unsafeRetry: Check = {
  name: "unsafe-retry",
  severity: "warning",
  summary: "a repeated post or patch without an idempotency_key",
  run: (content) =>
    stepsWithVerb(content, "call").flatMap((placed): Finding[] => {
      const { step } = placed;
      // By HTTP's own rules get, put and delete may be repeated: doing them twice is doing them once.
      const method = (["post", "patch"] as const).find((each) => step[each] !== undefined);
      const repeats = step.retry?.max ?? 0;
      if (method === undefined || repeats === 0 || step.idempotency_key !== undefined) return [];
      return [
        {
          check: "unsafe-retry",
          severity: "warning",
          message: `the step "${step.id}" may send its ${method} to "${step.call}" ${repeats + 1} times`,
          at: placeOfKeyIn(placed, ["retry"]),
          step: step.id,
          related: [
            { at: placeOfKeyIn(placed, [method]), message: `a ${method} may do its work each time it arrives` },
          ],
          why: "an answer that got lost looks like a failure: an order would be placed, or money sent, twice",
          help: `add an idempotency_key that the API knows a repeat by, such as conversation.id + "-${step.id}", or take the retry away`,
        },
      ];
    }),
};
