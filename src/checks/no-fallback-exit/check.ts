/** A question that is not answered as hoped leads somewhere. */

import type { Check } from "#checks/check.ts";
import { placeOfId, placeOfKeyIn, stepsWithVerb } from "#checks/steps.ts";
import type { Content } from "#content/content.ts";
import type { Finding } from "#findings/finding.ts";

export const noFallbackExit: Check = {
  name: "no-fallback-exit",
  severity: "error",
  summary: "an ask without retry.else, a choose without other",
  run: (content) => [...asks(content), ...chooses(content)],
};

function asks(content: Content): readonly Finding[] {
  return stepsWithVerb(content, "ask").flatMap((placed): Finding[] => {
    const { step } = placed;
    if (step.retry?.else !== undefined) return [];
    return [
      {
        check: "no-fallback-exit",
        severity: "error",
        message: `the step "${step.id}" asks, and does not say what happens when no answer fits`,
        at: step.retry === undefined ? placeOfId(placed) : placeOfKeyIn(placed, ["retry"]),
        step: step.id,
        why: "a customer who does not know the answer could not go on",
        help:
          step.retry === undefined
            ? "add retry: { max: 2, else: … } with the step to go on with"
            : 'add "else: …" to its retry: the step to go on with after the last try',
      },
    ];
  });
}

function chooses(content: Content): readonly Finding[] {
  return stepsWithVerb(content, "choose").flatMap((placed): Finding[] => {
    const { step } = placed;
    if (step.other !== undefined) return [];
    return [
      {
        check: "no-fallback-exit",
        severity: "error",
        message: `the step "${step.id}" offers a choice, and does not say what happens when the customer writes something else`,
        at: placeOfId(placed),
        step: step.id,
        why: "people write what they want, whatever the buttons say",
        help: 'add "other: …": the step to go on with',
      },
    ];
  });
}
