/**
 * What can happen while a schedule is closed: as if `open("…")` were false and no agent were online. A condition that
 * this settles leads one way; any other may lead both.
 */

import { type Flow, flowWithout } from "#checks/flow.ts";
import type { OwnedWorkflow } from "#checks/workflows.ts";
import type { Content } from "#content/content.ts";
import { stepsOf } from "#content/graph.ts";
import type { Expression } from "#content/text.ts";
import type { Step, Workflow } from "#content/workflow.ts";
import { evaluate, type Scope } from "#expr/evaluate.ts";
import type { Surroundings } from "#expr/surroundings.ts";
import { leave } from "#expr/values.ts";

/** Where conversations can go in `workflows` while `schedule` is closed. */
export function flowWhileClosed(content: Content, workflows: readonly OwnedWorkflow[], schedule: string): Flow {
  const world = closedWorld(schedule);
  const scopes = new Map<Step, Scope>();
  for (const { workflow } of workflows) {
    const scope = settledVariables(workflow, world);
    for (const { step } of stepsOf(workflow)) scopes.set(step, scope);
  }
  const isClosed = (step: Step, { exit }: { readonly exit: string }): boolean =>
    isShut(step, exit, (expression) => settled(expression, scopes.get(step) ?? noVariables, world));
  return flowWithout(content, isClosed, "goes on");
}

/** The schedule never opens and nobody is online. All else is unknown, and what is unknown is an error. */
function closedWorld(schedule: string): Surroundings {
  return {
    now: 0,
    language: "en",
    timeZone: "UTC",
    schedules: { [schedule]: { timezone: "UTC", weekly: {} } },
    agentsOnline: () => 0,
  };
}

/** The variables that every `set` gives the same value while it is closed, such as `set: { is_open: open("desk") }`. */
function settledVariables(workflow: Workflow, world: Surroundings): Scope {
  const values = new Map<string, unknown>();
  const unsettled = new Set<string>();
  for (const { step } of stepsOf(workflow)) {
    const assigned: Readonly<Record<string, unknown>> =
      step.kind === "set" ? step.set : "save" in step && step.save ? (step.save as Record<string, unknown>) : {};
    for (const [name, source] of Object.entries(assigned)) {
      const value = step.kind === "set" && typeof source === "string" ? settled(source, noVariables, world) : undefined;
      if (value === undefined || (values.has(name) && values.get(name) !== value)) unsettled.add(name);
      else values.set(name, value);
    }
  }
  for (const name of unsettled) values.delete(name);
  return { values: Object.fromEntries(values), types: {} };
}

const noVariables: Scope = { values: {}, types: {} };

/** What an expression is while it is closed; undefined where that depends on more, or on something else. */
function settled(expression: Expression, scope: Scope, world: Surroundings): unknown {
  if (typeof expression !== "string") return undefined;
  const asksHours = /\b(?:open|agents_online)\s*\(/.test(expression);
  if (!asksHours && !Object.keys(scope.values).some((name) => expression.includes(name))) return undefined;
  const result = evaluate(expression, scope, world);
  return result.ok ? leave(result.value) : undefined;
}

/** Whether an exit cannot be taken while it is closed. */
function isShut(step: Step, exit: string, value: (expression: Expression) => unknown): boolean {
  switch (step.kind) {
    case "if": {
      const holds = value(step.if);
      return typeof holds === "boolean" && exit !== (holds ? "then" : "else");
    }
    case "switch": {
      const result = value(step.switch);
      if (result === undefined || result === null) return false;
      return exit !== (Object.hasOwn(step.cases, String(result)) ? `cases.${String(result)}` : "else");
    }
    case "choose":
      if ("each" in step.options) return false;
      return step.options.some(
        (option) => exit === `options.${option.id}` && option.if !== undefined && value(option.if) === false,
      );
    default:
      return false;
  }
}
