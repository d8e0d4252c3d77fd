/** A workflow ends because its author says so, never because nothing is left. */

import type { Check } from "#checks/check.ts";
import { isInDoubt } from "#checks/doubt.ts";
import { arrows, flowOf, pathTo } from "#checks/flow.ts";
import { idPlace } from "#checks/places.ts";
import { type OwnedWorkflow, workflowsOf } from "#checks/workflows.ts";
import type { Content } from "#content/content.ts";
import type { StepExit } from "#content/exits.ts";
import { type Edge, runsPast, stepsById } from "#content/graph.ts";
import type { Step } from "#content/workflow.ts";
import type { Finding } from "#findings/finding.ts";

export const deadEnd: Check = {
  name: "dead-end",
  severity: "error",
  summary: "a path that runs past a workflow's last step",
  run: (content) => workflowsOf(content).flatMap((owned) => deadEnds(content, owned)),
};

function deadEnds(content: Content, owned: OwnedWorkflow): readonly Finding[] {
  const findings: Finding[] = [];
  if (!runsPast(owned.workflow)) return findings;
  const flow = flowOf(content);
  const reached = flow.reached(owned);
  for (const { step, exits } of stepsById(owned.workflow).values()) {
    if (!reached.has(step.id) || step.kind === "handoff" || step.kind === "run") continue;
    const past = flow
      .edges(owned, step.id)
      .find((edge) => edge.to === null && !isMissing(step, edge) && !isEmpty(exits, edge));
    if (!past || isInDoubt(owned, step.id)) continue;
    const by = past.exit === "next" ? "" : ` by "${past.exit}"`;
    findings.push({
      check: "dead-end",
      severity: "error",
      message: `the path ${arrows(pathTo(reached, step.id))} runs past the last step${by}`,
      at: idPlace(owned, step.id),
      step: step.id,
      label: "nothing follows",
      why: "nobody could tell whether the workflow is meant to end here, and with what outcome",
      help:
        step.kind === "if" || by !== ""
          ? `give ${by === "" ? "it" : `"${past.exit}"`} somewhere to go, or add a step behind it: { id: done, end: solved }`
          : 'add "end: solved" (or another outcome), or "then: …" with the step to go on with',
    });
  }
  return findings;
}

/** Nor does anybody know where a list without steps is going to lead, of which `empty-steps` tells. */
function isEmpty(exits: readonly StepExit[], edge: Edge): boolean {
  return exits.some(({ name, exit }) => name === edge.exit && typeof exit !== "string" && exit.length === 0);
}

/** An `else` that must be there has a check of its own: `missing-else`. */
function isMissing(step: Step, { exit }: Edge): boolean {
  return step.kind === "switch" && exit === "else" && step.else === undefined;
}
