/** The customer API: what a widget calls (see `wire/customer.ts`). */

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Audience } from "#platform/conversations/audience.ts";
import type { Conversations } from "#platform/conversations/conversations.ts";
import type { FileLinks } from "#platform/conversations/file-links.ts";
import type { LiveSide } from "#platform/conversations/live-side.ts";
import { isPreview } from "#platform/conversations/previews.ts";
import { atOnce } from "#platform/http/at-once.ts";
import { bearerOf } from "#platform/http/bearer.ts";
import { channelInfo, wishesOf } from "#platform/http/channel-info.ts";
import type { IdentifyCustomer } from "#platform/http/customer-identity.ts";
import { isOwnAddress, type Meter, networkOf, readsNotTooMuch, type Streams, tooMany } from "#platform/http/limits.ts";
import { answerPreflight, refusesOrigin } from "#platform/http/origins.ts";
import { problem } from "#platform/http/problem.ts";
import { streamConversation } from "#platform/http/stream.ts";
import { takeUploads } from "#platform/http/uploads.ts";
import { CustomerEvent, IdentityRequest, OpenRequest } from "#wire/customer.ts";

export interface CustomerOptions {
  readonly conversations: Conversations;
  readonly links: FileLinks;
  readonly live: LiveSide;
  readonly audience: Audience;
  readonly limits: Meter;
  readonly streamLimits: Streams;
  identifyCustomer: IdentifyCustomer;
}

const maxStreams = 20;
const heartbeatMs = 15_000;

type Named = { Params: { id: string } };

/** Routes below `/v1`. Answers how to end every stream. */
export function customerApi(
  app: FastifyInstance,
  { conversations, links, live, audience, limits, streamLimits, identifyCustomer }: CustomerOptions,
): () => void {
  const streams = new Set<() => void>();
  const open = atOnce();

  /** A preview is for the platform's own pages: what its files say of other sites' is nobody's yes yet. */
  const originsOf = async (channel: string): Promise<readonly string[]> =>
    isPreview(channel) ? [] : ((await live.onChannel(channel))?.program.channel.web?.origins ?? []);
  /** A preview that is over takes its conversations with it, whoever has their tokens. */
  const isOver = async (preview: string): Promise<boolean> => (await live.onChannel(preview)) === null;
  /** Origins that some channel lists. */
  const everyOrigin = async (): Promise<readonly string[]> =>
    (await Promise.all((await live.channels()).map(originsOf))).flat();
  const noChannel = (reply: FastifyReply): FastifyReply =>
    problem(reply, 404, "unknown-channel", "there is no such channel here");

  /** Asked before the body is read. */
  const isOwner = async (request: FastifyRequest, reply: FastifyReply) => {
    const token = bearerOf(request);
    const channel = token === null ? null : await conversations.channelFor(idOf(request), token);
    if (await refusesOrigin(request, reply, channel === null ? everyOrigin : () => originsOf(channel))) return reply;
    if (channel === null || (isPreview(channel) && (await isOver(channel))))
      return problem(reply, 401, "unauthorized", "this conversation is not yours, or has gone");
  };
  const reader = { onRequest: [isOwner, readsNotTooMuch(limits)] };
  /** Who sends something, and not too much. */
  const speaker = {
    onRequest: [
      isOwner,
      (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
        const wait = limits.takeFrom("addressEvents", request.ip) || limits.take("conversationEvents", idOf(request));
        if (wait > 0) tooMany(reply, wait);
        else done();
      },
    ],
  };

  app.options("/*", (request, reply) => answerPreflight(request, reply, everyOrigin));

  app.get<{ Params: { channel: string }; Querystring: { language?: string } }>(
    "/channels/:channel",
    async (request, reply) => {
      const pinned = await live.onChannel(request.params.channel);
      const { channel } = request.params;
      if (await refusesOrigin(request, reply, pinned ? () => originsOf(channel) : everyOrigin)) return reply;
      const wait = limits.takeFrom("addressReads", request.ip);
      if (wait > 0) return tooMany(reply, wait);
      if (!pinned) return noChannel(reply);
      const { language } = request.query;
      const wishes = wishesOf(language === undefined ? request.headers["accept-language"] : String(language));
      return reply.header("cache-control", "no-store").send(channelInfo(channel, pinned.program, wishes));
    },
  );

  const noIdentity = (reply: FastifyReply): FastifyReply =>
    problem(reply, 401, "identity", "the identity is not signed for here, or its time is over");

  app.post<{ Body: OpenRequest }>("/conversations", { schema: { body: OpenRequest } }, async (request, reply) => {
    const { channel, identity: token } = request.body;
    if (await refusesOrigin(request, reply, () => originsOf(channel))) return reply;
    // Keys are counted, so only channels that there are.
    if (!(await live.onChannel(channel))) return noChannel(reply);
    // One after another: what is refused to one address is not to use up what a channel may open for all. And before
    // the signature is looked at: that takes time, whoever made it.
    const wait = limits.takeFrom("addressOpens", request.ip) || limits.take("channelOpens", channel);
    if (wait > 0) return tooMany(reply, wait);
    const identity = token === undefined ? null : await identifyCustomer(token);
    if (token !== undefined && !identity) return noIdentity(reply);
    const longer = identity ? limits.take("customerOpens", identity.id) : 0;
    if (longer > 0) return tooMany(reply, longer);
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
  void app.register(async (files) => takeUploads(files, speaker.onRequest, { conversations, limits }));

  app.get<Named & { Querystring: { after?: string } }>(
    "/conversations/:id/messages",
    reader,
    async (request, reply) => {
      const { id } = request.params;
      const view = await conversations.view(id, numberOf(request.query.after));
      if (!view) return problem(reply, 404, "no-conversation", "there is no such conversation");
      return reply
        .header("cache-control", "no-store")
        .send({ messages: links.renewed(id, view.lines), language: view.language });
    },
  );

  app.get<Named>("/conversations/:id/stream", reader, async (request, reply) => {
    const { id } = request.params;
    // Whoever has the token may read: the channel is known.
    const channel = (await conversations.channelFor(id, bearerOf(request) ?? "")) ?? "";
    const leave = open.enter([
      [`conversation ${id}`, maxStreams],
      [`channel ${channel}`, streamLimits.channelStreams],
      ["process", streamLimits.processStreams],
      ...(isOwnAddress(request.ip) ? [] : [[`address ${networkOf(request.ip)}`, streamLimits.addressStreams] as const]),
    ]);
    if (!leave) {
      const message = "too many streams are open here, or from where you are";
      return problem(reply.header("retry-after", "10"), 429, "too-many-streams", message);
    }
    reply.raw.once("close", leave);
    const end = streamConversation(reply, id, numberOf(request.headers["last-event-id"]), {
      audience,
      links,
      heartbeatMs,
      view: conversations.view,
      place: conversations.place,
    });
    streams.add(end);
    reply.raw.on("close", () => streams.delete(end));
    return reply;
  });

  return () => {
    for (const end of [...streams]) end();
  };
}

function idOf({ params }: FastifyRequest): string {
  return (params as Named["Params"]).id;
}

/** A line's number; 0 for what is none. */
function numberOf(value: string | string[] | undefined): number {
  const number = Number(value);
  return Number.isInteger(number) && number > 0 && number < 2 ** 31 ? number : 0;
}
