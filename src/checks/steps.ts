/** Every step of one verb, with the workflow it stands in: checks of single steps begin here. */

import { type OwnedWorkflow, workflowsOf } from "#checks/workflows.ts";
import type { Content } from "#content/content.ts";
import { stepsOf } from "#content/graph.ts";
import type { Path } from "#content/node.ts";
import { placeOf, placeOfKey } from "#content/place.ts";
import type { Step, Verb } from "#content/workflow.ts";
import type { Span } from "#findings/finding.ts";

export interface OwnedStep<K extends Verb> {
  readonly step: Extract<Step, { kind: K }>;
  readonly owned: OwnedWorkflow;
  /** The place of the step's id, where a finding about the whole step stands. */
  readonly atId: Span;
  /** The place of a value inside the step. */
  at(path: Path): Span;
  /** The place of a key of the step. */
  atKey(path: Path): Span;
}

/** The steps with the verb `kind`, workflow by workflow, in document order. */
export function stepsWithVerb<K extends Verb>(content: Content, kind: K): readonly OwnedStep<K>[] {
  return workflowsOf(content).flatMap((owned) => {
    const { file, root } = owned.item;
    return stepsOf(owned.workflow).flatMap(({ step, path }): readonly OwnedStep<K>[] => {
      if (!hasVerb(step, kind)) return [];
      return [
        {
          step,
          owned,
          atId: placeOf(file, root, [...path, "id"]),
          at: (inner) => placeOf(file, root, [...path, ...inner]),
          atKey: (inner) => placeOfKey(file, root, [...path, ...inner]),
        },
      ];
    });
  });
}

function hasVerb<K extends Verb>(step: Step, kind: K): step is Extract<Step, { kind: K }> {
  return step.kind === kind;
}
