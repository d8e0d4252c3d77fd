/** The HTTP server: both APIs, the assets and the pages, and what holds for all of them. */

import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { type AdminOptions, adminApi } from "#platform/http/admin.ts";
import { type AgentsOptions, agentsApi } from "#platform/http/agents.ts";
import { serveAssets } from "#platform/http/assets.ts";
import { type CustomerOptions, customerApi } from "#platform/http/customer.ts";
import { downloadsOf } from "#platform/http/downloads.ts";
import { serveFiles } from "#platform/http/files.ts";
import { type Pages, servePages } from "#platform/http/pages.ts";
import { servePreviews } from "#platform/http/previews.ts";
import { answerError, answerErrors, problem } from "#platform/http/problem.ts";
import type { Trusts } from "#platform/http/proxies.ts";
import { refuseWhatIsNotKept } from "#platform/http/refuse-unkept.ts";
import { scopeGuard } from "#platform/http/scopes.ts";
import type { Identify } from "#platform/http/workload-identity.ts";
import type { Metrics } from "#platform/metrics.ts";
import { traceRequests } from "#platform/traces/requests.ts";
import type { Traces } from "#platform/traces/traces.ts";

export interface HttpOptions extends CustomerOptions, AgentsOptions, AdminOptions {
  readonly pages: Pages;
  readonly metrics: Metrics;
  /** What a signed token of a pipeline's may do; null: nothing. */
  identify: Identify;
  /** Null: nobody asked for any. */
  readonly traces: Traces | null;
  /** It is about to stop: whoever asks next is to ask elsewhere. */
  isDraining(): boolean;
  readonly trustsProxy: Trusts;
  log(error: unknown): void;
}

/** Customers send little. */
const maxRequest = 64 * 1024;

/** A file of 10 MB on a slow line takes minutes, and the chat waits as long; who only holds a place gives way (`uploads.ts`). */
const slowestRequestMs = 180_000;

const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  // The widget's styles are constructed sheets, but for browsers that lack them.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' https: data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join("; ");

/** A server that is ready to listen. Closing it ends the streams too. */
export function httpServer(options: HttpOptions): FastifyInstance {
  const { pool, log, metrics, limits } = options;
  const needs = scopeGuard(pool, options.identify, limits);
  const app = fastify({
    bodyLimit: maxRequest,
    trustProxy: options.trustsProxy,
    forceCloseConnections: "idle",
    requestTimeout: slowestRequestMs,
    routerOptions: { maxParamLength: 200 },
    // What a request holds is taken as it is, or refused: never turned into something else.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false } },
    frameworkErrors: (error, _request, reply) => void answerError(error, reply, log),
  });
  answerErrors(app, log);
  if (options.traces) traceRequests(app, options.traces, options.trustsProxy);
  // A page of any origin may send plain text without asking first.
  app.removeContentTypeParser("text/plain");
  app.addHook("onRequest", (_request, reply, done) => {
    reply.header("x-content-type-options", "nosniff");
    reply.header("referrer-policy", "same-origin");
    reply.header("content-security-policy", pagePolicy);
    done();
  });
  let asked: Promise<boolean> | null = null;
  /** Who asks while it is being asked hears the same: anybody may, as often as they like. */
  const alive = async (reply: FastifyReply) => {
    asked ??= pool
      .query("select 1")
      .then(
        () => true,
        () => false,
      )
      .finally(() => {
        asked = null;
      });
    return (await asked) ? { ok: true } : problem(reply, 503, "no-database", "the database does not answer");
  };
  app.get("/healthz", (_request, reply) => alive(reply));
  app.get("/readyz", async (_request, reply) =>
    options.isDraining() ? problem(reply, 503, "draining", "this platform is about to stop") : alive(reply),
  );
  app.get("/metrics", needs("read"), async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.text()),
  );
  app.addHook("onResponse", (request, reply, done) => {
    const route = request.routeOptions.url ?? "none";
    metrics.request(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    done();
  });
  // No column takes a zero byte: asked for together with what others ask, it would be their fault too.
  const noZeros = async (request: FastifyRequest, reply: FastifyReply) => {
    if (/%00/.test(request.url)) return problem(reply, 400, "bad-request", "an address has no zero byte in it");
  };
  void app.register(
    async (scope) => {
      scope.addHook("onRequest", noZeros);
      refuseWhatIsNotKept(scope);
      adminApi(scope, needs, options);
    },
    { prefix: "/admin/v1" },
  );
  void app.register(
    async (scope) => {
      scope.addHook("onRequest", noZeros);
      refuseWhatIsNotKept(scope);
      const endStreams = agentsApi(scope, needs("agents"), options);
      scope.addHook("preClose", async () => endStreams());
    },
    { prefix: "/agents/v1" },
  );
  void app.register(
    async (scope) => {
      const downloads = downloadsOf();
      serveAssets(scope, pool, limits, downloads);
      serveFiles(scope, options, downloads);
      const endStreams = customerApi(scope, options);
      scope.addHook("preClose", async () => endStreams());
    },
    { prefix: "/v1" },
  );
  servePages(app, options.live, options.previews, options.pages);
  servePreviews(app, options, options.pages);
  return app;
}
