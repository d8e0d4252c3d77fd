/** The lines of a conversation: what the interpreter and the customer said, as a screen shows it. */

import type { BrandBody } from "#content/body.ts";
import type { Text } from "#content/text.ts";
import { builtinTexts } from "#runtime/builtin-texts.ts";
import type { Event } from "#runtime/event.ts";
import type { Message } from "#runtime/message.ts";
import type { Program } from "#runtime/program.ts";
import type { State } from "#runtime/state.ts";
import type { MessageBody } from "#wire/message.ts";

/** The address of one of a brand's files, below the platform's; undefined where the brand has no such file. */
export function assetAddress(brand: BrandBody, path: string): string | undefined {
  if (/^https?:\/\//i.test(path)) return path;
  const digest = Object.hasOwn(brand.assets, path) ? brand.assets[path] : undefined;
  return digest && `/v1/assets/${digest}/${encodeURIComponent(path.split("/").at(-1) ?? path)}`;
}

/** What a customer reads of their place in a queue. */
export function placeText(place: number, language: string): string {
  return wordsIn(builtinTexts.queue, language).replace("{place}", String(place));
}

/** What a customer reads of a file of theirs that is not clean. */
export function fileRefusedText(language: string): string {
  return wordsIn(builtinTexts.fileRefused, language);
}

function wordsIn(texts: Text & { readonly en: string }, language: string): string {
  return texts[language] ?? texts[language.split("-")[0] ?? ""] ?? texts.en;
}

/** A message for a browser: files by their addresses, and links that lead to pages, mail or a phone alone. */
export function shownMessage({ brand }: Program, message: Message): MessageBody {
  switch (message.type) {
    case "text": {
      const { choices, upload, ...more } = message;
      const { types, ...limits } = upload ?? {};
      return {
        ...more,
        ...(choices && { choices: [...choices] }),
        ...(upload && { upload: { ...limits, ...(types && { types: [...types] }) } }),
      };
    }
    case "image": {
      const image = assetAddress(brand, message.image);
      return image === undefined ? { type: "text", text: message.alt } : { ...message, image };
    }
    case "file": {
      const file = assetAddress(brand, message.file);
      return file === undefined ? { type: "text", text: message.name } : { ...message, file };
    }
    case "links":
      return { type: "links", links: message.links.filter(({ url }) => isHarmless(url)) };
    case "cards":
      return {
        ...message,
        cards: message.cards.map(({ image: path, link, ...card }) => {
          const image = path === undefined ? undefined : assetAddress(brand, path);
          return {
            ...card,
            ...(image !== undefined && { image }),
            ...(link !== undefined && isHarmless(link) && { link }),
            choices: [...card.choices],
          };
        }),
      };
    case "articles":
      return {
        ...message,
        articles: message.articles.map(({ url, ...article }) => ({
          ...article,
          ...(url !== undefined && isHarmless(url) && { url }),
        })),
      };
    case "form":
      return { ...message, fields: [...message.fields] };
  }
}

function isHarmless(url: string): boolean {
  return /^(https?:|mailto:|tel:)/i.test(url.trim());
}

/** What a customer's event looks like among the lines; null where it is none. `before`: the state it meets. */
export function shownEvent(event: Event, before: State): MessageBody | null {
  switch (event.kind) {
    case "text":
      return { type: "text", text: event.text };
    case "pick": {
      const choices = before.waiting?.kind === "choice" ? before.waiting.choices : [];
      const offered = choices.find(({ id }) => id === event.option)?.label;
      return { type: "text", text: offered ?? event.label ?? event.option };
    }
    case "fill":
      return { type: "text", text: Object.values(event.values).join("\n") };
    case "file":
      // One that is for nobody else's eyes has no address here.
      if (event.isRefused || event.file.url === "") return { type: "text", text: event.file.name };
      return { type: "file", file: event.file.url, name: event.file.name };
    case "agent":
      return event.text === undefined ? null : { type: "text", text: event.text };
    case "open":
    case "identified":
    case "language":
    case "called":
    case "timer":
    case "agent-left":
    case "agent-done":
    case "agent-closed":
    case "nobody":
      return null;
  }
}
