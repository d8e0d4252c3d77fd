/** A conversation as the browser keeps it: opened once, resumed after a reload, read as a stream. */

import { createParser } from "eventsource-parser";
import type { ChannelInfo, CustomerEvent, OpenAnswer } from "#wire/customer.ts";
import type { ConversationMessage } from "#wire/message.ts";

type Unsent = CustomerEvent extends infer E ? (E extends { id: string } ? Omit<E, "id"> : never) : never;

export interface Client {
  readonly info: ChannelInfo;
  /** Sends with an id of its own: sent twice, it is taken once. Rejects when it could not be sent. */
  send(event: Unsent, id?: string): Promise<void>;
  close(): void;
}

export interface Listener {
  message(message: ConversationMessage): void;
  connected(isConnected: boolean): void;
  /** Another conversation begins: what was shown is another's. */
  restarted(): void;
}

/** Opens or resumes the conversation of a channel. */
export async function connect(platform: string, channel: string, listener: Listener): Promise<Client> {
  const wishes = navigator.languages.join(",");
  const info = await json<ChannelInfo>(
    await fetch(`${platform}/v1/channels/${encodeURIComponent(channel)}?language=${encodeURIComponent(wishes)}`),
  );
  const key = `parley:${platform}:${channel}`;
  const abort = new AbortController();
  let last = 0;
  let held = stored(key) ?? (await openNew());

  async function openNew(): Promise<OpenAnswer> {
    const body = JSON.stringify({ channel, languages: [...navigator.languages].slice(0, 20), id: crypto.randomUUID() });
    const answer = await json<OpenAnswer>(
      await fetch(`${platform}/v1/conversations`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      }),
    );
    keep(key, answer);
    return answer;
  }

  async function follow(): Promise<void> {
    for (let pause = 500; !abort.signal.aborted; pause = Math.min(pause * 2, 15_000)) {
      try {
        const response = await fetch(`${platform}/v1/conversations/${held.conversation}/stream`, {
          headers: { authorization: `Bearer ${held.token}`, "last-event-id": String(last) },
          signal: abort.signal,
        });
        if (response.status === 401 || response.status === 404) {
          held = await openNew();
          last = 0;
          listener.restarted();
          continue;
        }
        if (!response.ok || !response.body) throw new Error(String(response.status));
        listener.connected(true);
        pause = 250;
        await read(response.body);
      } catch {
        if (abort.signal.aborted) return;
      }
      listener.connected(false);
      await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())));
    }
  }

  async function read(body: ReadableStream<Uint8Array>): Promise<void> {
    const parser = createParser({
      onEvent({ event, data }) {
        if (event !== "message") return;
        const message = JSON.parse(data) as ConversationMessage;
        if (message.seq <= last) return;
        last = message.seq;
        listener.message(message);
      },
    });
    const decoder = new TextDecoder();
    const reader = body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read())
      parser.feed(decoder.decode(part.value, { stream: true }));
  }

  void follow();
  return {
    info,
    async send(event, id = crypto.randomUUID()) {
      const response = await fetch(`${platform}/v1/conversations/${held.conversation}/events`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${held.token}` },
        body: JSON.stringify({ id, ...event }),
      });
      if (!response.ok) throw new Error(String(response.status));
    },
    close: () => abort.abort(),
  };
}

async function json<T>(response: Response): Promise<T> {
  if (!response.ok) throw new Error(String(response.status));
  return (await response.json()) as T;
}

/** A browser may refuse storage: the conversation then lasts as long as the page. */
function stored(key: string): OpenAnswer | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null") as OpenAnswer | null;
  } catch {
    return null;
  }
}

function keep(key: string, answer: OpenAnswer): void {
  try {
    localStorage.setItem(key, JSON.stringify(answer));
  } catch {
    // Refused: see `stored`.
  }
}
