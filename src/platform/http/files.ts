/** Customers' files for whoever has their address, which nobody can guess: the customer, the agents, the APIs. */

import type { FastifyInstance } from "fastify";
import type { Conversations } from "#platform/conversations/conversations.ts";
import { type Meter, readsNotTooMuch } from "#platform/http/limits.ts";
import { problem } from "#platform/http/problem.ts";

/** Types that a browser may show; anything else it is to save. */
const shown: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"]);

type Address = { Params: { conversation: string; file: string; signature: string } };

export function serveFiles(app: FastifyInstance, conversations: Conversations, limits: Meter): void {
  const reader = { onRequest: readsNotTooMuch(limits) };
  app.get<Address>("/files/:conversation/:file/:signature/*", reader, async (request, reply) => {
    const { conversation, file: id, signature } = request.params;
    const file = await conversations.file(conversation, id, signature);
    if (!file) return problem(reply, 404, "not-found", "there is no such file here");
    if (!shown.has(file.type)) reply.header("content-disposition", "attachment");
    return reply
      .header("content-type", file.type)
      .header("cache-control", "private, max-age=3600, immutable")
      .header("x-robots-tag", "noindex")
      .header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
      .send(file.bytes);
  });
}
