/** Whatever is declared is read somewhere: what nobody reads was most likely meant to be. */

import type { Check } from "#checks/check.ts";
import { isInDoubt } from "#checks/doubt.ts";
import { type TypedWorkflow, typedWorkflows } from "#checks/typed-expressions.ts";
import { type OwnedWorkflow, workflowsOf } from "#checks/workflows.ts";
import type { Content } from "#content/content.ts";
import { expressionsOf } from "#content/expressions.ts";
import { stepsOf } from "#content/graph.ts";
import { nearest } from "#content/nearest.ts";
import { placeOfKey } from "#content/place.ts";
import type { Workflow } from "#content/workflow.ts";
import { readsOf } from "#expr/reads.ts";
import { syntaxProblem } from "#expr/syntax.ts";
import type { Finding } from "#findings/finding.ts";

export const unusedVariable: Check = {
  name: "unused-variable",
  severity: "warning",
  summary: "a variable or an input that nothing reads",
  run: (content) =>
    workflowsOf(content).flatMap((owned) => {
      const { item, workflow } = owned;
      const declared = (["inputs", "vars"] as const).flatMap((part) =>
        Object.keys(workflow[part] ?? {}).map((name) => ({ part, name })),
      );
      if (declared.length === 0) return [];
      const read = namesRead(workflow);
      const unread = declared
        .filter(({ name }) => !read.has(name) && !Object.hasOwn(workflow.outputs ?? {}, name))
        .filter(({ name }) => !isNamedInDoubt(owned, name));
      if (unread.length === 0) return [];
      const meant = namesMeant(content, workflow);
      return unread
        .filter(({ name }) => !meant.has(name))
        .map(
          ({ part, name }): Finding => ({
            check: "unused-variable",
            severity: "warning",
            message: `nothing reads the ${part === "inputs" ? "input" : "variable"} "${name}"`,
            at: placeOfKey(item.file, item.root, [part, name]),
            why: "what it holds changes nothing",
            help: "use it, or take it away",
          }),
        );
    }),
};

const typed = new WeakMap<Content, ReadonlyMap<Workflow, readonly TypedWorkflow[]>>();

/** Only where something is unread is it looked for. */
function typedAs(content: Content, workflow: Workflow): readonly TypedWorkflow[] {
  let known = typed.get(content);
  if (!known) typed.set(content, (known = Map.groupBy(typedWorkflows(content), ({ owned }) => owned.workflow)));
  return known.get(workflow) ?? [];
}

/** What the names that there are none of were most likely meant to be: whoever mistyped one is told so already. */
function namesMeant(content: Content, workflow: Workflow): ReadonlySet<string | undefined> {
  const problems = typedAs(content, workflow).flatMap(({ expressions }) =>
    expressions.flatMap((expression) => expression.problems),
  );
  return new Set(problems.map(({ meant }) => meant && nearest(meant.word, meant.known)));
}

/** Whether a step with a fault of its own names the variable: nobody knows what it was going to do with it. */
function isNamedInDoubt(owned: OwnedWorkflow, name: string): boolean {
  const word = new RegExp(`\\b${name}\\b`);
  return stepsOf(owned.workflow).some(({ step }) => word.test(JSON.stringify(step)) && isInDoubt(owned, step.id));
}

function namesRead(workflow: Workflow): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { source } of expressionsOf(workflow)) {
    for (const { path } of readsOf(source)) names.add(path[0]);
    // Of a broken expression, every word may have been meant as a name.
    if (syntaxProblem(source)) for (const [word] of String(source).matchAll(/[A-Za-z_]\w*/g)) names.add(word);
  }
  return names;
}
