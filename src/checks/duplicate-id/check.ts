/** Steps, options, cards and fields are told apart by their ids. */

import type { Check } from "#checks/check.ts";
import { type OwnedWorkflow, workflowsOf } from "#checks/workflows.ts";
import { stepsById, stepsOf } from "#content/graph.ts";
import type { Path } from "#content/node.ts";
import { placeOf } from "#content/place.ts";
import type { CarouselStep, ChooseStep, FormStep, Workflow } from "#content/workflow.ts";
import type { Finding } from "#findings/finding.ts";

export const duplicateId: Check = {
  name: "duplicate-id",
  severity: "error",
  summary: "two steps, options or cards with one id, or two workflows of one name",
  run: (content) => workflowsOf(content).flatMap((owned) => [...insideWorkflow(owned), ...shadowing(owned)]),
};

/** Things that are told apart by their ids. */
interface Group {
  readonly noun: string;
  readonly where: string;
  readonly named: readonly { readonly id: string }[];
  /** The path to one of them. */
  path(index: number): Path;
  /** What tells them apart, where it is no `id`. */
  readonly key?: "var";
}

function insideWorkflow({ item, workflow }: OwnedWorkflow): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { noun, where, named, path, key = "id" } of groupsIn(workflow)) {
    if (new Set(named.map(({ id }) => id)).size === named.length) continue;
    const first = new Map<string, Path>();
    for (const [index, { id }] of named.entries()) {
      const earlier = first.get(id);
      if (!earlier) {
        first.set(id, path(index));
        continue;
      }
      findings.push({
        check: "duplicate-id",
        severity: "error",
        message: `the ${key === "id" ? "id" : "variable"} "${id}" is already another ${noun}'s ${where}`,
        at: placeOf(item.file, item.root, [...path(index), key]),
        step: id,
        related: [
          {
            at: placeOf(item.file, item.root, [...earlier, key]),
            message: `the first ${noun} with this ${key === "id" ? "id" : "variable"}`,
          },
        ],
        why: `nobody could say which of the two ${noun}s is meant`,
        help: key === "id" ? "give one of them another id" : "keep one of them, or name another variable",
      });
    }
  }
  return findings;
}

function groupsIn(workflow: Workflow): readonly Group[] {
  const groups: Group[] = [];
  const steps = stepsOf(workflow);
  // Most workflows have each id once: then their steps are no group to go through.
  if (stepsById(workflow).size < steps.length) {
    const named = steps.map(({ step }) => step);
    groups.push({ noun: "step", where: "in this workflow", named, path: (index) => steps[index]?.path ?? [] });
  }
  for (const { step, path } of steps) {
    if (step.kind === "choose") addOptions(groups, step, path);
    if (step.kind === "carousel") addCards(groups, step, path);
    if (step.kind === "form") addFields(groups, step, path);
  }
  return groups;
}

function addOptions(groups: Group[], { id, options }: ChooseStep, path: Path): void {
  if ("each" in options) return;
  groups.push({
    noun: "option",
    where: `in the step "${id}"`,
    named: options,
    path: (index) => [...path, "options", index],
  });
}

/** The answer to the later field would take the earlier one's place, and one text would stand over both. */
function addFields(groups: Group[], { id, form }: FormStep, path: Path): void {
  groups.push({
    noun: "field",
    where: `in the step "${id}"`,
    named: form.map((field) => ({ id: field.var })),
    path: (index) => [...path, "form", index],
    key: "var",
  });
}

function addCards(groups: Group[], { id, carousel }: CarouselStep, path: Path): void {
  const where = `in the step "${id}"`;
  if ("each" in carousel) {
    const named = carousel.options ?? [];
    groups.push({ noun: "option", where, named, path: (index) => [...path, "carousel", "options", index] });
    return;
  }
  groups.push({ noun: "card", where, named: carousel, path: (index) => [...path, "carousel", index] });
  for (const [card, { id: name, options = [] }] of carousel.entries()) {
    groups.push({
      noun: "option",
      where: `on the card "${name}"`,
      named: options,
      path: (index) => [...path, "carousel", card, "options", index],
    });
  }
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
