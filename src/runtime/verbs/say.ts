/** `say` and `articles`: what is shown without waiting for an answer. */

import type { Article } from "#content/brand.ts";
import type { Text } from "#content/text.ts";
import type { ArticlesStep, SayPart, SayStep } from "#content/workflow.ts";
import { stemsOf } from "#phrases/words.ts";
import type { Message, MessageArticle } from "#runtime/message.ts";
import { addressIn, resultOf, textIn } from "#runtime/texts.ts";
import { follow, type Here, type Move, onward, send } from "#runtime/turn.ts";

export function runSay(here: Here<SayStep>): Move {
  const { say } = here.step;
  // All of them are made before the first is sent: one that fails must not leave half of a step behind.
  const messages = isParts(say) ? say.map((part) => partOf(here, part)) : [textMessage(here, say)];
  for (const message of messages) send(here, message);
  return onward(here);
}

function isParts(say: SayStep["say"]): say is readonly SayPart[] {
  return Array.isArray(say);
}

function textMessage(here: Here, text: Text): Message {
  return { type: "text", text: textIn(here, text) };
}

function partOf(here: Here, part: SayPart): Message {
  if ("image" in part) {
    return { type: "image", image: addressIn(here, part.image), alt: part.alt ? textIn(here, part.alt) : "" };
  }
  if ("file" in part) {
    const file = addressIn(here, part.file);
    return { type: "file", file, name: part.name ? textIn(here, part.name) : (file.split("/").at(-1) ?? file) };
  }
  if ("links" in part) {
    const links = part.links.map(({ label, url }) => ({ label: textIn(here, label), url: addressIn(here, url) }));
    return { type: "links", links };
  }
  return textMessage(here, part.text);
}

const maxArticles = 6;
const excerptLetters = 160;

export function runArticles(here: Here<ArticlesStep>): Move {
  const { articles, none, text } = here.step;
  let found: readonly Article[];
  if ("ids" in articles) {
    found = articles.ids.flatMap((id) => articleIn(here, id) ?? []);
  } else {
    const query = resultOf(here, articles.query);
    if (!query.ok) return { kind: "fail", code: "expression", why: query.message };
    found = search(here, String(query.value ?? ""), Math.min(articles.limit ?? 3, maxArticles));
  }
  if (found.length === 0) return follow(here, none, "none");
  const shown = found.slice(0, maxArticles).map(shownArticle);
  send(here, { type: "articles", ...(text && { text: textIn(here, text) }), articles: shown });
  return onward(here);
}

/** An article in the conversation's language, else in the assistant's default one. */
function articleIn({ turn }: Here, id: string): Article | undefined {
  const languages = turn.program.brand.articles[id];
  return languages?.[turn.state.language] ?? languages?.[turn.compiled.languages[0] ?? ""];
}

function shownArticle({ article, title, url, body }: Article): MessageArticle {
  const plain = body
    .replace(/^#+ .*$/gm, "")
    .replace(/[*_`>#]|\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\s+/g, " ")
    .trim();
  const letters = [...plain];
  const excerpt =
    letters.length <= excerptLetters
      ? plain
      : `${letters
          .slice(0, excerptLetters - 1)
          .join("")
          .trimEnd()}…`;
  return { id: article, title, excerpt, ...(url !== undefined && { url }) };
}

/** A word in the title counts for more than a tag, a tag for more than the body. */
function search(here: Here, query: string, limit: number): readonly Article[] {
  const { language } = here.turn.state;
  const wanted = new Set(stemsOf(query, language));
  if (wanted.size === 0) return [];
  const scored = Object.keys(here.turn.program.brand.articles).flatMap((id) => {
    const article = articleIn(here, id);
    if (!article) return [];
    const parts = [
      [article.title, 3],
      [(article.tags ?? []).join(" "), 2],
      [article.body, 1],
    ] as const;
    const score = parts.reduce((sum, [text, weight]) => {
      const words = new Set(stemsOf(text, language));
      return sum + [...wanted].filter((word) => words.has(word)).length * weight;
    }, 0);
    return score > 0 ? [{ article, score }] : [];
  });
  return scored
    .sort((a, b) => b.score - a.score || (a.article.article < b.article.article ? -1 : 1))
    .slice(0, limit)
    .map(({ article }) => article);
}
