/** What a workflow does with the option that a variable keeps: the ids it is compared with, and where it is data. */

import { spanOf } from "#content/expression-place.ts";
import { expressionsOf } from "#content/expressions.ts";
import { stepsOf } from "#content/graph.ts";
import { nodeAt } from "#content/place.ts";
import { type Edit, replaceWord } from "#content/rename/edit.ts";
import type { Renaming } from "#content/rename/renaming.ts";
import type { WorkflowPlace } from "#content/rename/scope.ts";
import type { Range } from "#content/yaml/offsets.ts";
import { childrenOf, pathOf } from "#expr/nodes.ts";
import { type Node, parseExpression } from "#expr/parse.ts";
import { readsOf } from "#expr/reads.ts";
import type { Sources } from "#findings/finding.ts";

/** `switch: reason` with a case of the id, and `reason == "broken"` in any expression. */
export function inChoice(
  { item, workflow, assistant }: WorkflowPlace,
  sources: Sources,
  variable: string,
  old: string,
  to: string,
): Renaming {
  const cases = stepsOf(workflow).flatMap(({ step, path }) => {
    const isOfChoice = step.kind === "switch" && String(step.switch).trim() === variable;
    const node = isOfChoice ? nodeAt(item.root, [...path, "cases"]) : null;
    if (node?.kind !== "map") return [];
    return node.entries.filter(({ key }) => key.value === old).map(({ key }) => replaceWord(item, key, to, sources));
  });
  const readers = expressionsOf(workflow).filter(
    ({ source, names }) => !names.includes(variable) && readsOf(source).some(({ path }) => path[0] === variable),
  );
  const compared = readers.flatMap((placed) =>
    comparisons(String(placed.source), variable, old).literals.map((range): Edit => {
      const { file, start, end } = spanOf({ item, assistant }, placed, sources, range);
      return { file, start, end, text: to };
    }),
  );
  const asData = readers.filter(
    ({ source, purpose }) => purpose !== "switch" && comparisons(String(source), variable, old).count === 0,
  );
  return {
    edits: [...cases, ...compared],
    moves: [],
    notes: asData.map((placed) => ({
      at: spanOf({ item, assistant }, placed, sources),
      message: `the option's id goes on from here, in "${variable}": see whether anything else knows it by its old name`,
    })),
  };
}

/** How often the variable is compared with something, and the letters between the quotes of each such literal. */
function comparisons(source: string, variable: string, old: string) {
  const literals: Range[] = [];
  let count = 0;
  const add = (node: Node): void => {
    if (node.op === "list") for (const each of node.args) add(each);
    const inside = { start: node.start + 1, end: node.end - 1 };
    if (node.op === "value" && node.args === old && source.slice(inside.start, inside.end) === old) {
      literals.push(inside);
    }
  };
  const isVariable = (node: Node): boolean => pathOf(node)?.join(".") === variable;
  const visit = (node: Node): void => {
    if (node.op === "==" || node.op === "!=" || node.op === "in") {
      const [left, right] = node.args;
      if (isVariable(left) || isVariable(right)) count += 1;
      if (isVariable(left)) add(right);
      else if (isVariable(right)) add(left);
    }
    for (const inner of childrenOf(node)) visit(inner);
  };
  const { ast } = parseExpression(source);
  if (ast) visit(ast);
  return { count, literals };
}
