/** Whether the platform's traces are wanted, by OpenTelemetry's own environment variables. */

import { Failure } from "#cli/failure.ts";
import type { PlatformOptions } from "#platform/options.ts";

type OpenTraces = NonNullable<PlatformOptions["openTraces"]>;

/**
 * Wanted where `OTEL_EXPORTER_OTLP_ENDPOINT` or `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` says where to, and neither
 * `OTEL_SDK_DISABLED` nor `OTEL_TRACES_EXPORTER=none` says no; the other variables the libraries read themselves. Null:
 * not wanted, and none of it is loaded. Throws `Failure`.
 */
export function tracesFrom(environment: Readonly<Record<string, string | undefined>>): OpenTraces | null {
  const isOff = environment.OTEL_SDK_DISABLED?.trim().toLowerCase() === "true";
  if (isOff || environment.OTEL_TRACES_EXPORTER?.trim() === "none") return null;
  const named = ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"] as const;
  const name = named.find((each) => (environment[each] ?? "").trim() !== "");
  if (name === undefined) return null;
  if (!/^https?:$/.test(URL.parse(environment[name] ?? "")?.protocol ?? "")) {
    throw new Failure(
      `${name} is no http address: "${environment[name]}"`,
      "write the collector's address: http://collector.internal:4318",
    );
  }
  const protocol =
    environment.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL || environment.OTEL_EXPORTER_OTLP_PROTOCOL || "http/protobuf";
  if (protocol !== "http/protobuf" && protocol !== "http/json") {
    throw new Failure(
      `traces are not sent by the protocol "${protocol}" of OTEL_EXPORTER_OTLP_PROTOCOL`,
      "write http/protobuf or http/json, and the collector's address for that, mostly port 4318",
    );
  }
  return async (told) => (await import("#platform/traces/otlp.ts")).openTraces(protocol, told);
}
