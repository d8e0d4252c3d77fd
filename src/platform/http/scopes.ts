/** Who may use a route: whoever bears a token with its scope. Asked before the body is read: a stranger's megabytes are not. */

import type { FastifyReply, FastifyRequest } from "fastify";
import type { Pool } from "pg";
import { bearerOf } from "#platform/http/bearer.ts";
import { type Meter, tooMany } from "#platform/http/limits.ts";
import { problem } from "#platform/http/problem.ts";
import type { Identify } from "#platform/http/workload-identity.ts";
import { hashOf, holderOf } from "#platform/store/tokens.ts";
import type { Scope } from "#wire/admin.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Whose token it is: its name, or the pipeline's subject. */
    holder: string;
  }
}

export interface Needs {
  onRequest(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined>;
}

/** A guard of routes: any one of the scopes suffices. */
export type Guard = (...anyOf: readonly Scope[]) => Needs;

/** Tokens that were known are asked for at once; this many of them. */
const mostKnown = 1000;

/**
 * Tokens that nobody here has seen are limited by address before the database is asked for them: each costs it a query,
 * and guessing is to be slow. Whoever comes with one that was known is let in also where others guess.
 */
export function scopeGuard(pool: Pool, identify: Identify, limits: Meter): Guard {
  const known = new Set<string>();
  return (...anyOf) => ({
    async onRequest(request, reply) {
      const token = bearerOf(request);
      const hash = token && hashOf(token);
      const wait = hash === null || known.has(hash) ? 0 : limits.takeFrom("addressTokens", request.ip);
      if (wait > 0) return tooMany(reply, wait);
      const holder = token === null ? null : ((await holderOf(pool, token)) ?? (await identify(token)));
      if (hash !== null) known.delete(hash);
      if (!holder) return problem(reply, 401, "unauthorized", "this platform knows no such token");
      if (hash !== null) known.add(hash);
      const [oldest] = known;
      if (known.size > mostKnown && oldest !== undefined) known.delete(oldest);
      request.holder = holder.name;
      if (anyOf.some((scope) => holder.scopes.includes(scope))) return undefined;
      const wanted = anyOf.map((scope) => `"${scope}"`).join(" or ");
      return problem(reply, 403, "forbidden", `the token lacks the scope ${wanted}`);
    },
  });
}
