/**
 * A span for each request that leaves the platform. It takes `traceparent` along, to whatever host it goes to: that is
 * two random numbers and a flag, which say nothing of the customer or the company, and without it the company's own
 * APIs would not be part of the trace. What could carry words (`tracestate`, `baggage`) is never sent.
 */

import type { Send } from "#platform/conversations/outward.ts";
import { inSpan, type Traces } from "#platform/traces/traces.ts";

export function tracedSend(send: Send, traces: Traces): Send {
  return (request, allowsPrivate, signal) => {
    const { url, method, headers } = request;
    // Not the address: a path and a query hold what customers said, and a query may hold a secret.
    const attributes = {
      "http.request.method": method,
      "server.address": url.hostname,
      "server.port": Number(url.port) || (url.protocol === "https:" ? 443 : 80),
    };
    return inSpan(traces, { name: method, kind: "client", attributes }, async (span) => {
      // A header of that name which an author wrote is meant.
      const answer = await send(
        { ...request, headers: { traceparent: span.traceparent, ...headers } },
        allowsPrivate,
        signal,
      );
      span.set({ "http.response.status_code": answer.status });
      if (answer.status >= 400) span.fail(String(answer.status));
      return answer;
    });
  };
}
