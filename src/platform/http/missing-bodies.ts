/** What cannot be live because its bodies are not there. */

import type { FastifyReply } from "fastify";
import type { Digest } from "#content/body.ts";
import { problem } from "#platform/http/problem.ts";

export function missingBodies(reply: FastifyReply, digests: readonly Digest[]): FastifyReply {
  const message = `${digests.length} not uploaded, or uploaded as something else: ${digests.slice(0, 5).join(", ")}`;
  return problem(reply, 400, "missing-body", message, { missing: digests });
}
