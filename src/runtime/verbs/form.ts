/** `form`: several questions at once, or one by one where the channel has no forms. */

import type { ChannelType } from "#content/channel.ts";
import type { FormField, FormStep } from "#content/workflow.ts";
import { type AskedType, readAnswer } from "#runtime/answers.ts";
import type { Event } from "#runtime/event.ts";
import type { MessageField } from "#runtime/message.ts";
import type { Waiting } from "#runtime/state.ts";
import { textIn } from "#runtime/texts.ts";
import { assign, type Here, type Move, onward, send, silenceTimer, switchesLanguage } from "#runtime/turn.ts";
import { accepted, badAnswerText, noMoreTries, typeOfVariable } from "#runtime/verbs/ask.ts";

type Filling = Extract<Waiting, { kind: "form" }>;
type Values = Readonly<Record<string, unknown>>;

const textOnly: ReadonlySet<ChannelType> = new Set(["sms", "email"]);

export function runForm(here: Here<FormStep>): Move {
  const { turn, step } = here;
  const before: Filling = turn.again?.kind === "form" ? turn.again : { kind: "form", tries: 0, values: {} };
  const missing = missingOf(step, before.values);
  const text = step.text && textIn(here, step.text);
  const fillable = hasForms(here) ? missing.filter((field) => fieldType(here, field) !== "file") : [];
  if (fillable.length > 0) showForm(here, fillable, text);
  else if (missing[0]) askField(here, missing[0], text);
  return { kind: "wait", waiting: { ...before, ...silenceTimer(here) } };
}

/** A filled form, or its fields one by one as texts and files. What fits is kept, and only the rest asked again. */
export function answerForm(here: Here<FormStep>, waiting: Filling, event: Event): Move {
  const { step } = here;
  const values: Record<string, unknown> = { ...waiting.values };
  const missing = missingOf(step, values);
  // Files come one by one, however the other fields are filled.
  const given = event.kind === "fill" ? filledIn(here, missing, event.values) : missing.slice(0, 1);
  const bad: FormField[] = [];
  for (const field of given) {
    const value = fieldValue(here, field, event);
    if (value !== undefined) values[field.var] = value;
    else {
      bad.push(field);
      delete values[field.var];
    }
  }
  if (bad[0] && switchesLanguage(here.turn, event)) {
    here.turn.again = waiting;
    return runForm(here);
  }
  if (bad[0]) return repeat(here, { ...waiting, values }, bad, event);
  here.turn.understood = true;
  const next = missingOf(step, values)[0];
  if (!next) {
    assign(here.turn, values);
    return onward(here);
  }
  askField(here, next);
  return { kind: "wait", waiting: { kind: "form", tries: waiting.tries, values, ...silenceTimer(here) } };
}

/** What a filled form is to say: what is missing, and whatever it says anew of what was there. */
function filledIn(here: Here<FormStep>, missing: readonly FormField[], values: Values): readonly FormField[] {
  return here.step.form.filter(
    (field) => fieldType(here, field) !== "file" && (missing.includes(field) || Object.hasOwn(values, field.var)),
  );
}

/** The fields that have no value yet. */
export function missingOf({ form }: FormStep, values: Values): readonly FormField[] {
  return form.filter(({ var: name }) => !Object.hasOwn(values, name));
}

function hasForms({ turn }: Here): boolean {
  return !textOnly.has(turn.program.channel.type);
}

/** What a good answer to a field is. */
export function fieldType(here: Pick<Here, "workflow">, field: FormField): AskedType {
  return field.type ?? typeOfVariable(here, field.var);
}

function fieldValue(here: Here, field: FormField, event: Event): unknown {
  const type = fieldType(here, field);
  if (event.kind === "file") {
    const isOne = type === "file" && !event.isRefused;
    return isOne && accepted(here, field.accept, event.file, type) ? event.file : undefined;
  }
  const text = event.kind === "fill" ? event.values[field.var] : event.kind === "text" ? event.text : undefined;
  // A form's number fields give numbers as machines write them, whatever the language.
  const language = event.kind === "fill" && type === "number" ? "en" : here.turn.state.language;
  const answer = readAnswer(text ?? "", type, language, here.turn.program.brand.languages);
  return answer.ok && accepted(here, field.accept, answer.value, type) ? answer.value : undefined;
}

function repeat(here: Here<FormStep>, waiting: Filling, bad: readonly FormField[], event: Event): Move {
  const { step } = here;
  const left = noMoreTries(here, step.retry, waiting.tries);
  if (left) return left;
  const text = badAnswerText(here, step.retry);
  if (event.kind === "fill") showForm(here, bad, text, "retry");
  else if (bad[0]) askField(here, bad[0], text, "retry");
  const { values } = waiting;
  return { kind: "wait", waiting: { kind: "form", tries: waiting.tries + 1, values, ...silenceTimer(here) } };
}

function showForm(here: Here<FormStep>, fields: readonly FormField[], text: string | undefined, place?: string): void {
  const shown = fields.map((field): MessageField => {
    const label = textIn(here, field.label);
    return { name: field.var, type: fieldType(here, field), label, ...sensitivity(here, field) };
  });
  send(here, { type: "form", ...(text && { text }), fields: shown }, place);
}

/** One question of a form; `text` is what is said before it. */
function askField(here: Here<FormStep>, field: FormField, text?: string, place?: string): void {
  const label = textIn(here, field.label);
  const upload = fieldType(here, field) === "file" ? { upload: {} } : {};
  send(
    here,
    { type: "text", text: text ? `${text}\n\n${label}` : label, ...sensitivity(here, field), ...upload },
    place,
  );
}

function sensitivity({ workflow }: Here, field: FormField): { readonly sensitive?: true } {
  return workflow.sensitive.has(field.var) ? { sensitive: true } : {};
}
