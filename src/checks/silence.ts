/** Which ways through a workflow pass without a word from the customer. */

import { type Flow, flowWithout, inOrder } from "#checks/flow.ts";
import type { Content } from "#content/content.ts";
import { asksForCard, type Edge } from "#content/graph.ts";
import type { Step } from "#content/workflow.ts";

const flows = new WeakMap<Content, Flow>();

/** What happens while the customer says nothing. */
export function silentFlow(content: Content): Flow {
  const known = flows.get(content);
  if (known) return known;
  const flow = inOrder(content, flowWithout(content, isHeard, "never ends"));
  flows.set(content, flow);
  return flow;
}

/** Whether a step waits for somebody before it is left by this edge. A pause or an API is nobody. */
function isHeard(step: Step, { exit }: Edge): boolean {
  switch (step.kind) {
    case "ask":
    case "form":
    case "choose":
    case "resolved":
      return true;
    case "carousel":
      return asksForCard(step);
    case "handoff":
      // With nobody online, `no_agent` is taken at once.
      return step.mode !== "offline" && exit !== "no_agent";
    default:
      return false;
  }
}
