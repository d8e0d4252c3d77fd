/**
 * Traces for a collector, by OpenTelemetry's own libraries, set up by OpenTelemetry's own environment variables. Nothing
 * global: several platforms in a process are traced apart, and no other module of it is changed. This is the one file
 * that loads those libraries, and it is loaded by who wants traces alone.
 */

import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type Span as ApiSpan,
  type Context,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from "@opentelemetry/api";
import { ExportResultCode, parseTraceParent } from "@opentelemetry/core";
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
  serviceInstanceIdDetector,
} from "@opentelemetry/resources";
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from "@opentelemetry/sdk-trace-base";
import type { Span, SpanStart, Told, Traces } from "#platform/traces/traces.ts";

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const;
const closeWithinMs = 3000;

/** `protocol` is how the spans are written; where they go, the environment says. */
export async function openTraces(protocol: "http/protobuf" | "http/json", told: Told): Promise<Traces> {
  const provider = new BasicTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ "service.name": "parley" }))
      .merge(detectResources({ detectors: [serviceInstanceIdDetector, envDetector] })),
    spanProcessors: [new BatchSpanProcessor(telling(await exporterFor(protocol), told))],
  });
  const tracer = provider.getTracer("parley");
  const storage = new AsyncLocalStorage<Span & { readonly context: Context }>();

  function start({ name, kind, attributes, origin }: SpanStart): Span {
    const from = origin && contextOf(origin.traceparent);
    const link = origin?.kind === "after" && from ? trace.getSpanContext(from) : undefined;
    const parent = origin ? (link ? ROOT_CONTEXT : (from ?? ROOT_CONTEXT)) : storage.getStore()?.context;
    const span = tracer.startSpan(
      name,
      { kind: kinds[kind], attributes, ...(link && { links: [{ context: link }] }) },
      parent ?? ROOT_CONTEXT,
    );
    return wrapped(span);
  }

  function wrapped(span: ApiSpan): Span {
    const { traceId, spanId, traceFlags } = span.spanContext();
    const self = {
      context: trace.setSpan(ROOT_CONTEXT, span),
      traceparent: `00-${traceId}-${spanId}-${traceFlags & TraceFlags.SAMPLED ? "01" : "00"}`,
      set: (attributes: SpanStart["attributes"]) => void span.setAttributes(attributes),
      fail(type: string) {
        span.setAttribute("error.type", type);
        span.setStatus({ code: SpanStatusCode.ERROR });
      },
      within: <T>(work: () => T): T => storage.run(self, work),
      end: () => span.end(),
    };
    return self;
  }

  return {
    start,
    active: () => storage.getStore() ?? null,
    logged() {
      const here = storage.getStore();
      const [, traceId = "", spanId = ""] = here?.traceparent.split("-") ?? [];
      return here ? { trace_id: traceId, span_id: spanId } : {};
    },
    async close() {
      const closed = provider.shutdown().catch(() => undefined);
      await Promise.race([closed, sleep(closeWithinMs, undefined, { ref: false })]);
    },
  };
}

/** Of what a caller says, the ids and the flag: what else they could add (`tracestate`) is their own words. */
function contextOf(traceparent: string | null): Context | null {
  const known = traceparent === null ? null : parseTraceParent(traceparent);
  return known && trace.setSpanContext(ROOT_CONTEXT, { ...known, isRemote: true });
}

async function exporterFor(protocol: "http/protobuf" | "http/json"): Promise<SpanExporter> {
  const { OTLPTraceExporter } =
    protocol === "http/json"
      ? await import("@opentelemetry/exporter-trace-otlp-http")
      : await import("@opentelemetry/exporter-trace-otlp-proto");
  return new OTLPTraceExporter();
}

/** A collector that is away is told when it goes and when it comes back, not at each batch. */
function telling(exporter: SpanExporter, told: Told): SpanExporter {
  let isAway = false;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const isLost = result.code !== ExportResultCode.SUCCESS;
        if (isLost !== isAway) told(isLost ? (result.error?.message ?? "no reason was given") : null);
        isAway = isLost;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}
