/** Every call says where the conversation goes when the API fails in a way that nothing else names. */

import type { Check } from "#checks/check.ts";
import { placeOfId, placeOfKeyIn, stepsWithVerb } from "#checks/steps.ts";
import type { Finding } from "#findings/finding.ts";

export const callWithoutErrorExit: Check = {
  name: "call-without-error-exit",
  severity: "error",
  summary: "a call without errors.else",
  run: (content) =>
    stepsWithVerb(content, "call").flatMap((placed): Finding[] => {
      const { step } = placed;
      if (step.errors?.else !== undefined) return [];
      const named = Object.keys(step.errors ?? {});
      return [
        {
          check: "call-without-error-exit",
          severity: "error",
          message:
            named.length === 0
              ? `the step "${step.id}" calls "${step.call}" and does not say what happens when that fails`
              : `the step "${step.id}" calls "${step.call}" and only says what happens on ${named.join(" and ")}`,
          at: step.errors === undefined ? placeOfId(placed) : placeOfKeyIn(placed, ["errors"]),
          step: step.id,
          why: "any API fails some day, and the conversation would break off into the fallback",
          help:
            step.errors === undefined
              ? "add errors: { else: … } with a step that says so, or that hands over to people"
              : 'add "else: …" to its errors: a step that says so, or that hands over to people',
        },
      ];
    }),
};
