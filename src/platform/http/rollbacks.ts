/** The way back (see `wire/rollback.ts`). */

import type { FastifyInstance } from "fastify";
import type { Pool } from "pg";
import { quietMs } from "#platform/conversations/plan-turn.ts";
import { missingBodies } from "#platform/http/missing-bodies.ts";
import { problem } from "#platform/http/problem.ts";
import type { Needs } from "#platform/http/scopes.ts";
import { rollBack, rollbackText } from "#platform/store/rollbacks.ts";
import { RollbackRequest } from "#wire/rollback.ts";

/** The route below `/admin/v1`; `released` is called when another release is live. */
export function rollbacksApi(
  app: FastifyInstance,
  needs: readonly Needs[],
  { pool, released }: { readonly pool: Pool; released(): Promise<void> },
): void {
  app.post<{ Body: RollbackRequest }>(
    "/rollbacks",
    { onRequest: needs.map(({ onRequest }) => onRequest), schema: { body: RollbackRequest } },
    async (request, reply) => {
      const answer = await rollBack(pool, request.body, Date.now() - quietMs);
      switch (answer.kind) {
        case "no-way-back":
          return problem(reply, 409, answer.code, answer.message);
        case "missing":
          return missingBodies(reply, answer.digests);
        default:
          if (answer.kind === "made") await released();
          return reply
            .status(answer.kind === "made" ? 201 : 200)
            .type("application/json; charset=utf-8")
            .send(await rollbackText(pool, answer));
      }
    },
  );
}
