/** `ask`: a question with one answer. */

import type { AnswerType, AskStep, Exit, Retry } from "#content/workflow.ts";
import { type AskedType, readAnswer } from "#runtime/answers.ts";
import { builtinTexts } from "#runtime/builtin-texts.ts";
import type { Event } from "#runtime/event.ts";
import { kindOfFile } from "#runtime/file-kind.ts";
import type { Message } from "#runtime/message.ts";
import type { Waiting } from "#runtime/state.ts";
import { resultOf, textIn, wording } from "#runtime/texts.ts";
import { assign, follow, type Here, type Move, onward, send, silenceTimer, switchesLanguage } from "#runtime/turn.ts";

type FileEvent = Extract<Event, { kind: "file" }>;

/** Repeats where the author does not say how many. */
const usualRepeats = 2;

export function runAsk(here: Here<AskStep>): Move {
  const { turn, step } = here;
  send(here, questionOf(here, textIn(here, step.text)));
  const tries = turn.again?.kind === "answer" ? turn.again.tries : 0;
  return { kind: "wait", waiting: { kind: "answer", tries, ...silenceTimer(here) } };
}

/** Takes an answer to `ask`: the value is kept, or the question repeated until `retry.max` is used up. */
export function answerAsk(here: Here<AskStep>, waiting: Extract<Waiting, { kind: "answer" }>, event: Event): Move {
  const { step, turn } = here;
  const type = askedType(here);
  const value = event.kind === "file" ? fileAnswer(step, type, event) : textAnswer(here, type, event);
  if (value !== undefined && accepted(here, step.accept, value, type)) {
    turn.understood = true;
    assign(turn, { [step.ask]: value });
    return onward(here);
  }
  if (switchesLanguage(turn, event)) {
    turn.again = waiting;
    return runAsk(here);
  }
  const left = noMoreTries(here, step.retry, waiting.tries);
  if (left) return left;
  const said = badAnswerText(here, step.retry);
  send(here, questionOf(here, step.retry?.text ? said : `${said}\n\n${textIn(here, step.text)}`), "retry");
  return { kind: "wait", waiting: { kind: "answer", tries: waiting.tries + 1, ...silenceTimer(here) } };
}

function questionOf(here: Here<AskStep>, text: string): Message {
  const { step, workflow } = here;
  const { types, max_mb: maxMb } = step.files ?? {};
  const upload = { ...(types && { types }), ...(maxMb !== undefined && { maxMb }) };
  return {
    type: "text",
    text,
    ...(workflow.sensitive.has(step.ask) && { sensitive: true }),
    ...(askedType(here) === "file" && { upload }),
  };
}

/** What a good answer is: as the step says, or its variable. */
export function askedType({ step, workflow }: Pick<Here<AskStep>, "step" | "workflow">): AskedType {
  return step.type ?? (step.files ? "file" : typeOfVariable({ workflow }, step.ask));
}

/** Where a question leads that was repeated often enough; null: it may be repeated once more. */
export function noMoreTries(here: Here, retry: Retry | undefined, tries: number): Move | null {
  const max = retry?.max ?? usualRepeats;
  if (tries < max) return null;
  const exit: Exit | undefined = retry?.else;
  if (exit !== undefined) return follow(here, exit, "retry.else");
  return { kind: "fail", code: "no-answer", why: `no answer that fits after ${max + 1} tries` };
}

/** What is said about an answer that does not fit: the author's words, else Parley's. */
export function badAnswerText(here: Here, retry: Retry | undefined): string {
  return retry?.text ? textIn(here, retry.text) : wording(here.turn, builtinTexts.badAnswer);
}

function textAnswer(here: Here, type: AskedType, event: Event): unknown {
  if (event.kind !== "text") return undefined;
  const { state, program } = here.turn;
  const answer = readAnswer(event.text, type, state.language, program.brand.languages);
  return answer.ok ? answer.value : undefined;
}

function fileAnswer({ files }: AskStep, type: AskedType, { file, isRefused }: FileEvent): unknown {
  if (type !== "file" || isRefused) return undefined;
  const types = files?.types?.map(kindOfFile);
  if (types && !types.includes(kindOfFile(file.name))) return undefined;
  if (files?.max_mb !== undefined && file.bytes > files.max_mb * 1024 * 1024) return undefined;
  return file;
}

/** What a question's type is where the step does not say: its variable's. */
export function typeOfVariable({ workflow }: Pick<Here, "workflow">, name: string): AskedType {
  if (name === "user.email") return "email";
  if (name === "user.phone") return "phone";
  const type = workflow.types[name];
  switch (type) {
    case "int":
    case "number":
    case "date":
    case "file":
    case "bool":
    case "time":
      return type;
    default:
      return "text";
  }
}

/** Whether `accept` holds for a value. One that it cannot be worked out for is not accepted. */
export function accepted(here: Here, accept: AskStep["accept"], value: unknown, type: AskedType | AnswerType): boolean {
  if (accept === undefined) return true;
  const result = resultOf(here, accept, { value }, { value: type });
  return result.ok && result.value === true;
}
