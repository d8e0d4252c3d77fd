/** The cases of a switch are values that it can have. */

import type { TypedWorkflow } from "#checks/typed-expressions.ts";
import { stepsOf } from "#content/graph.ts";
import { placeOfKey } from "#content/place.ts";
import { nameOf } from "#expr/type.ts";
import type { Finding } from "#findings/finding.ts";

/** Findings about cases that never come. */
export function switchCases({ owned, expressions }: TypedWorkflow): readonly Finding[] {
  const switches = expressions.filter(({ placed }) => placed.purpose === "switch");
  if (switches.length === 0) return [];
  const types = new Map(switches.map(({ placed, type }) => [placed.step, type]));
  return stepsOf(owned.workflow).flatMap(({ step, path }) => {
    const type = step.kind === "switch" ? types.get(step.id) : undefined;
    if (step.kind !== "switch" || !type) return [];
    const values = possible(type.kind);
    if (!values) return [];
    return Object.keys(step.cases)
      .filter((value) => !values.test(value))
      .map(
        (value): Finding => ({
          check: "type-mismatch",
          severity: "error",
          message: `"${step.switch}" is ${nameOf(type)}, and never "${value}"`,
          at: placeOfKey(owned.item.file, owned.item.root, [...path, "cases", value]),
          step: step.id,
          why: "this case would never be taken",
          help: "name a value that it can have",
        }),
      );
  });
}

function possible(kind: string): RegExp | null {
  if (kind === "bool") return /^(?:true|false)$/;
  if (kind === "int") return /^-?[0-9]+$/;
  return kind === "number" || kind === "double" ? /^-?[0-9]+(?:\.[0-9]+)?$/ : null;
}
