/** HTML pages and the widget's script: made by the caller, served here. */

import type { FastifyInstance } from "fastify";
import type { LiveSide } from "#platform/conversations/live-side.ts";
import { isPreview, type Previews } from "#platform/conversations/previews.ts";
import { channelInfo, wishesOf } from "#platform/http/channel-info.ts";
import { keepPrivate } from "#platform/http/keep-private.ts";
import { problem } from "#platform/http/problem.ts";
import type { ChannelInfo } from "#wire/customer.ts";
import type { PreviewCard, PreviewedAs, PreviewRecord } from "#wire/preview.ts";

export interface Pages {
  /** The widget, one script. */
  readonly script: string;
  readonly styles: string;
  /** Lists the channels. */
  front(channels: readonly ChannelInfo[]): string;
  /** The widget on a page; of a preview's channel, with what it is a preview of. */
  chat(channel: ChannelInfo, preview: PreviewedAs | null): string;
  /** Lists a preview's channels. */
  preview(preview: PreviewRecord, channels: readonly PreviewCard[]): string;
  /** What a link leads to whose preview is over. */
  over(): string;
}

export function servePages(app: FastifyInstance, live: LiveSide, previews: Previews, pages: Pages): void {
  // Any site may embed the script; whether it may speak, its channel says.
  app.get("/parley-chat.js", async (_request, reply) =>
    reply
      .header("cross-origin-resource-policy", "cross-origin")
      .header("cache-control", "public, max-age=300")
      .type("text/javascript; charset=utf-8")
      .send(pages.script),
  );
  app.get("/pages.css", async (_request, reply) => reply.type("text/css; charset=utf-8").send(pages.styles));
  app.get("/", async (request, reply) => {
    const wishes = wishesOf(request.headers["accept-language"]);
    const channels = await Promise.all(
      (await live.channels()).map(async (channel) => {
        const pinned = await live.onChannel(channel);
        return pinned ? [channelInfo(channel, pinned.program, wishes)] : [];
      }),
    );
    return reply.type("text/html; charset=utf-8").send(pages.front(channels.flat()));
  });
  app.get<{ Params: { channel: string } }>("/chat/:channel", async (request, reply) => {
    const { channel } = request.params;
    const pinned = await live.onChannel(channel);
    if (isPreview(channel)) keepPrivate(reply);
    if (!pinned && isPreview(channel)) {
      return reply.status(404).type("text/html; charset=utf-8").send(pages.over());
    }
    if (!pinned) return problem(reply, 404, "unknown-channel", "there is no such channel here");
    const found = isPreview(channel) ? await previews.onChannel(channel) : null;
    const preview = found && {
      name: found.preview.name,
      id: found.id,
      path: `/preview/${previews.pageOf(found.preview)}`,
    };
    const info = channelInfo(channel, pinned.program, wishesOf(request.headers["accept-language"]));
    return reply.type("text/html; charset=utf-8").send(pages.chat(info, preview));
  });
}
