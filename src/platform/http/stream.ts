/**
 * A conversation as server-sent events. What happens in this process is passed on as it comes; whatever is missing in
 * between (what happened elsewhere, a slow start, a lost word) is read from the database.
 */

import type { ServerResponse } from "node:http";
import type { Audience, News } from "#platform/conversations/audience.ts";
import { placeText } from "#platform/conversations/show.ts";
import type { View } from "#platform/store/conversations.ts";
import type { ConversationMessage } from "#wire/message.ts";

export interface StreamOptions {
  readonly audience: Audience;
  readonly heartbeatMs: number;
  view(conversation: string, after: number): Promise<View | null>;
  /** The place in the queue it waits in; null: in none. */
  place(conversation: string): Promise<number | null>;
}

/** A reader that does not keep up is let go: it comes back, and resumes. */
const maxUnsentBytes = 1024 * 1024;

/** Writes the lines after `after` and what follows, until either side ends. Answers how to end it. */
export function streamConversation(
  response: ServerResponse,
  conversation: string,
  after: number,
  { audience, view, place, heartbeatMs }: StreamOptions,
): () => void {
  let last = after;
  let speaker: string | null = null;
  let typing = false;
  let queue: number | null = null;
  let reading: Promise<void> | null = null;
  let isStale = false;

  const isOver = (): boolean => response.writableEnded || response.destroyed;
  const write = (text: string): void => {
    if (isOver()) return;
    response.write(text);
    if (response.writableLength > maxUnsentBytes) response.destroy();
  };

  function show(lines: readonly ConversationMessage[], about: Pick<News, "speaker" | "typing">): void {
    if (about.speaker !== speaker) write(`event: name\ndata: ${JSON.stringify({ name: about.speaker })}\n\n`);
    for (const line of lines) {
      if (line.seq <= last) continue;
      last = line.seq;
      write(`id: ${line.seq}\nevent: message\ndata: ${JSON.stringify(line)}\n\n`);
    }
    if (about.typing !== typing) write(`event: typing\ndata: {"on":${about.typing}}\n\n`);
    ({ speaker, typing } = about);
  }

  function showQueue(now: number | null, language: string): void {
    if (now !== queue) {
      const text = now === null ? null : placeText(now, language);
      write(`event: queue\ndata: ${JSON.stringify({ place: now, text })}\n\n`);
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
    while (isStale && !isOver()) {
      isStale = false;
      const seen = await view(conversation, last);
      if (!seen) return end();
      show(seen.lines, seen);
      showQueue(seen.status === "agents" ? await place(conversation) : null, seen.language);
      if (last < seen.seq) isStale = true;
    }
  }

  function heard(news: News | null): void {
    const isNext = news && !reading && (news.lines[0]?.seq ?? news.seq + 1) === last + 1;
    if (!isNext) return catchUp();
    show(news.lines, news);
    if (news.isQueued) catchUp();
    else if (queue !== null) showQueue(null, "en");
  }

  function end(): void {
    leave();
    clearInterval(heartbeat);
    response.end();
  }

  const leave = audience.listen(conversation, heard);
  const heartbeat = setInterval(() => {
    write(": still here\n\n");
    catchUp();
  }, heartbeatMs);
  response.on("close", end);
  write(": hello\n\n");
  catchUp();
  return end;
}
