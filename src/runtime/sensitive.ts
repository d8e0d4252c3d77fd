/**
 * What must not be read by anybody but the APIs it is meant for: variables that are declared or asked for as
 * sensitive, and what is derived from them. Messages, tags, fields and logs get a mask in its place; the state and
 * calls keep the value.
 */

import { stepsOf } from "#content/graph.ts";
import type { Assignment, Declaration, Step, Workflow } from "#content/workflow.ts";
import { readsOf } from "#expr/reads.ts";
import { parseTemplate } from "#expr/template.ts";

/** What stands where a sensitive value would. */
export const mask = "•••";

/** Names of variables, and of the customer's details as `user.email`. */
export type Names = ReadonlySet<string>;

/** The sensitive names of each workflow. Values flow through `set`, into `run` and back out of it. */
export function sensitiveNames(workflows: readonly Workflow[]): ReadonlyMap<string, Names> {
  const found = new Map(workflows.map((workflow) => [workflow.workflow, new Set(declared(workflow))]));
  const steps = workflows.flatMap((workflow) => stepsOf(workflow).map(({ step }) => ({ step, workflow })));
  // Details of the customer are the same in every workflow.
  const shared = new Set([...found.values()].flatMap((names) => [...names].filter(isDetail)));
  if (![...found.values()].some(({ size }) => size > 0)) return found;
  for (let grows = true; grows; ) {
    grows = false;
    const add = (names: Set<string> | undefined, name: string): void => {
      if (!names || names.has(name)) return;
      names.add(name);
      grows = true;
    };
    for (const { step, workflow } of steps) {
      const names = found.get(workflow.workflow);
      if (!names) continue;
      for (const name of shared) add(names, name);
      flow(step, names, found, add);
    }
  }
  return found;
}

function flow(
  step: Step,
  names: Set<string>,
  all: ReadonlyMap<string, Set<string>>,
  add: (names: Set<string> | undefined, name: string) => void,
): void {
  switch (step.kind) {
    case "set":
      for (const [name, value] of Object.entries(step.set)) if (isSensitive(value, names)) add(names, name);
      return;
    case "run": {
      const inner = all.get(step.run);
      for (const [input, value] of Object.entries(step.with ?? {})) if (isSensitive(value, names)) add(inner, input);
      for (const [name, output] of Object.entries(step.save ?? {})) if (inner?.has(output)) add(names, name);
      return;
    }
    case "choose":
      if ("each" in step.options && isSensitive(step.options.each, names)) add(names, step.options.as);
      return;
    case "carousel":
      if ("each" in step.carousel && isSensitive(step.carousel.each, names)) add(names, step.carousel.as);
      return;
    default:
      return;
  }
}

/** Whether a value is made from something sensitive. */
export function isSensitive(value: Assignment, names: Names): boolean {
  if (names.size === 0) return false;
  if (typeof value === "object") {
    const texts = typeof value.text === "string" ? [value.text] : Object.values(value.text);
    return texts.flatMap(parseTemplate).some((part) => part.kind === "expression" && isSensitive(part.source, names));
  }
  return readsOf(value).some(({ path: [first, second] }) => {
    if (first !== "user") return names.has(first);
    return second === undefined ? [...names].some(isDetail) : names.has(`user.${second}`);
  });
}

function isDetail(name: string): boolean {
  return name.startsWith("user.");
}

function declared(workflow: Workflow): readonly string[] {
  const variables: Readonly<Record<string, Declaration>> = {
    ...workflow.inputs,
    ...workflow.vars,
    ...workflow.outputs,
  };
  const names = Object.entries(variables).flatMap(([name, declaration]) =>
    typeof declaration === "object" && declaration.sensitive === true ? [name] : [],
  );
  for (const { step } of stepsOf(workflow)) {
    if (step.kind === "ask" && step.sensitive === true) names.push(step.ask);
    if (step.kind === "form") {
      names.push(...step.form.filter(({ sensitive }) => sensitive === true).map(({ var: name }) => name));
    }
  }
  return names;
}
