/** `goto`, `then` and every other exit lead to a step of the same workflow, or to `end`. */

import type { Check } from "#checks/check.ts";
import { workflowsOf } from "#checks/workflows.ts";
import { exitsOf, stepsOf } from "#content/graph.ts";
import { nearest } from "#content/nearest.ts";
import { placeOf } from "#content/place.ts";
import type { Finding } from "#findings/finding.ts";

export const unknownTarget: Check = {
  name: "unknown-target",
  severity: "error",
  summary: "an exit that leads to no step of its workflow",
  run: (content) =>
    workflowsOf(content).flatMap(({ item, workflow }) => {
      const steps = stepsOf(workflow);
      const paths = new Map(steps.map(({ step, path }) => [step.id, path]));
      return steps.flatMap(({ step, path }) =>
        exitsOf(step).flatMap(({ name, path: exitPath, exit }): Finding[] => {
          if (typeof exit !== "string" || exit === "end" || paths.has(exit)) return [];
          const guess = nearest(exit, paths.keys());
          const guessPath = guess === undefined ? undefined : paths.get(guess);
          return [
            {
              check: "unknown-target",
              severity: "error",
              message: `"${name}" of the step "${step.id}" leads to "${exit}", which is no step of this workflow`,
              at: placeOf(item.file, item.root, [...path, ...exitPath]),
              step: step.id,
              label: "no step has this id",
              ...(guessPath && {
                related: [{ at: placeOf(item.file, item.root, [...guessPath, "id"]), message: "the nearest id" }],
              }),
              why: "the conversation could not go on from here",
              help: guess === undefined ? 'name a step of this workflow, or "end"' : `did you mean "${guess}"?`,
            },
          ];
        }),
      );
    }),
};
