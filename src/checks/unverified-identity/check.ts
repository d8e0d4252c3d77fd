/** An API is not told that a customer is who they say they are, unless that was checked. */

import { shownBy } from "#checks/after-step.ts";
import type { Check } from "#checks/check.ts";
import { type Flowing, flowing } from "#checks/derived.ts";
import { arrows, type Flow, flowWithout, pathTo } from "#checks/flow.ts";
import { runsOf } from "#checks/runs.ts";
import { startsOf } from "#checks/starts.ts";
import type { OwnedWorkflow } from "#checks/workflows.ts";
import type { Content } from "#content/content.ts";
import { spanOf } from "#content/expression-place.ts";
import { expressionsOf, type PlacedExpression } from "#content/expressions.ts";
import type { Edge } from "#content/graph.ts";
import type { Step, Workflow } from "#content/workflow.ts";
import { consequencesOf, isTrue, type Use } from "#expr/uses.ts";
import type { Finding, Sources } from "#findings/finding.ts";

export const unverifiedIdentity: Check = {
  name: "unverified-identity",
  severity: "warning",
  summary: "a call that names the customer by what they typed, with no condition on user.verified on the way",
  run: (content, { sources }) => {
    const named = flowing(content, sources, typedName).filter(({ expression }) => sent.has(expression.purpose));
    if (named.length === 0) return [];
    const flow = flowWithout(content, isVerifiedBy, "goes on");
    const entered = enteredUnverified(content, flow);
    return named.flatMap((found): Finding[] => {
      const { owned, expression, use } = found;
      const before = entered.get(owned.workflow);
      if (before === undefined || expression.step === null || use.known.has(verified)) return [];
      const reached = flow.reached(owned);
      if (!reached.has(expression.step)) return [];
      return [finding(found, [...before, ...pathTo(reached, expression.step)], sources)];
    });
  },
};

const sent: ReadonlySet<PlacedExpression["purpose"]> = new Set(["path", "query", "body"]);
const typed: ReadonlySet<string> = new Set(["name", "email", "phone"]);
const verified = isTrue("user.verified");

function typedName(_owned: OwnedWorkflow, { path: [first, second] }: Use): string | null {
  return first === "user" && second !== undefined && typed.has(second) ? `user.${second}` : null;
}

/** Whether an edge is taken by verified customers only. */
function isVerifiedBy(step: Step, edge: Edge, workflow: Workflow): boolean {
  const facts = shownBy(step, edge);
  if (facts.has(verified)) return true;
  return facts.size > 0 && [...standIns(workflow)].some((name) => facts.has(isTrue(name)));
}

const known = new WeakMap<Workflow, ReadonlySet<string>>();

/** Variables that are true of verified customers only, such as one set to `user.verified && order.total < 100`. */
function standIns(workflow: Workflow): ReadonlySet<string> {
  const before = known.get(workflow);
  if (before) return before;
  const sources = new Map<string, boolean>();
  for (const { purpose, target, source } of expressionsOf(workflow)) {
    if (target === null || (purpose !== "set" && purpose !== "save")) continue;
    const isStandIn =
      purpose === "set" && (source === false || source === "false" || consequencesOf(source).whenTrue.has(verified));
    sources.set(target, isStandIn && sources.get(target) !== false);
  }
  const found = new Set([...sources].flatMap(([name, isStandIn]) => (isStandIn ? [name] : [])));
  known.set(workflow, found);
  return found;
}

/**
 * The workflows that begin for customers who were not verified, each with the steps of the others on the way to it:
 * those that customers begin, and those that these run.
 */
function enteredUnverified(content: Content, flow: Flow): ReadonlyMap<Workflow, readonly string[]> {
  const runs = runsOf(content);
  const run = new Set(runs.workflows.flatMap((owned) => runs.from(owned).map(({ target }) => target)));
  const begun = runs.workflows.filter((owned) => startsOf(content, owned).length > 0 || !run.has(owned));
  const entered = new Map<Workflow, readonly string[]>(begun.map(({ workflow }) => [workflow, []]));
  const waiting = new Set(begun);
  for (const owned of waiting) {
    const reached = flow.reached(owned);
    for (const { step, target } of runs.from(owned)) {
      if (!target || !reached.has(step.id) || entered.has(target.workflow)) continue;
      entered.set(target.workflow, [...(entered.get(owned.workflow) ?? []), ...pathTo(reached, step.id)]);
      waiting.add(target);
    }
  }
  return entered;
}

function finding({ owned, expression, use, origin }: Flowing, path: readonly string[], sources: Sources): Finding {
  const read = use.path.join(".");
  const isItself = origin.by.length === 0;
  const what = isItself ? `"${read}"` : `"${read}", which is made of "${origin.name}",`;
  const way = path.length === 1 ? "nothing before it" : `nothing on the path ${arrows(path)}`;
  return {
    check: "unverified-identity",
    severity: "warning",
    message: `the call names the customer by ${what} which anybody can type: ${way} asks for user.verified`,
    at: spanOf(owned, expression, sources, use),
    ...(expression.step !== null && { step: expression.step }),
    ...(!isItself && { related: origin.by }),
    why: "whoever knows somebody's address or number could see, or change, what is theirs",
    help: "lead here only where user.verified holds (if: user.verified), or name the customer by what only a signed identity says, in user.claims",
  };
}
