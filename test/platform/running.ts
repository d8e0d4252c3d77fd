/** A platform that runs, and what a driver and a customer say to it. */

import { randomUUID } from "node:crypto";
import { createParser } from "eventsource-parser";
import type { ConversationMessage } from "#wire/message.ts";
import { requestOf } from "../drivers/driver-suite.ts";
import { asText } from "./as-text.ts";
import type { SmallSite } from "./small-site.ts";
import { adminToken, type StartOptions, startForTests } from "./start.ts";

const someEffect = "e".repeat(64);

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of an answer.
  readonly body: any;
  readonly headers: Headers;
}

export interface StreamEvent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: string;
}

export interface Customer {
  readonly conversation: string;
  readonly token: string;
  send(event: Readonly<Record<string, unknown>>): Promise<Answer>;
  say(text: string): Promise<Answer>;
  messages(after?: number): Promise<readonly ConversationMessage[]>;
  /** What was said, such as `customer: hello`, once `wanted` lines are there. Throws where they do not come. */
  transcript(wanted: number): Promise<readonly string[]>;
  /** The stream's events after a line, until `enough` says so. */
  read(after: number, enough: (events: readonly StreamEvent[]) => boolean): Promise<readonly StreamEvent[]>;
  /** The same, once the stream is open: what happens from then on is in its events. */
  listen(
    after: number,
    enough: (events: readonly StreamEvent[]) => boolean,
  ): Promise<{ readonly events: Promise<readonly StreamEvent[]> }>;
}

export interface Speaking {
  readonly address: string;
  request(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  admin(method: string, path: string, body?: unknown): Promise<Answer>;
  agents(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Uploads and releases a site. */
  publish(site: SmallSite, expects: number | null): Promise<Answer>;
  open(channel?: string, id?: string): Promise<Customer>;
  /** Goes on with a conversation that was opened elsewhere. */
  resume(customer: Pick<Customer, "conversation" | "token">): Customer;
}

export interface Running extends Speaking {
  stop(): Promise<void>;
}

export async function runPlatform(options: StartOptions): Promise<Running> {
  const platform = await startForTests(options);
  return { ...speakTo(platform.address), stop: platform.stop };
}

/** What can be said to a platform, wherever it runs. */
export function speakTo(address: string): Speaking {
  const request: Speaking["request"] = async (method, path, body, headers = {}) => {
    const isRaw = body instanceof Uint8Array || typeof body === "string";
    const response = await fetch(address + path, {
      method,
      headers: { ...(body !== undefined && !isRaw && { "content-type": "application/json" }), ...headers },
      ...(body !== undefined && { body: isRaw ? (body as string) : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.startsWith("application/json");
    return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
  };
  const admin: Speaking["admin"] = (method, path, body) =>
    request(method, `/admin/v1${path}`, body, { authorization: `Bearer ${adminToken}` });
  const resume: Speaking["resume"] = ({ conversation, token }) => customerOf(address, request, conversation, token);
  return {
    address,
    request,
    admin,
    agents: (method, path, body) =>
      request(method, `/agents/v1${path}`, body, { authorization: `Bearer ${adminToken}` }),
    resume,
    async publish(site, expects) {
      await admin("POST", "/bodies", { bodies: site.bodies });
      const release = { ...requestOf(site.content, expects), author: null, effect: someEffect };
      return admin("POST", "/releases", release);
    },
    async open(channel = "web", id = randomUUID()) {
      const { body } = await request("POST", "/v1/conversations", { channel, id, languages: ["en"] });
      return resume(body);
    },
  };
}

/** What is waited for comes, or does not: how soon says more of the machine than of the code. */
const waitMs = 30_000;

function customerOf(address: string, request: Speaking["request"], conversation: string, token: string): Customer {
  const base = `/v1/conversations/${conversation}`;
  const authorization = `Bearer ${token}`;
  const send: Customer["send"] = (event) =>
    request("POST", `${base}/events`, { id: randomUUID(), ...event }, { authorization });
  const messages: Customer["messages"] = async (after = 0) =>
    (await request("GET", `${base}/messages?after=${after}`, undefined, { authorization })).body.messages;
  async function read(
    after: number,
    enough: (events: readonly StreamEvent[]) => boolean,
    opened = () => {},
  ): Promise<readonly StreamEvent[]> {
    const events: StreamEvent[] = [];
    const abort = new AbortController();
    const timeout = setTimeout(() => abort.abort(), waitMs);
    const response = await fetch(`${address}${base}/stream`, {
      headers: { authorization, "last-event-id": String(after) },
      signal: abort.signal,
    });
    opened();
    const parser = createParser({
      onEvent: ({ event, id, data }) => void events.push({ event: event ?? "", id, data }),
    });
    const decoder = new TextDecoder();
    try {
      for await (const part of response.body ?? []) {
        parser.feed(decoder.decode(part, { stream: true }));
        if (enough(events)) return events;
      }
      throw new Error("it ended");
    } catch (error) {
      throw new Error(`the stream gave only ${JSON.stringify(events)}`, { cause: error });
    } finally {
      clearTimeout(timeout);
      abort.abort();
    }
  }

  return {
    conversation,
    token,
    send,
    messages,
    say: (text) => send({ kind: "text", text }),
    async transcript(wanted) {
      for (const until = Date.now() + waitMs; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
        const lines = (await messages()).map(asText);
        if (lines.length >= wanted) return lines;
        if (Date.now() > until) throw new Error(`these lines came, and no more: ${JSON.stringify(lines)}`);
      }
    },
    read,
    async listen(after, enough) {
      const open = Promise.withResolvers<void>();
      const events = read(after, enough, open.resolve);
      await Promise.race([open.promise, events]);
      return { events };
    },
  };
}

/** The lines among a stream's events. */
export function linesOf(events: readonly StreamEvent[]): readonly ConversationMessage[] {
  return events.filter(({ event }) => event === "message").map(({ data }) => JSON.parse(data) as ConversationMessage);
}
