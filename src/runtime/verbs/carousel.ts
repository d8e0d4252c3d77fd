/** `carousel`: cards side by side. With options it waits for one of them, as `choose` does. */

import { asksForCard } from "#content/graph.ts";
import type { Card, CardsFromData, CarouselStep } from "#content/workflow.ts";
import type { Event } from "#runtime/event.ts";
import type { MessageCard } from "#runtime/message.ts";
import { addressIn, type More, textIn } from "#runtime/texts.ts";
import { assign, follow, type Here, type Move, onward, send, switchesLanguage } from "#runtime/turn.ts";
import {
  type Choosing,
  distinct,
  idOf,
  leaveByOther,
  listOf,
  maxChoices,
  pickedOf,
  waitFor,
} from "#runtime/verbs/choose.ts";

export function runCarousel(here: Here<CarouselStep>): Move {
  const { text, other } = here.step;
  const cards = distinct(cardsOf(here)).slice(0, maxChoices);
  if (cards.length === 0) return other === undefined && !asksForCard(here.step) ? onward(here) : leaveByOther(here);
  send(here, { type: "cards", ...(text && { text: textIn(here, text) }), cards });
  const choices = cards.flatMap(({ title, choices }) => choices.map((choice) => ({ ...choice, card: title })));
  return choices.length === 0 ? onward(here) : waitFor(here, choices);
}

function cardsOf(here: Here<CarouselStep>): readonly MessageCard[] {
  const { carousel } = here.step;
  if (!("each" in carousel)) return carousel.map((card) => cardOf(here, card.id, card, {}));
  return listOf(here, carousel.each).map((item) => {
    const more = { [carousel.as]: item };
    return cardOf(here, idOf(here, carousel.id, more), carousel, more);
  });
}

function cardOf(here: Here, id: string, card: Card | CardsFromData, more: More): MessageCard {
  return {
    id,
    title: textIn(here, card.title, more),
    ...(card.text && { text: textIn(here, card.text, more) }),
    ...(card.image !== undefined && { image: addressIn(here, card.image, more) }),
    ...(card.alt && { alt: textIn(here, card.alt, more) }),
    ...(card.link !== undefined && { link: addressIn(here, card.link, more) }),
    choices: (card.options ?? []).map((option) => ({
      id: `${id}.${option.id}`,
      label: textIn(here, option.label, more),
    })),
  };
}

export function answerCarousel(here: Here<CarouselStep>, waiting: Choosing, event: Event): Move {
  const { step, turn } = here;
  const picked = pickedOf(waiting, event);
  if (picked === undefined) return switchesLanguage(turn, event) ? runCarousel(here) : leaveByOther(here);
  turn.understood = true;
  // A card's id, which data may give, can hold dots; an option's cannot.
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
