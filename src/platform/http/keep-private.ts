/** What no machine is to index, keep, or tell another site of. */

import type { FastifyReply } from "fastify";

export function keepPrivate(reply: FastifyReply): FastifyReply {
  return reply
    .header("cache-control", "no-store")
    .header("referrer-policy", "no-referrer")
    .header("x-robots-tag", "noindex, nofollow");
}
