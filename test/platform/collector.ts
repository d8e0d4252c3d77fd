/** A collector of traces on a free port, which speaks OTLP over HTTP in JSON, and remembers what it was sent. */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface CollectedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly kind: number;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly isError: boolean;
}

export interface Collector {
  readonly address: string;
  readonly spans: readonly CollectedSpan[];
  /** All that came, as it came. */
  readonly text: string;
  /** The spans, once there are some that `enough` is content with. */
  wait(enough: (spans: readonly CollectedSpan[]) => boolean): Promise<readonly CollectedSpan[]>;
  /** Answers with this status from now on, those too that wait for it; null: nobody gets an answer. */
  answer(status: number | null): void;
  /** How many wait for an answer. */
  held(): number;
  /** How often it was sent something, whatever it answered. */
  asked(): number;
  stop(): Promise<void>;
}

interface Value {
  readonly stringValue?: string;
  readonly intValue?: number;
  readonly boolValue?: boolean;
}

interface Sent {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly {
      readonly spans: readonly (Omit<CollectedSpan, "attributes" | "links" | "isError"> & {
        readonly attributes?: readonly { readonly key: string; readonly value: Value }[];
        readonly links?: CollectedSpan["links"];
        readonly status?: { readonly code?: number };
      })[];
    }[];
  }[];
}

export async function startCollector(): Promise<Collector> {
  const texts: string[] = [];
  const spans: CollectedSpan[] = [];
  const waiting = new Set<() => void>();
  let status: number | null = 200;
  let asked = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    asked += 1;
    if (status === null) {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.add(resolve);
      response.on("close", resolve);
      await promise;
      waiting.delete(resolve);
    }
    // Who waited for nothing has gone.
    if (status === null || response.destroyed) return;
    if (status === 200) {
      const text = Buffer.concat(chunks).toString("utf8");
      texts.push(text);
      spans.push(...spansOf(JSON.parse(text) as Sent));
    }
    response.writeHead(status, { "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    get text() {
      return texts.join("\n");
    },
    async wait(enough) {
      for (const until = Date.now() + 30_000; !enough(spans); ) {
        if (Date.now() > until) throw new Error(`these spans came, and no more:\n${spans.map(asLine).join("\n")}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return spans;
    },
    answer(next) {
      status = next;
      if (next !== null) for (const resolve of waiting) resolve();
    },
    held: () => waiting.size,
    asked: () => asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function spansOf({ resourceSpans }: Sent): readonly CollectedSpan[] {
  return resourceSpans
    .flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans))
    .map(({ attributes = [], links = [], status, ...span }) => ({
      ...span,
      links,
      isError: status?.code === 2,
      attributes: Object.fromEntries(
        attributes.map(({ key, value }) => [key, value.stringValue ?? value.boolValue ?? Number(value.intValue)]),
      ),
    }));
}

function asLine({ name, traceId, spanId, parentSpanId, attributes }: CollectedSpan): string {
  return `${name} ${traceId} ${spanId} below ${parentSpanId} ${JSON.stringify(attributes)}`;
}
