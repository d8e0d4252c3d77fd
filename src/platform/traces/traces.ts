/**
 * What the platform says of its own work to who asked for traces: spans, by OpenTelemetry's names. Where nobody asked
 * there are none of these at all, and nothing here is called. A span holds ids, kinds and numbers: never what a customer
 * said or is, a variable, an address with any of that in it, a token or a secret.
 */

export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

export interface SpanStart {
  /** Of few that there are: it is counted by. */
  readonly name: string;
  readonly kind: "server" | "client" | "internal";
  readonly attributes: Attributes;
  /** Absent: it is part of the span that is active here. */
  readonly origin?: Origin;
}

/** Where a span comes from, by W3C's `traceparent`; null: nobody knows, and it begins a trace. */
export type Origin =
  | { readonly kind: "part-of"; readonly traceparent: string | null }
  /** It begins a trace of its own, which points back: what comes hours later makes no trace hours long. */
  | { readonly kind: "after"; readonly traceparent: string | null };

export interface Span {
  readonly traceparent: string;
  set(attributes: Attributes): void;
  /** It went wrong; `type` is one of few, such as a status or an error's code, and never its message. */
  fail(type: string): void;
  /** Does something with this span as the active one, also in what that begins and waits for. */
  within<T>(work: () => T): T;
  end(): void;
}

export interface Traces {
  start(span: SpanStart): Span;
  /** The span in which this is called; null: it is in none. */
  active(): Span | null;
  /** What a line of the log says of the span in which it is written. */
  logged(): Readonly<Record<string, string>>;
  /** Sends what has not been sent yet, and waits no longer for it than a stop may take. */
  close(): Promise<void>;
}

/** What comes of sending spans: null, they are taken again after they were not. */
export type Told = (failure: string | null) => void;

export async function inSpan<T>(traces: Traces, start: SpanStart, work: (span: Span) => Promise<T>): Promise<T> {
  const span = traces.start(start);
  try {
    return await span.within(() => work(span));
  } catch (error) {
    const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
    span.fail(String(code ?? name));
    throw error;
  } finally {
    span.end();
  }
}
