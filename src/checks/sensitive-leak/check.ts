/** What is sensitive stays out of addresses, headers, tags, fields and texts: those are kept, and read by others. */

import type { Check } from "#checks/check.ts";
import { type Flowing, flowing } from "#checks/derived.ts";
import type { OwnedWorkflow } from "#checks/workflows.ts";
import { spanOf } from "#content/expression-place.ts";
import type { Purpose } from "#content/expressions.ts";
import { stepsOf } from "#content/graph.ts";
import type { Declaration, Workflow } from "#content/workflow.ts";
import type { Use } from "#expr/uses.ts";
import type { Finding, Sources } from "#findings/finding.ts";

export const sensitiveLeak: Check = {
  name: "sensitive-leak",
  severity: "warning",
  summary: "a sensitive variable, or what is made of it, in a path, query, header, tag, field or text",
  run: (content, { sources }) =>
    flowing(content, sources, sensitiveName).flatMap((found) => {
      const place = places[found.expression.purpose];
      return place && found.expression.step !== null ? [finding(found, place, sources)] : [];
    }),
};

interface Place {
  readonly what: string;
  readonly why: string;
}

const address = "addresses are kept in the logs of every machine on the way";
const agents = "it is kept with the conversation, for everybody who works with it";

const places: Partial<Record<Purpose, Place>> = {
  path: { what: "the path of a call", why: address },
  query: { what: "the query of a call", why: address },
  header: { what: "a header of a call", why: "headers are kept in logs, too" },
  link: { what: "an address that the customer is shown", why: address },
  tag: { what: "a tag", why: agents },
  field: { what: "a field", why: agents },
  text: { what: "a text", why: "texts stay in the conversation, on the customer's screen and in transcripts" },
};

const names = new WeakMap<Workflow, ReadonlySet<string>>();

/** What a use reads, where it is sensitive: declared so, or asked for so. */
function sensitiveName({ workflow }: OwnedWorkflow, { path }: Use): string | null {
  let sensitive = names.get(workflow);
  if (!sensitive) names.set(workflow, (sensitive = sensitiveNames(workflow)));
  const [first, second] = path;
  const name = first === "user" && second !== undefined ? `user.${second}` : first;
  return sensitive.has(name) ? name : null;
}

function sensitiveNames(workflow: Workflow): ReadonlySet<string> {
  const found = new Set<string>();
  for (const part of [workflow.inputs, workflow.vars, workflow.outputs]) {
    for (const [name, declaration] of Object.entries(part ?? {})) if (isSensitive(declaration)) found.add(name);
  }
  for (const { step } of stepsOf(workflow)) {
    if (step.kind === "ask" && step.sensitive === true) found.add(step.ask);
    if (step.kind === "form") for (const field of step.form) if (field.sensitive === true) found.add(field.var);
  }
  return found;
}

function isSensitive(declaration: Declaration): boolean {
  return typeof declaration === "object" && declaration.sensitive === true;
}

function finding({ owned, expression, use, origin }: Flowing, { what, why }: Place, sources: Sources): Finding {
  const read = use.path.join(".");
  const isItself = origin.by.length === 0;
  return {
    check: "sensitive-leak",
    severity: "warning",
    message: isItself
      ? `the sensitive "${read}" stands in ${what}`
      : `"${read}", which is made of the sensitive "${origin.name}", stands in ${what}`,
    at: spanOf(owned, expression, sources, use),
    ...(expression.step !== null && { step: expression.step }),
    ...(!isItself && { related: origin.by }),
    why,
    help: "leave it out; what an API needs belongs into the body of the call",
  };
}
