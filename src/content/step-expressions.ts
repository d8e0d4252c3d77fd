/** The expressions of a step beside its texts: which key holds one, and what it is for. */

import type { Purpose } from "#content/expressions.ts";
import type { Path } from "#content/node.ts";
import type { Expression } from "#content/text.ts";
import type { Assignment, SayPart, Step } from "#content/workflow.ts";

export interface Collector {
  expression(
    source: Expression | undefined,
    at: Path,
    purpose: Purpose,
    target?: string | null,
    names?: readonly string[],
  ): void;
  template(value: unknown, at: Path, purpose: Purpose, target?: string | null, names?: readonly string[]): void;
}

/** What an answer is called where it is weighed, and what a call's answer is made of. */
const ofAnswer = ["value"];
const ofCall = ["status", "body", "headers"];

/** What a step holds beside its texts. */
export function addStepExpressions(step: Step, add: Collector): void {
  switch (step.kind) {
    case "say":
      if (!Array.isArray(step.say)) break;
      step.say.forEach((part: SayPart, index) => {
        if ("image" in part) add.template(part.image, ["say", index, "image"], "link");
        if ("file" in part) add.template(part.file, ["say", index, "file"], "link");
        if ("links" in part) {
          part.links.forEach(({ url }, link) => {
            add.template(url, ["say", index, "links", link, "url"], "link");
          });
        }
      });
      break;
    case "ask":
      add.expression(step.accept, ["accept"], "accept", step.ask, ofAnswer);
      break;
    case "form":
      step.form.forEach((field, index) => {
        add.expression(field.accept, ["form", index, "accept"], "accept", field.var, ofAnswer);
      });
      break;
    case "choose":
      if ("each" in step.options) {
        add.expression(step.options.each, ["options", "each"], "each", step.options.as);
        add.expression(step.options.id, ["options", "id"], "id", null, [step.options.as]);
      } else {
        step.options.forEach((option, index) => {
          add.expression(option.if, ["options", index, "if"], "condition");
        });
      }
      break;
    case "carousel":
      if ("each" in step.carousel) {
        const names = [step.carousel.as];
        add.expression(step.carousel.each, ["carousel", "each"], "each", step.carousel.as);
        add.expression(step.carousel.id, ["carousel", "id"], "id", null, names);
        add.template(step.carousel.image, ["carousel", "image"], "link", null, names);
        add.template(step.carousel.link, ["carousel", "link"], "link", null, names);
      } else {
        step.carousel.forEach((card, index) => {
          add.template(card.image, ["carousel", index, "image"], "link");
          add.template(card.link, ["carousel", index, "link"], "link");
        });
      }
      break;
    case "articles":
      if ("query" in step.articles) add.expression(step.articles.query, ["articles", "query"], "search");
      break;
    case "call":
      for (const method of ["get", "post", "put", "patch", "delete"] as const) {
        if (step[method] !== undefined) add.template(step[method], [method], "path");
      }
      for (const [key, value] of Object.entries(step.query ?? {})) add.template(value, ["query", key], "query", key);
      for (const [key, value] of Object.entries(step.headers ?? {})) {
        add.template(value, ["headers", key], "header", key);
      }
      addBody(step.body, ["body"], add);
      add.expression(step.idempotency_key, ["idempotency_key"], "idempotency_key");
      for (const [name, source] of Object.entries(step.save ?? {})) {
        add.expression(source, ["save", name], "save", name, ofCall);
      }
      break;
    case "set":
      for (const [name, value] of Object.entries(step.set)) addAssignment(value, ["set", name], "set", name, add);
      break;
    case "if":
      add.expression(step.if, ["if"], "condition");
      break;
    case "switch":
      add.expression(step.switch, ["switch"], "switch");
      break;
    case "run":
      for (const [name, value] of Object.entries(step.with ?? {}))
        addAssignment(value, ["with", name], "with", name, add);
      break;
    case "handoff":
      step.tags?.forEach((tag, index) => {
        add.template(tag, ["tags", index], "tag");
      });
      for (const [name, source] of Object.entries(step.fields ?? {})) {
        add.expression(source, ["fields", name], "field", name);
      }
      break;
    case "resolved":
    case "goto":
    case "wait":
    case "end":
      break;
  }
}

function addAssignment(value: Assignment, at: Path, purpose: Purpose, target: string, add: Collector): void {
  if (typeof value === "object") add.template(value.text, [...at, "text"], purpose, target);
  else add.expression(value, at, purpose, target);
}

/** JSON: every string in it may hold expressions. */
function addBody(value: unknown, at: Path, add: Collector): void {
  if (typeof value === "string") add.template(value, at, "body");
  else if (Array.isArray(value)) {
    value.forEach((item, index) => {
      addBody(item, [...at, index], add);
    });
  } else if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) addBody(inner, [...at, key], add);
  }
}
