/** `choose`, `carousel` and `resolved`: a choice among what is offered. */

import { asksForCard } from "#content/graph.ts";
import type { CarouselStep, ChooseStep, ResolvedStep } from "#content/workflow.ts";
import { builtinTexts } from "#runtime/builtin-texts.ts";
import type { Event } from "#runtime/event.ts";
import type { MessageCard } from "#runtime/message.ts";
import type { Waiting, WaitingChoice } from "#runtime/state.ts";
import {
  assign,
  fill,
  follow,
  type Here,
  type Move,
  onward,
  resultOf,
  send,
  silenceTimer,
  TextFailed,
  textIn,
  wording,
} from "#runtime/turn.ts";

const maxChoices = 10;

type Choosing = Extract<Waiting, { kind: "choice" }>;

function waitFor(here: Here, choices: readonly WaitingChoice[]): Move {
  return { kind: "wait", waiting: { kind: "choice", choices, ...silenceTimer(here) } };
}

export function runChoose(here: Here<ChooseStep>): Move {
  const { options, text } = here.step;
  const choices: WaitingChoice[] = [];
  if ("each" in options) {
    for (const item of listOf(here, options.each)) {
      const more = { [options.as]: item };
      choices.push({ id: idOf(here, options.id, more), label: textIn(here, options.label, more) });
    }
  } else {
    for (const option of options) {
      if (option.if !== undefined && !holds(here, option.if)) continue;
      choices.push({ id: option.id, label: textIn(here, option.label) });
    }
  }
  const offered = choices.slice(0, maxChoices);
  send(here, { type: "text", text: textIn(here, text), choices: offered });
  // Nothing to pick from: the customer's own words are all that can come, and `other` is for those.
  return offered.length === 0 ? follow(here, here.step.other, "other") : waitFor(here, offered);
}

export function answerChoose(here: Here<ChooseStep>, waiting: Choosing, event: Event): Move {
  const { step, turn } = here;
  const picked = pickedOf(waiting, event);
  if (picked === undefined) return follow(here, step.other, "other");
  if (step.choose !== null) assign(turn, { [step.choose]: picked });
  const option = "each" in step.options ? step.options : step.options.find(({ id }) => id === picked);
  return follow(here, option?.goto ?? option?.then, "each" in step.options ? "options" : `options.${picked}`);
}

export function runCarousel(here: Here<CarouselStep>): Move {
  const { carousel, text } = here.step;
  const cards: MessageCard[] = [];
  const add = (
    id: string,
    card: Exclude<typeof carousel, readonly unknown[]> | Extract<typeof carousel, readonly unknown[]>[number],
    more: Readonly<Record<string, unknown>>,
  ): void => {
    cards.push({
      id,
      title: textIn(here, card.title, more),
      ...(card.text && { text: textIn(here, card.text, more) }),
      ...(card.image !== undefined && { image: fill(here, card.image, more) }),
      ...(card.alt && { alt: textIn(here, card.alt, more) }),
      ...(card.link !== undefined && { link: fill(here, card.link, more, encodeURIComponent) }),
      choices: (card.options ?? []).map((option) => ({
        id: `${id}.${option.id}`,
        label: textIn(here, option.label, more),
      })),
    });
  };
  if ("each" in carousel) {
    for (const item of listOf(here, carousel.each).slice(0, maxChoices)) {
      const more = { [carousel.as]: item };
      add(idOf(here, carousel.id, more), carousel, more);
    }
  } else for (const card of carousel.slice(0, maxChoices)) add(card.id, card, {});
  if (cards.length === 0) {
    const { other } = here.step;
    return other === undefined && !asksForCard(here.step) ? onward(here) : follow(here, other, "other");
  }
  send(here, { type: "cards", ...(text && { text: textIn(here, text) }), cards });
  const choices = cards.flatMap((card) => card.choices);
  return choices.length === 0 ? onward(here) : waitFor(here, choices);
}

export function answerCarousel(here: Here<CarouselStep>, waiting: Choosing, event: Event): Move {
  const { step, turn } = here;
  const picked = pickedOf(waiting, event);
  if (picked === undefined) return follow(here, step.other, "other");
  const dot = picked.lastIndexOf(".");
  const [card, option] = [picked.slice(0, dot), picked.slice(dot + 1)];
  const { save } = step;
  if (save) assign(turn, { ...(save.card && { [save.card]: card }), ...(save.option && { [save.option]: option }) });
  const options =
    "each" in step.carousel ? step.carousel.options : step.carousel.find(({ id }) => id === card)?.options;
  const chosen = options?.find(({ id }) => id === option);
  return follow(
    here,
    chosen?.goto ?? chosen?.then,
    "each" in step.carousel ? `carousel.${option}` : `${card}.${option}`,
  );
}

export function runResolved(here: Here<ResolvedStep>): Move {
  const { turn, step } = here;
  const choices = [
    { id: "solved", label: wording(turn, builtinTexts.yes) },
    { id: "unsolved", label: wording(turn, builtinTexts.no) },
  ];
  const text = step.text ? textIn(here, step.text) : wording(turn, builtinTexts.resolved);
  send(here, { type: "text", text, choices });
  return waitFor(here, choices);
}

/** Words that are neither yes nor no mean that there is more to say. */
export function answerResolved(here: Here<ResolvedStep>, waiting: Choosing, event: Event): Move {
  const arm = pickedOf(waiting, event) === "solved" ? "solved" : "unsolved";
  return follow({ ...here, placed: { ...here.placed, arm } }, here.step.resolved[arm], arm);
}

/** The option that an event picks: by id, by its label, or by its number. */
export function pickedOf({ choices }: Choosing, event: Event): string | undefined {
  if (event.kind === "pick") return choices.find(({ id }) => id === event.option)?.id;
  if (event.kind !== "text") return undefined;
  const said = plain(event.text);
  const byLabel = choices.find(({ label }) => plain(label) === said);
  if (byLabel) return byLabel.id;
  return /^\d{1,2}[.)]?$/.test(said) ? choices[Number.parseInt(said, 10) - 1]?.id : undefined;
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[\s.!?’'"]+/g, " ")
    .trim();
}

function listOf(here: Here, source: ChooseStep["text"] | string | number | boolean): readonly unknown[] {
  const result = resultOf(here, source as string);
  if (!result.ok) throw new TextFailed(result.message);
  if (!Array.isArray(result.value)) throw new TextFailed("each: this is not a list");
  return result.value;
}

function idOf(here: Here, source: string | number | boolean, more: Readonly<Record<string, unknown>>): string {
  const result = resultOf(here, source, more);
  if (!result.ok) throw new TextFailed(result.message);
  return String(result.value);
}

function holds(here: Here, source: string | number | boolean): boolean {
  const result = resultOf(here, source);
  if (!result.ok) throw new TextFailed(result.message);
  return result.value === true;
}
