/** The admin API: what drivers call (see `wire/admin.ts`). */

import type { FastifyInstance } from "fastify";
import type { Pool } from "pg";
import type { Body } from "#content/body.ts";
import { quietMs } from "#platform/conversations/plan-turn.ts";
import { missingBodies } from "#platform/http/missing-bodies.ts";
import { type PreviewsOptions, previewsApi } from "#platform/http/previews.ts";
import { type PrivacyOptions, privacyApi } from "#platform/http/privacy.ts";
import { problem } from "#platform/http/problem.ts";
import { rollbacksApi } from "#platform/http/rollbacks.ts";
import type { Guard } from "#platform/http/scopes.ts";
import { siteOf } from "#platform/http/site-of.ts";
import { audited } from "#platform/store/audit.ts";
import { assetOf, bodiesText, keepAsset, keepBodies, missingOf, namesOf } from "#platform/store/bodies.ts";
import { dropLease, leaseSeconds, publishes, renewLease, takeLease } from "#platform/store/lease.ts";
import { makeRelease } from "#platform/store/make-release.ts";
import { holds, releases, releasesOf } from "#platform/store/releases.ts";
import { running } from "#platform/store/running.ts";
import { liveView, viewOf } from "#platform/store/site-view.ts";
import { dropToken, listTokens, makeToken } from "#platform/store/tokens.ts";
import { dropWebhook, listWebhooks, renewSecret, setWebhook } from "#platform/store/webhooks.ts";
import {
  BodiesRequest,
  DigestsRequest,
  LeaseEnd,
  LeaseRequest,
  ReleaseRequestRecord,
  SecretsRequest,
  TokenRequest,
  WebhookParams,
  WebhookRequest,
} from "#wire/admin.ts";

export interface AdminOptions extends PreviewsOptions, PrivacyOptions {
  readonly pool: Pool;
  /** Whether the operator lets a secret of this name go to this host. */
  hasSecret(name: string, host: string): boolean;
  /** Called when another release is live, before the publisher hears of it. */
  released(): Promise<void>;
  /** There are other webhooks. */
  webhooksMoved(): void;
}

const maxBodies = 32 * 1024 * 1024;
const maxAsset = 25 * 1024 * 1024;
const maxReleases = 500;

function limitOf(text: string | undefined): number {
  return Math.min(Math.max(Number.parseInt(String(text), 10) || 20, 1), maxReleases);
}

/** Routes below `/admin/v1`. */
export function adminApi(app: FastifyInstance, needs: Guard, options: AdminOptions): void {
  const { pool, hasSecret, released, webhooksMoved } = options;
  const read = { ...needs("read"), bodyLimit: maxBodies };
  const publish = { ...needs("publish"), bodyLimit: maxBodies };
  // What is uploaded, nobody sees: a preview needs no more than that, and its own routes.
  const upload = { ...needs("publish", "preview"), bodyLimit: maxBodies };
  const missing = { ...needs("read", "publish", "preview"), bodyLimit: maxBodies };
  // Names, and whether they are set: a review says beforehand what a publish would be refused for.
  const secrets = { ...needs("read", "publish"), bodyLimit: maxBodies };
  const admin = needs("admin");

  app.addContentTypeParser("application/octet-stream", { parseAs: "buffer" }, (_request, body, done) =>
    done(null, body),
  );

  app.get("/live", read, async (request) => {
    const site = siteOf(request);
    const [view, held] = await Promise.all([liveView(pool, site), holds(pool, site)]);
    return { ...view, holds: held };
  });
  app.get<{ Querystring: { limit?: string } }>("/releases", read, async (request) => {
    const site = siteOf(request);
    const limit = limitOf(request.query.limit);
    const [[live = null], history] = await Promise.all([
      releases(pool, 1),
      site === null ? releases(pool, limit) : releasesOf(pool, site, limit),
    ]);
    return { releases: history.map((release) => viewOf(release, site, live)) };
  });
  app.post<{ Body: DigestsRequest }>(
    "/conversations/running",
    { ...read, schema: { body: DigestsRequest } },
    async (request) => ({ running: await running(pool, request.body.digests, Date.now() - quietMs) }),
  );
  app.post<{ Body: DigestsRequest }>(
    "/bodies/fetch",
    { ...read, schema: { body: DigestsRequest } },
    async (request, reply) => {
      const bodies = await bodiesText(pool, request.body.digests);
      return reply.type("application/json; charset=utf-8").send(`{"bodies":${bodies}}`);
    },
  );
  app.post<{ Body: DigestsRequest }>(
    "/bodies/names",
    { ...read, schema: { body: DigestsRequest } },
    async (request) => ({ names: await namesOf(pool, request.body.digests) }),
  );
  app.post<{ Body: DigestsRequest }>(
    "/bodies/missing",
    { ...missing, schema: { body: DigestsRequest } },
    async (request) => ({ missing: await missingOf(pool, request.body.digests) }),
  );
  app.post<{ Body: { bodies: Record<string, Body> } }>(
    "/bodies",
    { ...upload, schema: { body: BodiesRequest } },
    async (request, reply) => {
      const wrong = await keepBodies(pool, request.body.bodies);
      return wrong === null ? {} : problem(reply, 400, "digest-mismatch", `the body named ${wrong} has another digest`);
    },
  );
  app.put<{ Params: { digest: string }; Body: Buffer }>(
    "/assets/:digest",
    { ...upload, bodyLimit: maxAsset },
    async (request, reply) => {
      const { digest } = request.params;
      if (!Buffer.isBuffer(request.body)) {
        return problem(reply, 415, "media-type", "an asset is sent as application/octet-stream");
      }
      if (await keepAsset(pool, digest, request.body)) return {};
      return problem(reply, 400, "digest-mismatch", `the asset named ${digest} has another digest`);
    },
  );

  app.get<{ Params: { digest: string } }>("/assets/:digest", read, async (request, reply) => {
    const { digest } = request.params;
    const bytes = /^[0-9a-f]{64}$/.test(digest) ? await assetOf(pool, digest) : null;
    if (!bytes) return problem(reply, 404, "not-found", "there is no file with this digest");
    return reply.header("content-type", "application/octet-stream").send(bytes);
  });

  app.post<{ Body: ReleaseRequestRecord }>(
    "/releases",
    { ...publish, schema: { body: ReleaseRequestRecord } },
    async (request, reply) => {
      const answer = await makeRelease(pool, request.body);
      switch (answer.kind) {
        case "made":
          await released();
          return reply.status(201).send(answer.release);
        case "same":
          return answer.release;
        case "moved": {
          const live = answer.live === null ? "no release" : `release ${answer.live}`;
          return problem(reply, 409, "moved", `${live} is live, and another was expected`, { live: answer.live });
        }
        case "missing":
          return missingBodies(reply, answer.digests);
        case "refused":
          return problem(reply, 409, answer.code, answer.message);
      }
    },
  );

  rollbacksApi(app, [needs("publish"), needs("read")], options);

  app.get<{ Querystring: { limit?: string } }>("/publishes", read, async (request) => ({
    publishes: await publishes(pool, limitOf(request.query.limit), siteOf(request)),
  }));
  app.post<{ Body: LeaseRequest }>("/lease", { ...publish, schema: { body: LeaseRequest } }, async (request, reply) => {
    const answer = await takeLease(pool, request.body, siteOf(request));
    if (answer.kind === "taken") return reply.status(201).send({ lease: answer.id, seconds: leaseSeconds });
    const { who, where, since } = answer;
    return problem(reply, 409, "held", `${who} on ${where} is publishing`, { holder: { who, where }, since });
  });
  app.put<{ Params: { lease: string } }>("/lease/:lease", publish, async (request, reply) =>
    (await renewLease(pool, request.params.lease))
      ? { seconds: leaseSeconds }
      : problem(reply, 404, "lost", "the lease is over, or another's"),
  );
  app.delete<{ Params: { lease: string }; Body: LeaseEnd }>(
    "/lease/:lease",
    { ...publish, schema: { body: LeaseEnd } },
    async (request, reply) => {
      await dropLease(pool, request.params.lease, request.body);
      return reply.status(204).send();
    },
  );

  app.post<{ Body: SecretsRequest }>(
    "/secrets/missing",
    { ...secrets, schema: { body: SecretsRequest } },
    async (request) => ({ missing: request.body.secrets.filter(({ name, host }) => !hasSecret(name, host)) }),
  );

  previewsApi(app, needs("publish", "preview"), options);

  app.get("/tokens", admin, async () => ({ tokens: await listTokens(pool) }));
  app.post<{ Body: TokenRequest }>("/tokens", { ...admin, schema: { body: TokenRequest } }, async (request, reply) => {
    const { name, scopes } = request.body;
    const token = await audited(
      pool,
      { who: request.holder, what: "token" },
      (client) => makeToken(client, name, scopes),
      (made) => made && `${name}: ${scopes.join(", ")}`,
    );
    if (token === null) return problem(reply, 409, "taken", `there is a token named "${name}" already`);
    return reply.status(201).send({ token });
  });
  app.delete<{ Params: { name: string } }>("/tokens/:name", admin, async (request, reply) => {
    const { name } = request.params;
    const isDropped = await audited(
      pool,
      { who: request.holder, what: "token-ended" },
      (client) => dropToken(client, name),
      (is) => (is ? name : null),
    );
    if (!isDropped) return problem(reply, 404, "not-found", "there is no token of this name");
    return reply.status(204).send();
  });

  privacyApi(app, { privacy: needs("privacy"), admin }, options);
  app.get("/webhooks", admin, async () => ({ webhooks: await listWebhooks(pool) }));
  app.put<{ Params: { name: string }; Body: WebhookRequest }>(
    "/webhooks/:name",
    { ...admin, schema: { params: WebhookParams, body: WebhookRequest } },
    async (request, reply) => {
      const { url } = request.body;
      if (!/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : "")) {
        return problem(reply, 400, "bad-request", "a webhook's address begins with https:// or http://");
      }
      const { name } = request.params;
      const secret = await audited(
        pool,
        { who: request.holder, what: "webhook" },
        (client) => setWebhook(client, name, url),
        () => `${name}: ${new URL(url).origin}`,
      );
      webhooksMoved();
      return secret === null ? {} : reply.status(201).send({ secret });
    },
  );
  app.post<{ Params: { name: string } }>("/webhooks/:name/secret", admin, async (request, reply) => {
    const { name } = request.params;
    const secret = await audited(
      pool,
      { who: request.holder, what: "webhook-secret" },
      (client) => renewSecret(client, name),
      (made) => made && name,
    );
    if (secret === null) return problem(reply, 404, "not-found", "there is no webhook of this name");
    webhooksMoved();
    return reply.status(201).send({ secret });
  });
  app.delete<{ Params: { name: string } }>("/webhooks/:name", admin, async (request, reply) => {
    const { name } = request.params;
    const isDropped = await audited(
      pool,
      { who: request.holder, what: "webhook-ended" },
      (client) => dropWebhook(client, name),
      (is) => (is ? name : null),
    );
    if (!isDropped) return problem(reply, 404, "not-found", "there is no webhook of this name");
    webhooksMoved();
    return reply.status(204).send();
  });
}
