/** What questions, choices, texts and other workflows leave in variables fits their declarations. */

import { inputsOf, outputsOf } from "#checks/type-mismatch/run-targets.ts";
import { answerType, type Question, type TypedWorkflow, typeOfAnswer } from "#checks/typed-expressions.ts";
import { type PlacedStep, stepsOf } from "#content/graph.ts";
import type { Path } from "#content/node.ts";
import { placeOf } from "#content/place.ts";
import type { Assignment } from "#content/workflow.ts";
import { file, fits, nameOf, string, type Type } from "#expr/type.ts";
import type { Finding } from "#findings/finding.ts";

/** Findings about the steps of a workflow that keep something other than an expression's value. */
export function keptValues(workflow: TypedWorkflow): readonly Finding[] {
  const findings: Finding[] = [];
  for (const placed of stepsOf(workflow.owned.workflow)) addKept({ workflow, placed, findings });
  return findings;
}

interface Keeping {
  readonly workflow: TypedWorkflow;
  readonly placed: PlacedStep;
  readonly findings: Finding[];
}

function addKept(keeping: Keeping): void {
  const { workflow, placed } = keeping;
  const { step } = placed;
  switch (step.kind) {
    case "ask":
      answer(keeping, step.ask, step, [], "ask");
      break;
    case "form":
      for (const [index, field] of step.form.entries()) answer(keeping, field.var, field, ["form", index], "var");
      break;
    case "choose":
      keep(keeping, step.choose, string, "an option's id", ["choose"]);
      break;
    case "carousel":
      keep(keeping, step.save?.card, string, "a card's id", ["save", "card"]);
      keep(keeping, step.save?.option, string, "an option's id", ["save", "option"]);
      break;
    case "set":
      for (const [name, value] of Object.entries(step.set)) {
        if (isText(value)) keep(keeping, name, string, "a text", ["set", name, "text"]);
      }
      break;
    case "run": {
      for (const [name, value] of Object.entries(step.with ?? {})) {
        const declared = isText(value) ? inputsOf(workflow, step.run).get(name) : undefined;
        if (!declared || fits(string, declared)) continue;
        add(
          keeping,
          ["with", name, "text"],
          `a text is a string, and the input "${name}" is ${named(declared)}`,
          "write the expression itself",
        );
      }
      for (const [name, output] of Object.entries(step.save ?? {})) {
        const type = outputsOf(workflow, step.run).get(output);
        if (type) keep(keeping, name, type, `the output "${output}" of "${step.run}"`, ["save", name]);
      }
      break;
    }
    default:
      break;
  }
}

function add({ workflow, placed, findings }: Keeping, at: Path, message: string, help: string): void {
  const { item } = workflow.owned;
  findings.push({
    check: "type-mismatch",
    severity: "error",
    message,
    at: placeOf(item.file, item.root, [...placed.path, ...at]),
    step: placed.step.id,
    why: "whatever reads it later would fail",
    help,
  });
}

function keep(keeping: Keeping, name: string | null | undefined, type: Type, what: string, at: Path): void {
  const declared = typeof name === "string" ? keeping.workflow.variables.get(name) : undefined;
  if (!declared || fits(type, declared)) return;
  const wanted = type === string ? "string" : type === file ? "file" : type.kind;
  add(
    keeping,
    at,
    `${what} is ${named(type)}, and the variable "${name}" is ${named(declared)}`,
    `declare ${name}: ${wanted}`,
  );
}

function answer(keeping: Keeping, name: string, question: Question, under: Path, key: string): void {
  const { variables } = keeping.workflow;
  const type = answerType(question);
  const value = typeOfAnswer(type, name, variables);
  // A day is typed as a text, and may be kept as one.
  if (value.kind === "date" && variables.get(name)?.kind === "string") return;
  const what = type === undefined ? "an answer" : `an answer of the type "${type}"`;
  keep(keeping, name, value, what, [...under, question.type === undefined ? key : "type"]);
}

function isText(value: Assignment): boolean {
  return typeof value === "object";
}

function named(type: Type): string {
  return type === file ? "a file" : nameOf(type);
}
