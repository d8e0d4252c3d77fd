/** What questions, choices, texts and other workflows leave in variables fits their declarations. */

import { inputsOf, outputsOf } from "#checks/type-mismatch/run-targets.ts";
import { answerType, type Question, type TypedWorkflow, typeOfAnswer } from "#checks/typed-expressions.ts";
import { stepsOf } from "#content/graph.ts";
import type { Path } from "#content/node.ts";
import { placeOf } from "#content/place.ts";
import type { Assignment } from "#content/workflow.ts";
import { file, fits, nameOf, string, type Type } from "#expr/type.ts";
import type { Finding } from "#findings/finding.ts";

/** Findings about the steps of a workflow that keep something other than an expression's value. */
export function keptValues(workflow: TypedWorkflow): readonly Finding[] {
  const { owned, variables } = workflow;
  const { item } = owned;
  return stepsOf(owned.workflow).flatMap(({ step, path }) => {
    const found: Finding[] = [];
    const add = (at: Path, message: string, help: string): void => {
      found.push({
        check: "type-mismatch",
        severity: "error",
        message,
        at: placeOf(item.file, item.root, [...path, ...at]),
        step: step.id,
        why: "whatever reads it later would fail",
        help,
      });
    };
    const keep = (name: string | null | undefined, type: Type, what: string, at: Path): void => {
      const declared = typeof name === "string" ? variables.get(name) : undefined;
      if (!declared || fits(type, declared)) return;
      const wanted = type === string ? "string" : type === file ? "file" : type.kind;
      add(
        at,
        `${what} is ${named(type)}, and the variable "${name}" is ${named(declared)}`,
        `declare ${name}: ${wanted}`,
      );
    };
    const answer = (name: string, question: Question, under: Path, key: string): void => {
      const type = answerType(question);
      const value = typeOfAnswer(type, name, variables);
      // A day is typed as a text, and may be kept as one.
      if (value.kind === "date" && variables.get(name)?.kind === "string") return;
      const what = type === undefined ? "an answer" : `an answer of the type "${type}"`;
      keep(name, value, what, [...under, question.type === undefined ? key : "type"]);
    };
    switch (step.kind) {
      case "ask":
        answer(step.ask, step, [], "ask");
        break;
      case "form":
        for (const [index, field] of step.form.entries()) answer(field.var, field, ["form", index], "var");
        break;
      case "choose":
        keep(step.choose, string, "an option's id", ["choose"]);
        break;
      case "carousel":
        keep(step.save?.card, string, "a card's id", ["save", "card"]);
        keep(step.save?.option, string, "an option's id", ["save", "option"]);
        break;
      case "set":
        for (const [name, value] of Object.entries(step.set)) {
          if (isText(value)) keep(name, string, "a text", ["set", name, "text"]);
        }
        break;
      case "run": {
        const inputs = inputsOf(workflow, step.run);
        for (const [name, value] of Object.entries(step.with ?? {})) {
          const declared = inputs.get(name);
          if (!isText(value) || !declared || fits(string, declared)) continue;
          add(
            ["with", name, "text"],
            `a text is a string, and the input "${name}" is ${named(declared)}`,
            "write the expression itself",
          );
        }
        const outputs = outputsOf(workflow, step.run);
        for (const [name, output] of Object.entries(step.save ?? {})) {
          const type = outputs.get(output);
          if (type) keep(name, type, `the output "${output}" of "${step.run}"`, ["save", name]);
        }
        break;
      }
      default:
        break;
    }
    return found;
  });
}

function isText(value: Assignment): boolean {
  return typeof value === "object";
}

function named(type: Type): string {
  return type === file ? "a file" : nameOf(type);
}
