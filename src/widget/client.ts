/** The customer API as functions (see `wire/customer.ts`). Each is one request; nothing is tried twice here. */

import { createParser } from "eventsource-parser";
import type { FileEvent } from "#widget/timeline.ts";
import type { ChannelInfo, CustomerEvent, EventAnswer, OpenAnswer, OpenRequest } from "#wire/customer.ts";
import type { ConversationMessage } from "#wire/message.ts";

/** The platform answered, and said no. What is not this is the network's fault. */
export class Refused extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`the platform answered ${status}`);
    this.name = "Refused";
    this.status = status;
  }
}

/** Whether a conversation is gone, or is no longer this visitor's: trying again cannot help. */
export function isGone(error: unknown): boolean {
  return error instanceof Refused && [401, 404, 410].includes(error.status);
}

/** Where a conversation is, and the right to it. */
export interface Held {
  readonly platform: string;
  readonly conversation: string;
  readonly token: string;
}

/** By the events' names, with what they hold. */
export interface StreamListener {
  readonly message: (message: ConversationMessage) => void;
  readonly typing: (said: { readonly on: boolean }) => void;
  readonly name: (said: { readonly name: string }) => void;
  /** Whether people have it, or it waits for them: then they take files. */
  readonly people: (said: { readonly on: boolean }) => void;
  /** The place in the queue for people, in words; null: it waits in none. */
  readonly queue: (said: { readonly text: string | null }) => void;
}

const answerMs = 20_000;
// A file may be large, and the network slow.
const fileMs = 180_000;
// A platform writes a comment every few seconds: a stream that is silent for longer is dead, whatever the socket says.
const silenceMs = 60_000;

export function getChannel(platform: string, channel: string, languages: readonly string[]): Promise<ChannelInfo> {
  const query = encodeURIComponent(languages.join(","));
  return ask(`${platform}/v1/channels/${encodeURIComponent(channel)}?language=${query}`);
}

export function openConversation(platform: string, request: OpenRequest): Promise<OpenAnswer> {
  return ask(`${platform}/v1/conversations`, post(request));
}

export function sendEvent(held: Held, event: CustomerEvent | FileEvent): Promise<EventAnswer> {
  if (event.kind !== "file") return ask(`${addressOf(held)}/events`, post(event, held));
  const { id, file } = event;
  const headers = { ...bearer(held), "content-type": "application/octet-stream" };
  const address = `${addressOf(held)}/files/${id}?name=${encodeURIComponent(file.name)}`;
  return ask(address, { method: "PUT", headers, body: file }, fileMs);
}

/** The messages numbered above `after`; the platform may give them in several parts. */
export function getMessages(
  held: Held,
  after: number,
): Promise<{ readonly messages: readonly ConversationMessage[]; readonly language?: string }> {
  return ask(`${addressOf(held)}/messages?after=${after}`, { headers: bearer(held) });
}

/** Follows a conversation from the message numbered `after` on. Resolves when the platform ends the stream; rejects when it breaks. */
export async function readStream(
  held: Held,
  after: number,
  opened: () => void,
  listener: StreamListener,
  signal: AbortSignal,
): Promise<void> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), silenceMs);
  try {
    const response = await fetch(`${addressOf(held)}/stream`, {
      headers: { ...bearer(held), accept: "text/event-stream", "last-event-id": String(after) },
      cache: "no-store",
      signal: AbortSignal.any([signal, silence.signal]),
    });
    if (!response.ok || !response.body) throw new Refused(response.status);
    opened();
    const parser = createParser({
      onEvent({ event, data }) {
        // What a newer platform may say besides is nothing to this widget.
        if (Object.hasOwn(listener, event ?? "")) listener[event as keyof StreamListener](JSON.parse(data));
      },
    });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), silenceMs);
      parser.feed(part.value);
    }
  } finally {
    clearTimeout(timer);
  }
}

function addressOf({ platform, conversation }: Held): string {
  return `${platform}/v1/conversations/${encodeURIComponent(conversation)}`;
}

function bearer({ token }: Held): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

function post(body: unknown, held?: Held): RequestInit {
  return {
    method: "POST",
    headers: { "content-type": "application/json", ...(held && bearer(held)) },
    body: JSON.stringify(body),
  };
}

async function ask<T>(address: string, request: RequestInit = {}, patienceMs = answerMs): Promise<T> {
  const response = await fetch(address, { ...request, signal: AbortSignal.timeout(patienceMs) });
  if (!response.ok) throw new Refused(response.status);
  return (await response.json()) as T;
}
