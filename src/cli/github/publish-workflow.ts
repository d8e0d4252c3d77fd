/** The workflow that publishes, as its runs are started and found. */

import type { Workflow } from "#github/workflow-runs.ts";

export function publishWorkflowOn(branch: string): Workflow {
  return { file: "publish.yml", branch };
}
