/** A live handoff says what happens when nobody is there. */

import type { Check } from "#checks/check.ts";
import { placeOfId, stepsWithVerb } from "#checks/steps.ts";
import type { Finding } from "#findings/finding.ts";

export const handoffWithoutNoAgent: Check = {
  name: "handoff-without-no-agent",
  severity: "error",
  summary: "a live handoff without no_agent",
  run: (content) =>
    stepsWithVerb(content, "handoff").flatMap((placed): Finding[] => {
      const { step } = placed;
      if (step.mode === "offline" || step.no_agent !== undefined) return [];
      return [
        {
          check: "handoff-without-no-agent",
          severity: "error",
          message: `the step "${step.id}" hands over to "${step.handoff}", and does not say what happens when nobody is there`,
          at: placeOfId(placed),
          step: step.id,
          why: "the customer would wait for people who are not there",
          help: 'add "no_agent: …", with a step that leaves a record (mode: offline) or says when people are back',
        },
      ];
    }),
};
