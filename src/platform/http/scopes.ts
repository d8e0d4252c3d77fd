/** Who may use a route: whoever bears a token with its scope. Asked before the body is read: a stranger's megabytes are not. */

import type { FastifyReply, FastifyRequest } from "fastify";
import type { Pool } from "pg";
import { bearerOf } from "#platform/http/bearer.ts";
import { problem } from "#platform/http/problem.ts";
import type { Identify } from "#platform/http/workload-identity.ts";
import { holderOf } from "#platform/store/tokens.ts";
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

/** Any one of the scopes suffices. */
export function scopeGuard(pool: Pool, identify: Identify): (...anyOf: readonly Scope[]) => Needs {
  return (...anyOf) => ({
    async onRequest(request, reply) {
      const token = bearerOf(request);
      const holder = token === null ? null : ((await holderOf(pool, token)) ?? (await identify(token)));
      if (!holder) return problem(reply, 401, "unauthorized", "this platform knows no such token");
      request.holder = holder.name;
      if (anyOf.some((scope) => holder.scopes.includes(scope))) return undefined;
      const wanted = anyOf.map((scope) => `"${scope}"`).join(" or ");
      return problem(reply, 403, "forbidden", `the token lacks the scope ${wanted}`);
    },
  });
}
