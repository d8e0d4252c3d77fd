/** Steps, options, cards and fields are told apart by their ids. */

import type { Check } from "#checks/check.ts";
import { type OwnedWorkflow, workflowsOf } from "#checks/workflows.ts";
import { stepsOf } from "#content/graph.ts";
import type { Path } from "#content/node.ts";
import { placeOf } from "#content/place.ts";
import type { Step } from "#content/workflow.ts";
import type { Finding } from "#findings/finding.ts";

export const duplicateId: Check = {
  name: "duplicate-id",
  severity: "error",
  summary: "two steps, options or cards with one id, or two workflows of one name",
  run: (content) => workflowsOf(content).flatMap((owned) => [...insideWorkflow(owned), ...shadowing(owned)]),
};

interface Named {
  readonly id: string;
  readonly path: Path;
}

function insideWorkflow({ item, workflow }: OwnedWorkflow): readonly Finding[] {
  const steps = stepsOf(workflow);
  const groups = [
    { noun: "step", where: "in this workflow", named: steps.map(({ step, path }) => ({ id: step.id, path })) },
    ...steps.flatMap(({ step, path }) => namedIn(step, path)),
  ];
  return groups.flatMap(({ noun, where, named }) => {
    const first = new Map<string, Path>();
    return named.flatMap(({ id, path }): Finding[] => {
      const earlier = first.get(id);
      if (!earlier) {
        first.set(id, path);
        return [];
      }
      return [
        {
          check: "duplicate-id",
          severity: "error",
          message: `the id "${id}" is already another ${noun}'s ${where}`,
          at: placeOf(item.file, item.root, [...path, "id"]),
          step: id,
          related: [
            { at: placeOf(item.file, item.root, [...earlier, "id"]), message: `the first ${noun} with this id` },
          ],
          why: `nobody could say which of the two ${noun}s is meant`,
          help: "give one of them another id",
        },
      ];
    });
  });
}

function namedIn(step: Step, path: Path): { noun: string; where: string; named: readonly Named[] }[] {
  const at =
    (base: Path) =>
    (each: { readonly id: string }, index: number): Named => ({ id: each.id, path: [...base, index] });
  const where = `in the step "${step.id}"`;
  if (step.kind === "choose" && !("each" in step.options)) {
    return [{ noun: "option", where, named: step.options.map(at([...path, "options"])) }];
  }
  if (step.kind !== "carousel") return [];
  if ("each" in step.carousel) {
    return [{ noun: "option", where, named: (step.carousel.options ?? []).map(at([...path, "carousel", "options"])) }];
  }
  return [
    { noun: "card", where, named: step.carousel.map(at([...path, "carousel"])) },
    ...step.carousel.map((card, index) => ({
      noun: "option",
      where: `on the card "${card.id}"`,
      named: (card.options ?? []).map(at([...path, "carousel", index, "options"])),
    })),
  ];
}

/** An assistant's workflow must not have the id of one of its brand's. */
function shadowing({ item, assistant, brand }: OwnedWorkflow): readonly Finding[] {
  const shared = assistant && brand?.workflows.get(item.id);
  if (!shared) return [];
  return [
    {
      check: "duplicate-id",
      severity: "error",
      message: `the brand "${brand?.id}" has a workflow "${item.id}" of its own`,
      at: placeOf(item.file, item.root, ["workflow"]),
      related: [{ at: placeOf(shared.file, shared.root, ["workflow"]), message: "the brand's workflow" }],
      why: "nobody could say which of the two an assistant runs",
      help: "rename this one, or delete it and run the brand's",
    },
  ];
}
