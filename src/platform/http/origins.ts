/** Which pages of other origins may speak to the customer API: those that a channel's `web.origins` list. */

import type { FastifyReply, FastifyRequest } from "fastify";
import { problem } from "#platform/http/problem.ts";

/** The page's origin, where it is another than the platform's own; null else. */
function foreignOrigin(request: FastifyRequest): string | null {
  const { origin, host } = request.headers;
  if (origin === undefined) return null;
  // Only the host is compared: a proxy may take the TLS away.
  return URL.canParse(origin) && new URL(origin).host === host ? null : origin;
}

/**
 * Lets an allowed origin read the answer. Another is answered with 403, and then this says true. Which are allowed is
 * asked only where there is another: the platform's own pages and programs send none.
 */
export async function refusesOrigin(
  request: FastifyRequest,
  reply: FastifyReply,
  allowed: () => Promise<readonly string[]>,
): Promise<boolean> {
  reply.header("vary", "Origin");
  const origin = foreignOrigin(request);
  if (origin === null) return false;
  if ((await allowed()).includes(origin)) {
    reply.header("access-control-allow-origin", origin);
    return false;
  }
  problem(reply, 403, "origin", `pages of ${origin} may not use this channel: its web.origins do not list it`);
  return true;
}

/** A browser asks before it sends: nothing is known yet but the origin. */
export async function answerPreflight(
  request: FastifyRequest,
  reply: FastifyReply,
  allowed: () => Promise<readonly string[]>,
): Promise<FastifyReply> {
  if (await refusesOrigin(request, reply, allowed)) return reply;
  return reply
    .header("access-control-allow-methods", "GET, POST, PUT")
    .header("access-control-allow-headers", "authorization, content-type, last-event-id")
    .header("access-control-max-age", "600")
    .status(204)
    .send();
}
