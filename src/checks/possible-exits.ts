/** By which exits a step can be left: of a `run`, only those that what it runs ends with. */

import { flowOf } from "#checks/flow.ts";
import { workflowsOf } from "#checks/workflows.ts";
import type { Content } from "#content/content.ts";
import type { Workflow } from "#content/workflow.ts";

/** Whether anybody could ever leave the step by the exit, which the workflow's graph has. */
export function possibleExits(content: Content): (workflow: Workflow, step: string, exit: string) => boolean {
  const flow = flowOf(content);
  const owners = new Map(workflowsOf(content).map((owned) => [owned.workflow, owned]));
  return (workflow, step, exit) => {
    const owned = owners.get(workflow);
    return owned === undefined || flow.edges(owned, step).some((edge) => edge.exit === exit);
  };
}
