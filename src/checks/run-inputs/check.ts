/** A workflow gets the inputs that it declares, and gives back the outputs that it declares. */

import type { Check } from "#checks/check.ts";
import { type Run, runsOf } from "#checks/runs.ts";
import { type Start, startsOf } from "#checks/starts.ts";
import type { OwnedWorkflow } from "#checks/workflows.ts";
import type { Content } from "#content/content.ts";
import { nearest } from "#content/nearest.ts";
import type { Path } from "#content/node.ts";
import { placeOf, placeOfKey } from "#content/place.ts";
import type { Finding, RelatedPlace, Span } from "#findings/finding.ts";

export const runInputs: Check = {
  name: "run-inputs",
  severity: "error",
  summary: "a run that gives too few inputs, unknown ones, or saves an output that there is not",
  run: (content) =>
    runsOf(content).workflows.flatMap((owned) => [
      ...runsOf(content)
        .from(owned)
        .flatMap((run) => (run.target ? [...missing(owned, run, run.target), ...unknown(owned, run, run.target)] : [])),
      ...startedWithout(content, owned),
    ]),
};

function missing(owned: OwnedWorkflow, { step, placed }: Run, target: OwnedWorkflow): readonly Finding[] {
  const given = step.with ?? {};
  const inputs = target.workflow.inputs ?? {};
  // What is only misspelt is said where it is given.
  const meant = Object.keys(given).map((name) =>
    Object.hasOwn(inputs, name) ? name : nearest(name, Object.keys(inputs)),
  );
  const lacking = Object.keys(inputs).filter((name) => !meant.includes(name));
  if (lacking.length === 0) return [];
  const key = step.with === undefined ? "run" : "with";
  const names = lacking.map((name) => `"${name}"`).join(" and ");
  return [
    {
      check: "run-inputs",
      severity: "error",
      message: `the step "${step.id}" runs "${step.run}" without its input${lacking.length === 1 ? "" : "s"} ${names}`,
      at: placeOfKey(owned.item.file, owned.item.root, [...placed.path, key]),
      step: step.id,
      related: lacking.map((name) => declared(target, "inputs", name)),
      why: `"${step.run}" reads ${lacking.length === 1 ? "it" : "them"} as if there were a value`,
      help:
        step.with === undefined
          ? `add "with: { ${lacking.map((name) => `${name}: …`).join(", ")} }"`
          : `add ${lacking.map((name) => `"${name}: …"`).join(" and ")} to its "with"`,
    },
  ];
}

function unknown(owned: OwnedWorkflow, { step, placed }: Run, target: OwnedWorkflow): readonly Finding[] {
  const { item } = owned;
  const { inputs = {}, outputs = {} } = target.workflow;
  const given = Object.keys(step.with ?? {}).flatMap((name) =>
    Object.hasOwn(inputs, name)
      ? []
      : [notDeclared(placeOfKey(item.file, item.root, [...placed.path, "with", name]), name, "input", target, step.id)],
  );
  const saved = Object.entries(step.save ?? {}).flatMap(([name, output]) =>
    Object.hasOwn(outputs, output)
      ? []
      : [notDeclared(placeOf(item.file, item.root, [...placed.path, "save", name]), output, "output", target, step.id)],
  );
  return [...given, ...saved];
}

function notDeclared(at: Span, name: string, what: "input" | "output", target: OwnedWorkflow, step: string): Finding {
  const part = what === "input" ? "inputs" : "outputs";
  const names = Object.keys(target.workflow[part] ?? {});
  const guess = nearest(name, names);
  const id = target.workflow.workflow;
  return {
    check: "run-inputs",
    severity: "error",
    message: `the workflow "${id}" has no ${what} "${name}"`,
    at,
    step,
    ...(guess !== undefined && { related: [declared(target, part, guess)] }),
    why: what === "input" ? "nothing in it would read the value" : "there would be nothing to save",
    help:
      guess !== undefined
        ? `did you mean "${guess}"?`
        : names.length > 0
          ? `its ${part} are ${names.map((each) => `"${each}"`).join(", ")}`
          : `declare it there, "${part}: { ${name}: … }", or take it away here`,
  };
}

/** Who starts a workflow other than by `run` has nothing to give it. */
function startedWithout(content: Content, owned: OwnedWorkflow): readonly Finding[] {
  const inputs = Object.keys(owned.workflow.inputs ?? {});
  if (inputs.length === 0) return [];
  const starts = startsOf(content, owned);
  const hasPhrases = starts.some(({ by }) => by === "phrases");
  // `anytime` says when the phrases work, and those are at fault already.
  return starts
    .filter(({ by }) => by !== "anytime" || !hasPhrases)
    .map((start): Finding => {
      const { item } = start.assistant ? { item: start.assistant } : owned;
      return {
        check: "run-inputs",
        severity: "error",
        message: `${startedBy(start)} starts "${owned.workflow.workflow}" without its input${inputs.length === 1 ? "" : "s"} ${inputs.map((name) => `"${name}"`).join(" and ")}`,
        at: start.assistant ? placeOf(item.file, item.root, start.path) : placeOfKey(item.file, item.root, start.path),
        related: inputs.map((name) => declared(owned, "inputs", name)),
        why: "only a step that runs it can give it inputs",
        help: "ask for them in the workflow instead, or start one that asks and then runs it",
      };
    });
}

function startedBy({ by, assistant }: Start): string {
  if (!assistant) return "a phrase";
  return `"${by}" of the assistant "${assistant.id}"`;
}

function declared({ item }: OwnedWorkflow, part: "inputs" | "outputs", name: string): RelatedPlace {
  const path: Path = [part, name];
  return { at: placeOfKey(item.file, item.root, path), message: "declared here" };
}
