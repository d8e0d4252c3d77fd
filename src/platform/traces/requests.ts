/**
 * A span for each request, by its route: an address holds ids, names of files and signatures, and is not told. Which
 * trace it is part of is a proxy's word alone: a stranger's could make their requests part of anybody's trace, and say
 * what is sampled.
 */

import type { FastifyInstance } from "fastify";
import type { Trusts } from "#platform/http/proxies.ts";
import type { Traces } from "#platform/traces/traces.ts";

/** Asked every few seconds by machines: their spans would be most of all. */
const untold: ReadonlySet<string> = new Set(["/healthz", "/readyz", "/metrics"]);

/** Is to be called before any other hook is added. */
export function traceRequests(app: FastifyInstance, traces: Traces, trusts: Trusts): void {
  app.addHook("onRequest", (request, reply, done) => {
    const { method, protocol, headers, socket } = request;
    const route = request.routeOptions.url;
    if (route !== undefined && untold.has(route)) return done();
    const isTold = typeof headers.traceparent === "string" && trusts(socket.remoteAddress ?? "", 0);
    const traceparent = isTold ? String(headers.traceparent) : null;
    const span = traces.start({
      name: route === undefined ? method : `${method} ${route}`,
      kind: "server",
      attributes: { "http.request.method": method, "http.route": route, "url.scheme": protocol },
      origin: { kind: "part-of", traceparent },
    });
    // Also of a stream, and of who went away before the answer.
    reply.raw.once("close", () => {
      span.set({ "http.response.status_code": reply.raw.statusCode });
      if (reply.raw.statusCode >= 500) span.fail(String(reply.raw.statusCode));
      span.end();
    });
    span.within(done);
  });
}
