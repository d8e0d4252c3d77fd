/**
 * A small, strict stand-in for the platform's customer API, and for the page around the widget. It takes nothing that
 * `wire/customer.ts` does not allow (see `complaints`), and can be told to fail in the ways that networks and platforms do.
 */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Check } from "typebox/value";
import { asksHidden, hidden } from "#widget/timeline.ts";
import { type ChannelInfo, CustomerEvent, OpenRequest } from "#wire/customer.ts";
import type { ConversationMessage, MessageBody } from "#wire/message.ts";

interface Conversation {
  readonly id: string;
  readonly token: string;
  language: string;
  readonly messages: ConversationMessage[];
  readonly taken: Set<string>;
  readonly streams: Set<ServerResponse>;
}

export interface CustomerApi {
  readonly address: string;
  /** What the widget did against the contract. */
  readonly complaints: readonly string[];
  /** Every event that was posted, also one that was refused or had been taken. */
  readonly posted: readonly CustomerEvent[];
  /** Every file that was sent, as `name: contents`. */
  readonly files: readonly string[];
  /** The newest conversation. */
  newest(): Conversation;
  count(): number;
  say(message: MessageBody, from?: Omit<ConversationMessage, "seq" | "at" | "message">): void;
  /** Sends an event of the stream that is no message. */
  signal(event: "typing" | "name" | "queue" | "people", data: unknown): void;
  /** Ends every stream, as a proxy does. */
  drop(): void;
  /** How the next posts of events are answered: refused, or taken with the answer lost. */
  failNext(ways: readonly ("refuse" | "lose answer")[]): void;
  /** While true, no stream opens. */
  setDown(isDown: boolean): void;
  /** Forgets every conversation. */
  forget(): void;
  stop(): Promise<void>;
}

export interface CustomerApiOptions {
  readonly info: ChannelInfo;
  readonly script: string;
  /** The page at `/`. */
  readonly page: string;
  readonly styles?: string;
  /** What the assistant says when a conversation opens, and to each event that the customer sends. */
  readonly open: readonly MessageBody[];
  readonly answer: (event: CustomerEvent) => readonly MessageBody[];
}

const policy = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'";

export async function startCustomerApi(options: CustomerApiOptions): Promise<CustomerApi> {
  const conversations = new Map<string, Conversation>();
  const complaints: string[] = [];
  const posted: CustomerEvent[] = [];
  const files: string[] = [];
  let failures: ("refuse" | "lose answer")[] = [];
  let isDown = false;

  const newest = (): Conversation => {
    const conversation = [...conversations.values()].at(-1);
    if (!conversation) throw new Error("no conversation was opened");
    return conversation;
  };

  function add(
    to: Conversation,
    message: MessageBody,
    from: Omit<ConversationMessage, "seq" | "at" | "message">,
  ): void {
    const line: ConversationMessage = { ...from, seq: to.messages.length + 1, at: new Date().toISOString(), message };
    to.messages.push(line);
    for (const stream of to.streams) stream.write(frame(line));
  }

  function open(body: unknown, response: ServerResponse): void {
    if (!Check(OpenRequest, body)) return complain(response, `not an OpenRequest: ${JSON.stringify(body)}`);
    let conversation = conversations.get(body.id);
    if (!conversation) {
      const language = options.info.languages.find((each) => body.languages?.includes(each)) ?? options.info.language;
      const id = `c${conversations.size + 1}`;
      conversation = { id, token: `t-${id}`, language, messages: [], taken: new Set(), streams: new Set() };
      conversations.set(body.id, conversation);
      add(conversation, { type: "text", text: "This conversation is kept for 90 days." }, { from: "notice" });
      for (const message of options.open) add(conversation, message, { from: "assistant" });
    }
    const { id, token, language } = conversation;
    send(response, 201, { conversation: id, token, language });
  }

  function take(conversation: Conversation, event: unknown, response: ServerResponse): void {
    if (!Check(CustomerEvent, event)) return complain(response, `not a CustomerEvent: ${JSON.stringify(event)}`);
    posted.push(event);
    const failure = failures.shift();
    if (failure === "refuse") return send(response, 503, { error: { code: "busy", message: "try again" } });
    const isNew = !conversation.taken.has(event.id);
    conversation.taken.add(event.id);
    if (isNew) {
      const shown = asksHidden({ messages: conversation.messages, outgoing: [] })
        ? hidden
        : shownOf(event, conversation.messages);
      if (shown !== null) add(conversation, { type: "text", text: shown }, { from: "customer", id: event.id });
      if (event.kind === "language") conversation.language = event.language;
      for (const message of options.answer(event)) add(conversation, message, { from: "assistant" });
    }
    if (failure === "lose answer") response.destroy();
    else send(response, 200, { taken: isNew, seq: conversation.messages.length });
  }

  function takeFile(to: Conversation, id: string, name: string | null, bytes: Buffer, response: ServerResponse): void {
    if (!/^[A-Za-z0-9_-]{8,64}$/.test(id) || !name) return complain(response, `a file as ${id}, named ${name}`);
    if (failures.shift() === "refuse") return send(response, 503, { error: { code: "busy", message: "try again" } });
    files.push(`${name}: ${bytes.toString("utf8")}`);
    if (!to.taken.has(id)) {
      add(to, { type: "file", file: `/v1/files/${id}`, name }, { from: "customer", id });
      add(to, { type: "text", text: `Thank you for ${name}` }, { from: "assistant" });
    }
    to.taken.add(id);
    send(response, 200, { taken: true, seq: to.messages.length });
  }

  function stream(conversation: Conversation, request: IncomingMessage, response: ServerResponse): void {
    const last = request.headers["last-event-id"];
    if (typeof last !== "string" || !/^\d+$/.test(last)) return complain(response, "a stream without Last-Event-ID");
    if (isDown) return void response.destroy();
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.write(": hello\n\n");
    for (const line of conversation.messages) if (line.seq > Number(last)) response.write(frame(line));
    conversation.streams.add(response);
    response.on("close", () => conversation.streams.delete(response));
  }

  function complain(response: ServerResponse, complaint: string): void {
    complaints.push(complaint);
    send(response, 400, { error: { code: "bad-request", message: complaint } });
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://fake");
    const [, api, kind, id, part, file = ""] = pathname.split("/");
    if (pathname === "/") return asset(response, "text/html", options.page);
    if (pathname === "/parley-chat.js") return asset(response, "text/javascript", options.script);
    if (pathname === "/pages.css") return asset(response, "text/css", options.styles ?? "");
    if (api === "v1" && kind === "assets") return asset(response, "image/svg+xml", picture);
    if (pathname === `/v1/channels/${options.info.channel}`) return send(response, 200, options.info);
    if (request.method === "POST" && pathname === "/v1/conversations") return open(await bodyOf(request), response);
    const conversation = [...conversations.values()].find((each) => each.id === id);
    if (api !== "v1" || kind !== "conversations") return complain(response, `${request.method} ${pathname}`);
    if (!conversation || request.headers.authorization !== `Bearer ${conversation.token}`)
      return send(response, 401, { error: { code: "unauthorized", message: "not yours, or gone" } });
    if (request.method === "POST" && part === "events") return take(conversation, await bodyOf(request), response);
    if (request.method === "PUT" && part === "files") {
      return takeFile(conversation, file, searchParams.get("name"), await bytesOf(request), response);
    }
    if (part === "stream") return stream(conversation, request, response);
    if (part !== "messages") return complain(response, `${request.method} ${pathname}`);
    const after = Number(searchParams.get("after"));
    const messages = conversation.messages.filter(({ seq }) => seq > after);
    send(response, 200, { messages, language: conversation.language });
  }

  const drop = (): void => {
    for (const { streams } of conversations.values()) for (const each of streams) each.destroy();
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return {
    address: `http://127.0.0.1:${port}`,
    complaints,
    posted,
    files,
    newest,
    count: () => conversations.size,
    say: (message, from = { from: "assistant" }) => add(newest(), message, from),
    signal(event, data) {
      for (const each of newest().streams) each.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    drop,
    failNext(ways) {
      failures = [...ways];
    },
    setDown(now) {
      isDown = now;
    },
    forget() {
      drop();
      conversations.clear();
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 90"><rect width="160" height="90" fill="#e9d9c8"/><circle cx="80" cy="45" r="26" fill="#7A1F3D"/></svg>`;

function shownOf(event: CustomerEvent, messages: readonly ConversationMessage[]): string | null {
  switch (event.kind) {
    case "text":
      return event.text;
    case "pick":
      return event.label ?? event.option;
    case "fill": {
      const form = messages.findLast(({ message }) => message.type === "form")?.message;
      const isHidden = (name: string): boolean =>
        form?.type === "form" && form.fields.some((field) => field.name === name && field.sensitive === true);
      return Object.entries(event.values)
        .map(([name, value]) => (isHidden(name) ? hidden : value))
        .join(", ");
    }
    case "language":
      return null;
  }
}

function frame(line: ConversationMessage): string {
  return `id: ${line.seq}\nevent: message\ndata: ${JSON.stringify(line)}\n\n`;
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function asset(response: ServerResponse, type: string, content: string): void {
  response.writeHead(200, { "content-type": `${type}; charset=utf-8`, "content-security-policy": policy }).end(content);
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  return JSON.parse((await bytesOf(request)).toString("utf8"));
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
