import { expect, test } from "vitest";
import { Failure } from "#cli/failure.ts";
import { tracesFrom } from "#cli/traces.ts";

const collector = "http://collector.internal:4318";

test.each([
  ["nothing is set", {}],
  ["the address is empty", { OTEL_EXPORTER_OTLP_ENDPOINT: " " }],
  ["the libraries are turned off", { OTEL_EXPORTER_OTLP_ENDPOINT: collector, OTEL_SDK_DISABLED: "TRUE" }],
  ["no exporter is wanted", { OTEL_EXPORTER_OTLP_ENDPOINT: collector, OTEL_TRACES_EXPORTER: "none" }],
  ["only metrics have an address", { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: collector }],
])("there are no traces where %s", (_why, environment) => {
  expect(tracesFrom(environment)).toBeNull();
});

test.each([
  { OTEL_EXPORTER_OTLP_ENDPOINT: collector },
  { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector}/v1/traces`, OTEL_SDK_DISABLED: "false" },
  { OTEL_EXPORTER_OTLP_ENDPOINT: collector, OTEL_EXPORTER_OTLP_PROTOCOL: "http/json" },
])("there are with %o", (environment) => {
  expect(tracesFrom(environment)).toBeTypeOf("function");
});

test.each([
  { OTEL_EXPORTER_OTLP_ENDPOINT: "collector.internal:4318" },
  { OTEL_EXPORTER_OTLP_ENDPOINT: collector, OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" },
])("%o is said to be none, before anything starts", (environment) => {
  expect(() => tracesFrom(environment)).toThrow(Failure);
});
