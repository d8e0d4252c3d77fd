/** Whoever goes round in circles is asked something on the way. */

import type { Check } from "#checks/check.ts";
import { circlesOf } from "#checks/cycles.ts";
import { isInDoubt } from "#checks/doubt.ts";
import { arrows, flowOf } from "#checks/flow.ts";
import { edgePlace, idPlace } from "#checks/places.ts";
import { silentFlow } from "#checks/silence.ts";
import { type OwnedWorkflow, workflowsOf } from "#checks/workflows.ts";
import type { Content } from "#content/content.ts";
import { type Edge, leadsBack, stepAt, stepsById } from "#content/graph.ts";
import type { Finding } from "#findings/finding.ts";

export const loopWithoutInput: Check = {
  name: "loop-without-input",
  severity: "error",
  summary: "a circle of steps, none of which waits for the customer",
  run: (content) => workflowsOf(content).flatMap((owned) => loops(content, owned)),
};

function loops(content: Content, owned: OwnedWorkflow): readonly Finding[] {
  if (!leadsBack(owned.workflow)) return [];
  const silent = silentFlow(content);
  const circles = circlesOf(flowOf(content).reached(owned).keys(), (id) => silent.edges(owned, id), stepAt);
  return circles
    .filter((circle) => !circle.some(({ from }) => isInDoubt(owned, from)))
    .map((circle) => finding(owned, circle));
}

function finding(owned: OwnedWorkflow, circle: readonly Edge[]): Finding {
  const closing = circle.at(-1) as Edge;
  const ids = [...circle.map(({ from }) => from), stepAt(closing) ?? ""];
  const runs = ids.slice(0, -1).flatMap((id) => {
    const step = stepsById(owned.workflow).get(id)?.step;
    return step?.kind === "run" ? [{ id, run: step.run }] : [];
  });
  const through = runs.map(({ id, run }) => `"${id}" runs "${run}", which can pass without asking`).join("; ");
  return {
    check: "loop-without-input",
    severity: "error",
    message: `the loop ${arrows(ids)} never waits for the customer`,
    at: edgePlace(owned, closing),
    step: closing.from,
    ...(closing.from !== ids.at(-1) && {
      related: [{ at: idPlace(owned, ids.at(-1) ?? ""), message: "the loop begins here" }],
    }),
    why: `${through === "" ? "" : `${through}; `}after 50 steps without a word from the customer the fallback runs`,
    help: "ask the customer something inside the loop, or lead out of it",
  };
}
