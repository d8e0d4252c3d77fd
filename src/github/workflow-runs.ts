/** Runs of a workflow on a branch: those that are there, starting one, ending one that waits. */

import { type GitHub, statusOf } from "#github/client.ts";

export interface WorkflowRun {
  readonly id: number;
  /** In milliseconds since 1970. */
  readonly createdAt: number;
}

export interface Workflow {
  /** Its file's name, without the folder. */
  readonly file: string;
  readonly branch: string;
}

/** The newest of them: more have hardly been started for what is to be known of them. */
export async function runsOf(
  { octokit, owner, repo }: GitHub,
  { file, branch }: Workflow,
  only: { readonly status?: "waiting"; readonly head_sha?: string },
): Promise<readonly WorkflowRun[]> {
  const asked = { owner, repo, workflow_id: file, branch, per_page: 100, ...only };
  const { data } = await octokit.rest.actions.listWorkflowRuns(asked);
  return data.workflow_runs.map(({ id, created_at }) => ({ id, createdAt: Date.parse(created_at) }));
}

/** With the branch's newest commit. */
export async function startRun({ octokit, owner, repo }: GitHub, { file, branch }: Workflow): Promise<void> {
  await octokit.rest.actions.createWorkflowDispatch({ owner, repo, workflow_id: file, ref: branch });
}

/** Ends a run that still waits for a person's approval; one that has it by now goes on. */
export async function endWaiting({ octokit, owner, repo }: GitHub, id: number): Promise<boolean> {
  const { data } = await octokit.rest.actions.getWorkflowRun({ owner, repo, run_id: id });
  if (data.status !== "waiting") return false;
  try {
    await octokit.rest.actions.cancelWorkflowRun({ owner, repo, run_id: id });
    return true;
  } catch (error) {
    // It ended meanwhile.
    if (statusOf(error) === 409) return false;
    throw error;
  }
}
