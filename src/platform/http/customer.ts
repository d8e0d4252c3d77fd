/** The customer API: what a widget calls (see `wire/customer.ts`). */

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Audience } from "#platform/conversations/audience.ts";
import type { Conversations } from "#platform/conversations/conversations.ts";
import type { LiveSide } from "#platform/conversations/live-side.ts";
import { isPreview } from "#platform/conversations/previews.ts";
import { bearerOf } from "#platform/http/bearer.ts";
import { channelInfo, wishesOf } from "#platform/http/channel-info.ts";
import type { IdentifyCustomer } from "#platform/http/customer-identity.ts";
import { isOwnAddress, type Meter, networkOf, tooMany } from "#platform/http/limits.ts";
import { answerPreflight, refusesOrigin } from "#platform/http/origins.ts";
import { problem } from "#platform/http/problem.ts";
import { streamConversation } from "#platform/http/stream.ts";
import { CustomerEvent, FileParams, IdentityRequest, OpenRequest } from "#wire/customer.ts";

export interface CustomerOptions {
  readonly conversations: Conversations;
  readonly live: LiveSide;
  readonly audience: Audience;
  readonly limits: Meter;
  identifyCustomer: IdentifyCustomer;
}

const maxStreams = 20;
const maxFile = 10 * 1024 * 1024;
const heartbeatMs = 15_000;

type Named = { Params: { id: string } };

/** Routes below `/v1`. Answers how to end every stream. */
export function customerApi(
  app: FastifyInstance,
  { conversations, live, audience, limits, identifyCustomer }: CustomerOptions,
): () => void {
  const streams = new Set<() => void>();

  /** A preview is for the platform's own pages: what its files say of other sites' is nobody's yes yet. */
  const originsOf = async (channel: string): Promise<readonly string[]> =>
    isPreview(channel) ? [] : ((await live.onChannel(channel))?.program.channel.web?.origins ?? []);
  /** A preview that is over takes its conversations with it, whoever has their tokens. */
  const isOver = async (channel: string): Promise<boolean> =>
    isPreview(channel) && (await live.onChannel(channel)) === null;
  /** Origins that some channel lists. */
  const everyOrigin = async (): Promise<readonly string[]> =>
    (await Promise.all((await live.channels()).map(originsOf))).flat();
  const noChannel = (reply: FastifyReply): FastifyReply =>
    problem(reply, 404, "unknown-channel", "there is no such channel here");

  /** Asked before the body is read. */
  const isOwner = async (request: FastifyRequest<Named>, reply: FastifyReply) => {
    const token = bearerOf(request);
    const channel = token === null ? null : await conversations.channelFor(request.params.id, token);
    if (refusesOrigin(request, reply, channel === null ? await everyOrigin() : await originsOf(channel))) return reply;
    if (channel === null || (await isOver(channel)))
      return problem(reply, 401, "unauthorized", "this conversation is not yours, or has gone");
  };
  const owner = { onRequest: isOwner };
  /** Who sends something, and not too much. */
  const speaker = {
    onRequest: [
      isOwner,
      async (request: FastifyRequest<Named>, reply: FastifyReply) => {
        const wait = Math.max(
          isOwnAddress(request.ip) ? 0 : limits.take("addressEvents", networkOf(request.ip)),
          limits.take("conversationEvents", request.params.id),
        );
        if (wait > 0) return tooMany(reply, wait);
      },
    ],
  };

  app.options("/*", async (request, reply) => answerPreflight(request, reply, await everyOrigin()));

  app.get<{ Params: { channel: string }; Querystring: { language?: string } }>(
    "/channels/:channel",
    async (request, reply) => {
      const pinned = await live.onChannel(request.params.channel);
      if (refusesOrigin(request, reply, pinned ? await originsOf(request.params.channel) : await everyOrigin())) {
        return reply;
      }
      if (!pinned) return noChannel(reply);
      const { language } = request.query;
      const wishes = wishesOf(language === undefined ? request.headers["accept-language"] : String(language));
      return reply
        .header("cache-control", "no-store")
        .send(channelInfo(request.params.channel, pinned.program, wishes));
    },
  );

  const noIdentity = (reply: FastifyReply): FastifyReply =>
    problem(reply, 401, "identity", "the identity is not signed for here, or its time is over");

  app.post<{ Body: OpenRequest }>("/conversations", { schema: { body: OpenRequest } }, async (request, reply) => {
    const { channel, identity: token } = request.body;
    if (refusesOrigin(request, reply, await originsOf(channel))) return reply;
    // Keys are counted, so only channels that there are.
    if (!(await live.onChannel(channel))) return noChannel(reply);
    const identity = token === undefined ? null : await identifyCustomer(token);
    if (token !== undefined && !identity) return noIdentity(reply);
    const wait = Math.max(
      isOwnAddress(request.ip) ? 0 : limits.take("addressOpens", networkOf(request.ip)),
      limits.take("channelOpens", channel),
      identity ? limits.take("customerOpens", identity.id) : 0,
    );
    if (wait > 0) return tooMany(reply, wait);
    const answer = await conversations.open(request.body, identity);
    return answer ? reply.status(201).send(answer) : noChannel(reply);
  });

  app.post<Named & { Body: IdentityRequest }>(
    "/conversations/:id/identity",
    { ...speaker, schema: { body: IdentityRequest } },
    async (request, reply) => {
      const identity = await identifyCustomer(request.body.identity);
      if (!identity) return noIdentity(reply);
      await conversations.identify(request.params.id, identity);
      return {};
    },
  );

  app.post<Named & { Body: CustomerEvent }>(
    "/conversations/:id/events",
    { ...speaker, schema: { body: CustomerEvent } },
    async (request) => {
      const { taken, seq } = await conversations.take(request.params.id, request.body);
      return { taken, seq };
    },
  );

  // Only files are bytes: every other request is JSON.
  void app.register(async (files) => {
    files.addContentTypeParser("application/octet-stream", { parseAs: "buffer" }, (_request, body, done) =>
      done(null, body),
    );
    files.put<{ Params: { id: string; file: string }; Querystring: { name?: string }; Body: unknown }>(
      "/conversations/:id/files/:file",
      { ...speaker, bodyLimit: maxFile, schema: { params: FileParams } },
      async (request, reply) => {
        const { id, file } = request.params;
        const { body, query } = request;
        if (!Buffer.isBuffer(body)) {
          return problem(reply, 415, "media-type", "a file is sent as application/octet-stream");
        }
        const answer = await conversations.takeFile(id, file, String(query.name ?? ""), body);
        if (!answer) return problem(reply, 429, "too-many-files", "this conversation holds too many files");
        return { taken: answer.taken, seq: answer.seq };
      },
    );
  });

  app.get<Named & { Querystring: { after?: string } }>("/conversations/:id/messages", owner, async (request, reply) => {
    const view = await conversations.view(request.params.id, numberOf(request.query.after));
    if (!view) return problem(reply, 404, "no-conversation", "there is no such conversation");
    return reply.header("cache-control", "no-store").send({ messages: view.lines, language: view.language });
  });

  app.get<Named>("/conversations/:id/stream", owner, (request, reply) => {
    const { id } = request.params;
    if (audience.size(id) >= maxStreams) {
      return void problem(reply, 429, "too-many-streams", "this conversation is read by too many already");
    }
    const end = streamConversation(reply, id, numberOf(request.headers["last-event-id"]), {
      audience,
      heartbeatMs,
      view: conversations.view,
      place: conversations.place,
    });
    streams.add(end);
    reply.raw.on("close", () => streams.delete(end));
  });

  return () => {
    for (const end of [...streams]) end();
  };
}

/** A line's number; 0 for what is none. */
function numberOf(value: string | string[] | undefined): number {
  const number = Number(value);
  return Number.isInteger(number) && number > 0 && number < 2 ** 31 ? number : 0;
}
