/**
 * A conversation as server-sent events. What happens in this process is passed on as it comes; whatever is missing in
 * between (what happened elsewhere, a slow start, a lost word) is read from the database.
 */

import type { FastifyReply } from "fastify";
import type { Audience, Moved, News } from "#platform/conversations/audience.ts";
import type { FileLinks } from "#platform/conversations/file-links.ts";
import { placeText } from "#platform/conversations/show.ts";
import { eventStream } from "#platform/http/event-stream.ts";
import type { View } from "#platform/store/conversations.ts";
import type { ConversationMessage } from "#wire/message.ts";

export interface StreamOptions {
  readonly audience: Audience;
  readonly links: FileLinks;
  readonly heartbeatMs: number;
  view(conversation: string, after: number): Promise<View | null>;
  /** The place in the queue it waits in; null: in none. */
  place(conversation: string): Promise<number | null>;
}

/** Writes the lines after `after` and what follows, until either side ends. Answers how to end it. */
export function streamConversation(
  reply: FastifyReply,
  conversation: string,
  after: number,
  { audience, links, view, place, heartbeatMs }: StreamOptions,
): () => void {
  let last = after;
  let speaker: string | null = null;
  let typing = false;
  let isWithPeople = false;
  let queue: number | null = null;
  let language = "en";
  let reading: Promise<void> | null = null;
  let isStale = false;

  function show(lines: readonly ConversationMessage[], about: Pick<News, "speaker" | "typing" | "isWithPeople">): void {
    if (about.speaker !== speaker) stream.write("name", { name: about.speaker });
    for (const line of links.renewed(conversation, lines)) {
      if (line.seq <= last) continue;
      last = line.seq;
      stream.write("message", line, line.seq);
    }
    if (about.isWithPeople !== isWithPeople) stream.write("people", { on: about.isWithPeople });
    if (about.typing !== typing) stream.write("typing", { on: about.typing });
    ({ speaker, typing, isWithPeople } = about);
  }

  function showQueue(now: number | null): void {
    if (now !== queue) {
      stream.write("queue", { place: now, text: now === null ? null : placeText(now, language) });
    }
    queue = now;
  }

  /** Reads on until nothing is missing; a word that comes meanwhile means: once more. */
  function catchUp(): void {
    isStale = true;
    reading ??= readOn()
      // The client comes back by itself, and resumes.
      .catch(end)
      .finally(() => {
        reading = null;
      });
  }

  async function readOn(): Promise<void> {
    while (isStale && !stream.isOver()) {
      isStale = false;
      const seen = await view(conversation, last);
      if (!seen) return end();
      const now = seen.status === "agents";
      show(seen.lines, { ...seen, isWithPeople: now });
      language = seen.language;
      showQueue(now ? await place(conversation) : null);
      if (last < seen.seq) isStale = true;
    }
  }

  function heard(news: News | Moved | null): void {
    if (news && "place" in news) {
      // Who has been taken on meanwhile is in no queue any more, and who has just come asks for themselves.
      if (queue !== null) showQueue(news.place);
      return;
    }
    const isNext = news && !reading && (news.lines[0]?.seq ?? news.seq + 1) === last + 1;
    if (!isNext) return catchUp();
    show(news.lines, news);
    if (news.isQueued) catchUp();
    else if (queue !== null) showQueue(null);
  }

  function end(): void {
    leave();
    stream.end();
  }

  const stream = eventStream(reply, heartbeatMs, catchUp);
  const leave = audience.listen(conversation, heard);
  stream.onEnd(end);
  catchUp();
  return end;
}
