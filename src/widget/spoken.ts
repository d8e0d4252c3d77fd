/** What a screen reader is told of a new message: its words, then what can be chosen. */

import { plainText } from "#widget/markdown.ts";
import type { MessageBody } from "#wire/message.ts";

/** One text without markup; parts stand on lines of their own. */
export function spokenText(message: MessageBody): string {
  return partsOf(message)
    .filter((part) => part !== "")
    .join("\n");
}

function partsOf(message: MessageBody): readonly string[] {
  switch (message.type) {
    case "text":
      return [plainText(message.text), ...(message.choices ?? []).map(({ label }) => label)];
    case "image":
      return [message.alt];
    case "file":
      return [message.name];
    case "links":
      return message.links.map(({ label }) => label);
    case "cards":
      return [
        plainText(message.text ?? ""),
        ...message.cards.map(({ title, text }) => (text ? `${title}: ${text}` : title)),
      ];
    case "articles":
      return [plainText(message.text ?? ""), ...message.articles.map(({ title }) => title)];
    case "form":
      return [plainText(message.text ?? ""), ...message.fields.map(({ label }) => label)];
  }
}
