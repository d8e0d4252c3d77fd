/** Which workflow runs which: names resolved as the assistant will resolve them. */

import { type OwnedWorkflow, workflowsOf } from "#checks/workflows.ts";
import type { Content } from "#content/content.ts";
import { type PlacedStep, stepsOf } from "#content/graph.ts";
import type { RunStep, Workflow } from "#content/workflow.ts";

export interface Run {
  readonly step: RunStep;
  readonly placed: PlacedStep;
  /** Null: it does not exist or is broken, which has a finding of its own. */
  readonly target: OwnedWorkflow | null;
}

export interface Runs {
  /** Every workflow that can be understood, the brands' first. */
  readonly workflows: readonly OwnedWorkflow[];
  /** The steps of a workflow that run another one. */
  from(owned: OwnedWorkflow): readonly Run[];
  /** A workflow by its id, as it is found from another one. */
  target(owned: OwnedWorkflow, id: string): OwnedWorkflow | null;
}

const known = new WeakMap<Content, Runs>();

export function runsOf(content: Content): Runs {
  const before = known.get(content);
  if (before) return before;
  const workflows = workflowsOf(content);
  const byValue = new Map<Workflow, OwnedWorkflow>(workflows.map((owned) => [owned.workflow, owned]));
  const steps = new Map<Workflow, readonly Run[]>();
  const runs: Runs = {
    workflows,
    // A brand's workflows run only one another.
    target: ({ assistant, brand }, id) => {
      const item = assistant?.workflows.get(id) ?? brand?.workflows.get(id);
      return (item?.value && byValue.get(item.value)) ?? null;
    },
    from: (owned) => {
      const found = steps.get(owned.workflow);
      if (found) return found;
      const made = stepsOf(owned.workflow).flatMap((placed): Run[] =>
        placed.step.kind === "run" ? [{ step: placed.step, placed, target: runs.target(owned, placed.step.run) }] : [],
      );
      steps.set(owned.workflow, made);
      return made;
    },
  };
  known.set(content, runs);
  return runs;
}
