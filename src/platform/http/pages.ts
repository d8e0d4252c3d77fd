/** HTML pages and the widget's script: made by the caller, served here. */

import type { FastifyInstance } from "fastify";
import type { LiveSide } from "#platform/conversations/live-side.ts";
import { channelInfo, wishesOf } from "#platform/http/channel-info.ts";
import { problem } from "#platform/http/problem.ts";
import type { ChannelInfo } from "#wire/customer.ts";

export interface Pages {
  /** The widget, one script. */
  readonly script: string;
  readonly styles: string;
  /** Lists the channels. */
  front(channels: readonly ChannelInfo[]): string;
  /** The widget on a page. */
  chat(channel: ChannelInfo): string;
}

export function servePages(app: FastifyInstance, live: LiveSide, pages: Pages): void {
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
    const pinned = await Promise.all((await live.channels()).map((channel) => live.onChannel(channel)));
    const channels = pinned.flatMap((each) => (each ? [channelInfo(each.program, wishes)] : []));
    return reply.type("text/html; charset=utf-8").send(pages.front(channels));
  });
  app.get<{ Params: { channel: string } }>("/chat/:channel", async (request, reply) => {
    const pinned = await live.onChannel(request.params.channel);
    if (!pinned) return problem(reply, 404, "unknown-channel", "there is no such channel here");
    const info = channelInfo(pinned.program, wishesOf(request.headers["accept-language"]));
    return reply.type("text/html; charset=utf-8").send(pages.chat(info));
  });
}
