/** The event of a workflow that runs after another one, as GitHub writes it into a file: nothing in it is believed. */

import type { Head } from "#github/pull-request.ts";

export interface FinishedRun extends Head {
  /** What the other workflow ran for: `pull_request`, `merge_group`. */
  readonly event: string;
}

/** Null: the text is no such event. */
export function finishedRun(text: string): FinishedRun | null {
  let payload: unknown;
  try {
    payload = JSON.parse(text);
  } catch {
    return null;
  }
  const run = member(payload, "workflow_run");
  const repository = member(member(run, "head_repository"), "full_name");
  const branch = member(run, "head_branch");
  const commit = member(run, "head_sha");
  const event = member(run, "event");
  if (typeof repository !== "string" || typeof branch !== "string" || typeof event !== "string") return null;
  if (typeof commit !== "string" || !/^[0-9a-f]{40}$/.test(commit)) return null;
  return { repository, branch, commit, event };
}

function member(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}
