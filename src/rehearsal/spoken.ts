/** What a customer reads of a message, and whether it is what a test says. */

import type { Choice, Message } from "#runtime/message.ts";

/** A message's words, as one text. */
export function readableText(message: Message): string {
  switch (message.type) {
    case "text":
      return message.text;
    case "image":
      return message.alt;
    case "file":
      return message.name;
    case "links":
      return message.links.map(({ label }) => label).join("\n");
    case "cards":
      return lines(
        message.text,
        message.cards.flatMap(({ title, text }) => [title, text]),
      );
    case "articles":
      return lines(
        message.text,
        message.articles.flatMap(({ title, excerpt }) => [title, excerpt]),
      );
    case "form":
      return lines(
        message.text,
        message.fields.map(({ label }) => label),
      );
  }
}

function lines(text: string | undefined, others: readonly (string | undefined)[]): string {
  return [text, ...others].filter((line) => line !== undefined && line !== "").join("\n");
}

/** What a message offers to pick from: a card's options as `card.option`. */
export function choicesOf(message: Message): readonly Choice[] {
  if (message.type === "text") return message.choices ?? [];
  return message.type === "cards" ? message.cards.flatMap(({ choices }) => choices) : [];
}

/**
 * Whether one of a step's messages, or all of them together, fit a glob: `*` is any text, `?` any one letter. Blanks
 * are all alike, for languages put narrow and unbreakable ones into numbers and before marks.
 */
export function textFits(messages: readonly Message[], glob: string): boolean {
  const texts = messages.map(readableText);
  return [texts.join("\n"), ...texts].some((text) => globFits(plainBlanks(text), plainBlanks(glob)));
}

function plainBlanks(text: string): string {
  return text.replace(/[\s\u00a0\u202f\u2009]+/g, " ").trim();
}

/** Walks both texts once, and goes back to the last `*` only: no pattern takes long. */
export function globFits(text: string, glob: string): boolean {
  let [at, next] = [0, 0];
  let star = -1;
  let from = 0;
  while (at < text.length) {
    if (next < glob.length && glob[next] === "*") [star, from, next] = [next, at, next + 1];
    else if (next < glob.length && (glob[next] === "?" || glob[next] === text[at])) [at, next] = [at + 1, next + 1];
    else if (star >= 0) [next, from, at] = [star + 1, from + 1, from + 1];
    else return false;
  }
  while (glob[next] === "*") next += 1;
  return next === glob.length;
}
