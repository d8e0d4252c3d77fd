/** A workflow has steps, and so does every list of steps that an exit leads into. */

import type { Check } from "#checks/check.ts";
import { workflowsOf } from "#checks/workflows.ts";
import { stepsOf } from "#content/graph.ts";
import { placeOfKey } from "#content/place.ts";
import type { Finding } from "#findings/finding.ts";

export const emptySteps: Check = {
  name: "empty-steps",
  severity: "error",
  summary: "a workflow, or a list of steps in it, with nothing in it",
  run: (content) =>
    workflowsOf(content).flatMap(({ item, workflow }): readonly Finding[] => {
      if (workflow.steps.length === 0) {
        return [
          {
            check: "empty-steps",
            severity: "error",
            message: `the workflow "${item.id}" has no steps`,
            at: placeOfKey(item.file, item.root, ["steps"]),
            why: "a customer who starts it would get no answer",
            help: "write its first step, or delete the file",
          },
        ];
      }
      const findings: Finding[] = [];
      for (const { step, path, exits } of stepsOf(workflow)) {
        for (const exit of exits) {
          if (typeof exit.exit === "string" || exit.exit.length > 0) continue;
          findings.push({
            check: "empty-steps",
            severity: "error",
            message: `"${exit.name}" of the step "${step.id}" is a list with no steps`,
            at: placeOfKey(item.file, item.root, [...path, ...exit.path]),
            step: step.id,
            why: "it looks like something that was going to be written",
            help: 'write its steps, or name the step to go on with, or "end"',
          });
        }
      }
      return findings;
    }),
};
