/** `ask` and `form`: questions with a typed answer. */

import type { AnswerType, AskStep, FormField, FormStep } from "#content/workflow.ts";
import { readAnswer } from "#runtime/answers.ts";
import { builtinTexts } from "#runtime/builtin-texts.ts";
import type { CustomerFile, Event } from "#runtime/event.ts";
import type { Waiting } from "#runtime/state.ts";
import {
  assign,
  follow,
  type Here,
  type Move,
  onward,
  resultOf,
  send,
  silenceTimer,
  textIn,
  wording,
} from "#runtime/turn.ts";

export function runAsk(here: Here<AskStep>): Move {
  send(here, { type: "text", text: textIn(here, here.step.text) });
  return { kind: "wait", waiting: { kind: "answer", tries: 0, ...silenceTimer(here) } };
}

/** Takes an answer to `ask`: the value is kept, or the question repeated until `retry.max` is used up. */
export function answerAsk(here: Here<AskStep>, waiting: Extract<Waiting, { kind: "answer" }>, event: Event): Move {
  const { step, turn } = here;
  const type = step.type ?? typeOfVariable(here, step.ask);
  const value = event.kind === "file" ? fileAnswer(step, type, event.file) : textAnswer(here, type, event);
  if (value !== undefined && accepted(here, step.accept, value)) {
    assign(turn, { [step.ask]: value });
    return onward(here);
  }
  const retry = step.retry;
  if (retry && waiting.tries >= retry.max) {
    if (retry.else !== undefined) return follow(here, retry.else, "retry.else");
    return { kind: "fail", code: "no-answer", why: `no answer that fits after ${retry.max + 1} tries` };
  }
  send(here, { type: "text", text: retry?.text ? textIn(here, retry.text) : textIn(here, step.text) }, "retry");
  return { kind: "wait", waiting: { kind: "answer", tries: waiting.tries + 1, ...silenceTimer(here) } };
}

function textAnswer(here: Here, type: AnswerType, event: Event): unknown {
  if (event.kind !== "text") return undefined;
  const answer = readAnswer(event.text, type, here.turn.state.language);
  return answer.ok ? answer.value : undefined;
}

function fileAnswer(step: AskStep, type: AnswerType, file: CustomerFile): unknown {
  if (type !== "file") return undefined;
  const ending = file.name.split(".").at(-1)?.toLowerCase() ?? "";
  const types = step.files?.types?.map((each) => each.toLowerCase());
  if (types && !types.includes(ending)) return undefined;
  if (step.files?.max_mb !== undefined && file.bytes > step.files.max_mb * 1024 * 1024) return undefined;
  return file;
}

/** What a question's type is where the step does not say: its variable's. */
function typeOfVariable({ workflow }: Here, name: string): AnswerType {
  if (name === "user.email") return "email";
  if (name === "user.phone") return "phone";
  const type = workflow.types[name];
  return type === "int" || type === "number" || type === "date" || type === "file" ? type : "text";
}

function accepted(here: Here, accept: AskStep["accept"], value: unknown): boolean {
  if (accept === undefined) return true;
  const result = resultOf(here, accept, { value });
  return result.ok && result.value === true;
}

export function runForm(here: Here<FormStep>): Move {
  const { step } = here;
  const fields = step.form.map((field) => ({
    name: field.var,
    type: field.type ?? typeOfVariable(here, field.var),
    label: textIn(here, field.label),
  }));
  send(here, { type: "form", ...(step.text && { text: textIn(here, step.text) }), fields });
  return { kind: "wait", waiting: { kind: "form", tries: 0, values: {}, ...silenceTimer(here) } };
}

/** A filled form, or its fields one by one as texts. */
export function answerForm(here: Here<FormStep>, waiting: Extract<Waiting, { kind: "form" }>, event: Event): Move {
  const values: Record<string, unknown> = { ...waiting.values };
  if (event.kind === "fill") {
    for (const field of here.step.form) {
      const value = fieldValue(here, field, event.values[field.var] ?? "");
      if (value === undefined) return retryForm(here, waiting, field);
      values[field.var] = value;
    }
  } else if (event.kind === "text") {
    const field = here.step.form.find(({ var: name }) => !Object.hasOwn(values, name));
    const value = field && fieldValue(here, field, event.text);
    if (field && value === undefined) return retryForm(here, waiting, field);
    if (field) values[field.var] = value;
    const next = here.step.form.find(({ var: name }) => !Object.hasOwn(values, name));
    if (next) {
      send(here, { type: "text", text: textIn(here, next.label) }, next.var);
      return { kind: "wait", waiting: { ...waiting, values } };
    }
  } else return { kind: "wait", waiting };
  assign(here.turn, values);
  return onward(here);
}

function fieldValue(here: Here, field: FormField, text: string): unknown {
  const answer = readAnswer(text, field.type ?? typeOfVariable(here, field.var), here.turn.state.language);
  return answer.ok && accepted(here, field.accept, answer.value) ? answer.value : undefined;
}

function retryForm(here: Here<FormStep>, waiting: Extract<Waiting, { kind: "form" }>, field: FormField): Move {
  const retry = here.step.retry;
  if (retry && waiting.tries >= retry.max) {
    if (retry.else !== undefined) return follow(here, retry.else, "retry.else");
    return { kind: "fail", code: "no-answer", why: `no answer that fits after ${retry.max + 1} tries` };
  }
  const text = retry?.text ? textIn(here, retry.text) : wording(here.turn, builtinTexts.badAnswer);
  send(here, { type: "text", text: `${text}\n\n${textIn(here, field.label)}` }, "retry");
  return { kind: "wait", waiting: { ...waiting, tries: waiting.tries + 1 } };
}
