/** Whose part of the platform a request is about. */

import type { FastifyRequest } from "fastify";
import { siteHeader, sitePattern } from "#wire/admin.ts";

const isSite = new RegExp(sitePattern);

/** Null: it names no site, or none that could be one. */
export function siteOf({ headers }: Pick<FastifyRequest, "headers">): string | null {
  const named = headers[siteHeader];
  return typeof named === "string" && isSite.test(named) ? named : null;
}
