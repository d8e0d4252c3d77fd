/** A customer waits for all tries of a call together: 20 seconds at most. */

import type { Check } from "#checks/check.ts";
import { placeIn, stepsWithVerb } from "#checks/steps.ts";
import { milliseconds } from "#content/duration.ts";
import type { Finding } from "#findings/finding.ts";

const defaultTimeout = "5s";
const mostMs = 20_000;

export const callTooSlow: Check = {
  name: "call-too-slow",
  severity: "error",
  summary: "a call whose tries may take over 20 seconds together",
  run: (content) =>
    stepsWithVerb(content, "call").flatMap((placed): Finding[] => {
      const { step } = placed;
      const timeout = milliseconds(step.timeout ?? defaultTimeout);
      const tries = (step.retry?.max ?? 0) + 1;
      const sum = timeout * tries;
      if (sum <= mostMs) return [];
      // A timeout above the usual one is at fault by itself; else the number of tries is.
      const isTimeout = step.retry === undefined || timeout > milliseconds(defaultTimeout);
      const shown = `${step.timeout ?? defaultTimeout}${step.timeout === undefined ? " (the default)" : ""}`;
      return [
        {
          check: "call-too-slow",
          severity: "error",
          message: `the step "${step.id}" may keep the customer waiting for ${sum / 1000} s: ${tries === 1 ? "one try" : `${tries} tries`} of ${shown}`,
          at: placeIn(placed, isTimeout ? ["timeout"] : ["retry", "max"]),
          step: step.id,
          label: `${sum / 1000} s is over 20 s`,
          ...(isTimeout &&
            tries > 1 && { related: [{ at: placeIn(placed, ["retry", "max"]), message: `repeated ${tries - 1}×` }] }),
          why: "who waits that long for an answer in a chat has left",
          help: "make timeout × (retry.max + 1) at most 20 s, and let errors.timeout say what happens then",
        },
      ];
    }),
};
