/** A `switch` says what happens with every other value. */

import type { Check } from "#checks/check.ts";
import { placeOfId, stepsWithVerb } from "#checks/steps.ts";
import type { Finding } from "#findings/finding.ts";

export const missingElse: Check = {
  name: "missing-else",
  severity: "error",
  summary: "a switch without else",
  run: (content) =>
    stepsWithVerb(content, "switch").flatMap((placed): Finding[] => {
      const { step } = placed;
      if (step.else !== undefined) return [];
      const values = Object.keys(step.cases).map((value) => `"${value}"`);
      const last = values.pop() ?? "none";
      return [
        {
          check: "missing-else",
          severity: "error",
          message: `the switch "${step.id}" does not say what happens with a value other than ${values.length > 0 ? `${values.join(", ")} and ${last}` : last}`,
          at: placeOfId(placed),
          step: step.id,
          why: "a value that nobody thought of, such as a new one of an API's, would go on as if nothing were to be said",
          help: 'add "else: …": the step to go on with, or a list of steps',
        },
      ];
    }),
};
