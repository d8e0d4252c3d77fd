/** The admin API: what drivers call (see `wire/admin.ts`). */

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Pool } from "pg";
import type { Body } from "#content/body.ts";
import { digestOfBytes } from "#content/body.ts";
import { hashOf } from "#platform/conversations/turns.ts";
import {
  bodiesOf,
  dropLease,
  keepAsset,
  keepBodies,
  leaseSeconds,
  makeRelease,
  missingOf,
  releases,
  renewLease,
  takeLease,
} from "#platform/store/releases.ts";
import { HolderRecord, ReleaseRequestRecord } from "#wire/admin.ts";

export function problem(
  reply: FastifyReply,
  status: number,
  code: string,
  message: string,
  more: object = {},
): FastifyReply {
  return reply.status(status).send({ error: { code, message, ...more } });
}

const digests = {
  type: "object",
  required: ["digests"],
  properties: { digests: { type: "array", maxItems: 20_000, items: { type: "string" } } },
};

export function adminApi(app: FastifyInstance, pool: Pool): void {
  const needs = (scope: "read" | "publish") => async (request: FastifyRequest, reply: FastifyReply) => {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
    const { rows } = await pool.query<{ scopes: string[] }>("select scopes from tokens where hash = $1", [
      hashOf(token ?? ""),
    ]);
    if (!token || !rows[0])
      return problem(reply, 401, "unauthorized", "a token is needed, and this is none of this platform's");
    if (!rows[0].scopes.includes(scope))
      return problem(reply, 403, "forbidden", `the token lacks the scope "${scope}"`);
  };
  const read = { preHandler: needs("read") };
  const publish = { preHandler: needs("publish"), bodyLimit: 8 * 1024 * 1024 };

  app.get("/admin/v1/live", read, async () => ({ release: (await releases(pool, 1))[0] ?? null }));
  app.get<{ Querystring: { limit?: string } }>("/admin/v1/releases", read, async (request) => ({
    releases: await releases(pool, Math.min(Number(request.query.limit) || 20, 500)),
  }));
  app.post<{ Body: { digests: string[] } }>(
    "/admin/v1/bodies/fetch",
    { ...read, schema: { body: digests } },
    async (request) => ({
      bodies: Object.fromEntries(await bodiesOf(pool, request.body.digests)),
    }),
  );
  app.post<{ Body: { digests: string[] } }>(
    "/admin/v1/bodies/missing",
    { ...read, schema: { body: digests } },
    async (request) => ({
      missing: await missingOf(pool, request.body.digests),
    }),
  );
  const bodies = { type: "object", required: ["bodies"], properties: { bodies: { type: "object" } } };
  app.post<{ Body: { bodies: Record<string, Body> } }>(
    "/admin/v1/bodies",
    { ...publish, schema: { body: bodies } },
    async (request, reply) => {
      const wrong = await keepBodies(pool, request.body.bodies);
      return wrong === null ? {} : problem(reply, 400, "digest-mismatch", `the body named ${wrong} has another digest`);
    },
  );
  app.put<{ Params: { digest: string }; Body: Buffer }>(
    "/admin/v1/assets/:digest",
    { ...publish, bodyLimit: 12 * 1024 * 1024 },
    async (request, reply) => {
      if (digestOfBytes(request.body) !== request.params.digest)
        return problem(reply, 400, "digest-mismatch", "the asset has another digest");
      await keepAsset(pool, request.params.digest, request.body);
      return {};
    },
  );
  app.post<{ Body: ReleaseRequestRecord }>(
    "/admin/v1/releases",
    { ...publish, schema: { body: ReleaseRequestRecord } },
    async (request, reply) => {
      const answer = await makeRelease(pool, request.body);
      switch (answer.kind) {
        case "made":
          return reply.status(201).send(answer.release);
        case "same":
          return answer.release;
        case "moved":
          return problem(reply, 409, "moved", "another release is live", { live: answer.live });
        case "missing":
          return problem(reply, 400, "missing-body", `not uploaded: ${answer.digests.join(", ")}`);
      }
    },
  );
  app.post<{ Body: HolderRecord }>(
    "/admin/v1/lease",
    { ...publish, schema: { body: HolderRecord } },
    async (request, reply) => {
      const taken = await takeLease(pool, request.body.who, request.body.where);
      if (typeof taken === "string") return reply.status(201).send({ lease: taken, seconds: leaseSeconds });
      return problem(reply, 409, "held", "another publish is under way", {
        holder: { who: taken.who, where: taken.where },
        since: taken.since,
      });
    },
  );
  app.put<{ Params: { lease: string } }>("/admin/v1/lease/:lease", publish, async (request, reply) =>
    (await renewLease(pool, request.params.lease))
      ? { seconds: leaseSeconds }
      : problem(reply, 404, "lost", "the lease is over"),
  );
  app.delete<{ Params: { lease: string } }>("/admin/v1/lease/:lease", publish, async (request, reply) => {
    await dropLease(pool, request.params.lease);
    return reply.status(204).send();
  });
}
