/** The customer API: what a widget calls (see `wire/customer.ts`). */

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Pool } from "pg";
import {
  holdsConversation,
  liveProgram,
  messagesAfter,
  openConversation,
  takeEvent,
} from "#platform/conversations/turns.ts";
import { problem } from "#platform/http/admin.ts";
import { assetOf } from "#platform/store/releases.ts";
import { pickLanguage } from "#runtime/language.ts";
import type { Program } from "#runtime/program.ts";
import { type ChannelInfo, CustomerEvent, OpenRequest } from "#wire/customer.ts";

const types: Readonly<Record<string, string>> = {
  svg: "image/svg+xml",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  webp: "image/webp",
  gif: "image/gif",
  pdf: "application/pdf",
};
const heartbeatMs = 15_000;

export interface Streams {
  /** Something happened in a conversation. */
  wake(conversation: string): void;
  closeAll(): void;
}

type Named = { Params: { id: string } };

/** `poke` is called after every turn: it may have left work to be done. */
export function customerApi(app: FastifyInstance, pool: Pool, poke: () => void): Streams {
  const listeners = new Map<string, Set<() => void>>();
  const open = new Set<FastifyReply>();
  const owner = async (request: FastifyRequest<Named>, reply: FastifyReply) => {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
    if (!(await holdsConversation(pool, request.params.id, token)))
      return problem(reply, 401, "unauthorized", "this conversation is not yours, or is gone");
  };

  app.get<{ Params: { channel: string }; Querystring: { language?: string } }>(
    "/v1/channels/:channel",
    async (request, reply) => {
      const live = await liveProgram(pool, request.params.channel);
      if (!live) return problem(reply, 404, "unknown-channel", "there is no such channel here");
      return channelInfo(live.program, (request.query.language ?? "").split(","));
    },
  );
  app.post<{ Body: OpenRequest }>("/v1/conversations", { schema: { body: OpenRequest } }, async (request, reply) => {
    const answer = await openConversation(pool, request.body.channel, request.body.languages ?? []);
    poke();
    return answer
      ? reply.status(201).send(answer)
      : problem(reply, 404, "unknown-channel", "there is no such channel here");
  });
  app.post<Named & { Body: CustomerEvent }>(
    "/v1/conversations/:id/events",
    { preHandler: owner, schema: { body: CustomerEvent } },
    async (request) => {
      const { id, ...event } = request.body;
      const answer = await takeEvent(pool, request.params.id, id, event, shownOf(request.body));
      poke();
      return answer;
    },
  );
  app.get<Named & { Querystring: { after?: string } }>(
    "/v1/conversations/:id/messages",
    { preHandler: owner },
    async (request) => ({
      messages: await messagesAfter(pool, request.params.id, Number(request.query.after) || 0),
    }),
  );
  app.get<Named>("/v1/conversations/:id/stream", { preHandler: owner }, async (request, reply) => {
    const { id } = request.params;
    let last = Number(request.headers["last-event-id"]) || 0;
    reply.hijack();
    open.add(reply);
    reply.raw.writeHead(200, {
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
      ...(reply.getHeaders() as Record<string, string>),
    });
    reply.raw.write(": hello\n\n");
    let sending: Promise<void> = Promise.resolve();
    const send = (): void => {
      sending = sending
        .then(async () => {
          for (const message of await messagesAfter(pool, id, last)) {
            last = message.seq;
            reply.raw.write(`id: ${message.seq}\nevent: message\ndata: ${JSON.stringify(message)}\n\n`);
          }
        })
        .catch(() => void reply.raw.end());
    };
    const set = listeners.get(id) ?? new Set();
    listeners.set(id, set.add(send));
    const heartbeat = setInterval(() => reply.raw.write(": still here\n\n"), heartbeatMs);
    reply.raw.on("close", () => {
      clearInterval(heartbeat);
      open.delete(reply);
      set.delete(send);
      if (set.size === 0) listeners.delete(id);
    });
    send();
  });
  app.get<{ Params: { digest: string; name: string } }>("/v1/assets/:digest/:name", async (request, reply) => {
    const bytes = await assetOf(pool, request.params.digest);
    if (!bytes) return problem(reply, 404, "unknown-asset", "there is no such file here");
    const type = types[request.params.name.split(".").at(-1)?.toLowerCase() ?? ""] ?? "application/octet-stream";
    return reply
      .header("content-type", type)
      .header("cache-control", "public, max-age=31536000, immutable")
      .header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
      .header("x-content-type-options", "nosniff")
      .send(bytes);
  });
  return {
    wake: (conversation) => {
      for (const send of listeners.get(conversation) ?? []) send();
    },
    closeAll: () => {
      for (const reply of open) reply.raw.end();
    },
  };
}

function shownOf(event: CustomerEvent): string | undefined {
  if (event.kind === "text") return event.text;
  if (event.kind === "pick") return event.label ?? event.option;
  return event.kind === "fill" ? Object.values(event.values).join(", ") : undefined;
}

/** What a visitor sees before a conversation is open. */
export function channelInfo(program: Program, wishes: readonly string[]): ChannelInfo {
  const { assistant, brand, channel } = program;
  const logo = brand.theme?.logo;
  const digest = logo === undefined ? undefined : brand.assets[logo];
  const languages = [...(assistant?.languages ?? brand.languages)];
  return {
    channel: channel.id,
    name: assistant?.name ?? brand.name,
    assistant: assistant?.id ?? null,
    brand: {
      name: brand.name,
      ...(brand.theme?.color !== undefined && { color: brand.theme.color }),
      ...(digest !== undefined &&
        logo !== undefined && { logo: `/v1/assets/${digest}/${encodeURIComponent(logo.split("/").at(-1) ?? logo)}` }),
    },
    languages,
    language: pickLanguage(
      wishes.filter((wish) => wish !== ""),
      languages,
    ),
    position: channel.web?.position ?? "right",
  };
}
