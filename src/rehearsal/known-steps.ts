/** Steps that a test names and no workflow has. */

import { stepsOf } from "#content/graph.ts";
import { nearest } from "#content/nearest.ts";
import type { Node, Path } from "#content/node.ts";
import { placeOf } from "#content/place.ts";
import type { Step } from "#content/workflow.ts";
import type { Finding } from "#findings/finding.ts";
import type { Cast } from "#rehearsal/programs.ts";
import type { TestFile } from "#rehearsal/test-file.ts";
import { compile } from "#runtime/program.ts";

/** A finding, and the name that no step has. */
export type UnknownStep = Finding & { readonly name: string };

const known = new WeakMap<Cast, ReadonlyMap<string, readonly Step[]>>();

/** Every step that a conversation of this assistant's can come by, Parley's own among them, by its bare id. */
export function stepsByName(cast: Cast): ReadonlyMap<string, readonly Step[]> {
  const before = known.get(cast);
  if (before) return before;
  const steps = new Map<string, Step[]>([["sorry", []]]);
  for (const { workflow } of compile(cast.program(undefined, cast.languages[0] ?? "en")).workflows.values()) {
    for (const { step } of stepsOf(workflow)) steps.set(step.id, [...(steps.get(step.id) ?? []), step]);
  }
  known.set(cast, steps);
  return steps;
}

/** The test at `index` of a file: what its talk and its expectations name. */
export function unknownSteps(
  cast: Cast,
  file: string,
  root: Node | null,
  value: TestFile,
  index: number,
): readonly UnknownStep[] {
  const test = value.tests[index];
  if (!test) return [];
  const found: UnknownStep[] = [];
  const look = (name: string, path: Path): void => {
    const finding = unknownStep(cast, name);
    if (finding) found.push({ ...finding, name, at: placeOf(file, root, ["tests", index, ...path]) });
  };
  for (const [item, entry] of test.talk.entries()) {
    if (typeof entry === "object" && "bot" in entry) look(entry.bot, ["talk", item, "bot"]);
  }
  for (const key of ["visited", "never"] as const) {
    for (const [at, name] of (test.expect?.[key] ?? []).entries()) look(name, ["expect", key, at]);
  }
  return found;
}

function unknownStep(cast: Cast, name: string): Omit<Finding, "at"> | null {
  const steps = stepsByName(cast);
  const dot = name.indexOf(".");
  const id = dot < 0 ? name : name.slice(0, dot);
  const named = steps.get(id);
  if (named && (dot < 0 || named.some((step) => textsOf(step).includes(name.slice(dot + 1))))) return null;
  const names = named ? named.flatMap((step) => textsOf(step).map((text) => `${id}.${text}`)) : [...steps.keys()];
  const guess = nearest(name, names) ?? (named ? id : undefined);
  return {
    check: "unknown-step-in-test",
    severity: "error",
    message: named
      ? `the step "${id}" has no text of its own called "${name.slice(dot + 1)}"`
      : `no workflow of the assistant "${cast.item.id}" has a step "${id}"`,
    ...(named ? {} : { label: "no step has this id" }),
    why: "the talk could never come by it",
    help: guess === undefined ? "name a step by its id" : `did you mean "${guess}"?`,
  };
}

/** What a step says besides its first text. Where a form's fields are asked one by one, each is the form's own text. */
function textsOf(step: Step): readonly string[] {
  return step.kind === "ask" || step.kind === "form" ? ["retry"] : [];
}
