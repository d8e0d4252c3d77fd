/** The token that a request carries. */

import type { FastifyRequest } from "fastify";

export function bearerOf(request: FastifyRequest): string | null {
  return /^Bearer ([\x21-\x7e]{1,4000})$/i.exec(request.headers.authorization ?? "")?.[1] ?? null;
}
