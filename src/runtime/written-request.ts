/**
 * What `call` steps ask as their authors wrote it, before anything is filled in: which requests a workflow can make at
 * all, whatever its variables hold.
 */

import { canonicalJson } from "#content/body.ts";
import { stepsOf } from "#content/graph.ts";
import type { CallStep, Workflow } from "#content/workflow.ts";
import { compile, type Program } from "#runtime/program.ts";
import { methodOf } from "#runtime/verbs/call.ts";

export interface WrittenRequest {
  readonly connection: string;
  /** For people: `POST /refunds/{{ order }}`. */
  readonly says: string;
  /**
   * The same for two that ask the same: by method, path and headers as they are written, and by what the query names.
   * A header, or a name in the query, makes another method of it for many an API.
   */
  readonly key: string;
}

export function requestsOf(workflows: Iterable<Workflow>): readonly WrittenRequest[] {
  const requests = new Map<string, WrittenRequest>();
  for (const workflow of workflows) {
    for (const { step } of stepsOf(workflow)) {
      if (step.kind !== "call") continue;
      const request = requestOf(step);
      requests.set(request.key, request);
    }
  }
  return [...requests.values()];
}

/** What the step of this id asks; null: it is no call. */
export function requestAt(program: Program, workflow: string, id: string): WrittenRequest | null {
  const step = compile(program).workflows.get(workflow)?.steps.get(id)?.step;
  return step?.kind === "call" ? requestOf(step) : null;
}

function requestOf(step: CallStep): WrittenRequest {
  const method = methodOf(step);
  const path = step[method] ?? "/";
  const query = Object.keys(step.query ?? {}).sort();
  return {
    connection: step.call,
    says: `${method.toUpperCase()} ${path}`,
    key: canonicalJson([step.call, method, path, query, step.headers ?? {}]),
  };
}
