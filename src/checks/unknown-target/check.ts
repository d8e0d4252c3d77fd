/** `goto`, `then` and every other exit lead to a step of the same workflow, or to `end`. */

import type { Check } from "#checks/check.ts";
import { workflowsOf } from "#checks/workflows.ts";
import { stepsById, stepsOf } from "#content/graph.ts";
import { nearest } from "#content/nearest.ts";
import type { Path } from "#content/node.ts";
import { placeOf } from "#content/place.ts";
import type { Finding } from "#findings/finding.ts";

/** What was meant is looked for this many times a workflow: past that, it is no slip. */
const maxGuesses = 50;

export const unknownTarget: Check = {
  name: "unknown-target",
  severity: "error",
  summary: "an exit that leads to no step of its workflow",
  run: (content) =>
    workflowsOf(content).flatMap(({ item, workflow }): readonly Finding[] => {
      const findings: Finding[] = [];
      let paths: ReadonlyMap<string, Path> | null = null;
      let guesses = 0;
      const steps = stepsById(workflow);
      for (const { step, path, exits } of stepsOf(workflow)) {
        for (const { name, path: exitPath, exit } of exits) {
          if (typeof exit !== "string" || steps.has(exit)) continue;
          // `goto` of an option or a card takes only a step's id.
          const mayEnd = exitPath.length === 1 || exitPath.at(-1) !== "goto";
          if (exit === "end" && mayEnd) continue;
          paths ??= new Map(stepsOf(workflow).map((placed) => [placed.step.id, placed.path]));
          guesses += 1;
          const known = guesses > maxGuesses || exit === "end" ? [] : [...paths.keys(), ...(mayEnd ? ["end"] : [])];
          const guess = nearest(exit, known);
          const guessPath = guess === undefined ? undefined : paths.get(guess);
          findings.push({
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
            help: guess === undefined ? otherwise(exit, mayEnd) : `did you mean "${guess}"?`,
          });
        }
      }
      return findings;
    }),
};

function otherwise(exit: string, mayEnd: boolean): string {
  if (exit === "end") return 'write "then: end"';
  return mayEnd ? 'name a step of this workflow, or "end"' : "name a step of this workflow";
}
