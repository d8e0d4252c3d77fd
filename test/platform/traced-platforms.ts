/** Platforms as an operator starts them, with OpenTelemetry's variables; a collector of their traces, and a shop that they ask. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll } from "vitest";
import { tracesFrom } from "#cli/traces.ts";
import { startTestServer, type TestServer, temporaryFolder } from "../support/postgres.ts";
import { type Collector, startCollector } from "./collector.ts";
import { type FakeShop, startFakeShop } from "./fake-shop.ts";
import { type Running, runPlatform } from "./running.ts";
import { smallSite } from "./small-site.ts";
import type { StartOptions } from "./start.ts";

export const shopSecret = "open sesame";

type Variables = Readonly<Record<string, string>>;
type Place = { readonly databaseUrl: string } | { readonly dataFolder: string };

export interface Traced {
  readonly collector: Collector;
  readonly shop: FakeShop;
  /** A database of the test server's, which two platforms may share. */
  newDatabase(): Promise<string>;
  /** A platform with these variables; it stops when the test ends, or before. */
  startOn(place: Place, variables: Variables, settings?: StartOptions["more"]): Promise<Running>;
  start(variables: Variables, settings?: StartOptions["more"]): Promise<Running>;
  /** On a database of its own, where it writes a log. */
  startLogging(variables: Variables): Promise<Running & { logged(): string }>;
  /** What sends traces to the collector. */
  toCollector(): Variables;
  /** To be called when the test ends. */
  after(stop: () => Promise<unknown>): void;
}

/** To be called once in a file: it starts what the file's tests share, and stops it. */
export function tracedPlatforms(): Traced {
  const wasSet = { ...process.env };
  const stops: (() => Promise<unknown>)[] = [];
  let server: TestServer;
  let collector: Collector;
  let shop: FakeShop;

  beforeAll(async () => {
    server = await startTestServer();
    collector = await startCollector();
    shop = await startFakeShop();
  });
  afterEach(async () => {
    collector.answer(200);
    for (let stop = stops.pop(); stop; stop = stops.pop()) await stop();
    process.env = { ...wasSet };
  });
  afterAll(async () => {
    await collector?.stop();
    await shop?.stop();
    await server?.stop();
  });

  async function startOn(place: Place, variables: Variables, settings: StartOptions["more"] = {}): Promise<Running> {
    Object.assign(process.env, variables);
    const openTraces = tracesFrom(process.env);
    const more = { ...settings, ...(openTraces && { openTraces }) };
    const platform = await runPlatform({ ...place, secret: () => shopSecret, more });
    let isStopped = false;
    const stop = async () => {
      if (!isStopped) await platform.stop();
      isStopped = true;
    };
    stops.push(stop);
    await platform.publish(smallSite({ api: `${shop.address}/api/`, secret: "SHOP" }), null);
    return { ...platform, stop };
  }

  return {
    get collector() {
      return collector;
    },
    get shop() {
      return shop;
    },
    newDatabase: () => server.newDatabase(),
    startOn,
    start: async (variables, settings) => startOn({ databaseUrl: await server.newDatabase() }, variables, settings),
    async startLogging(variables) {
      const folder = temporaryFolder();
      stops.push(async () => folder.remove());
      const platform = await startOn({ dataFolder: folder.path }, variables);
      return { ...platform, logged: () => readFileSync(join(folder.path, "platform.log"), "utf8") };
    },
    toCollector: () => ({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.address,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_SERVICE_NAME: "parley-tests",
      OTEL_BSP_SCHEDULE_DELAY: "50",
    }),
    after: (stop) => void stops.push(stop),
  };
}

/** What is loaded of OpenTelemetry's libraries. */
export function loadedOfTraces(): readonly string[] {
  return Object.keys(createRequire(import.meta.url).cache).filter((path) =>
    /@opentelemetry\/(?:sdk|core|resources|exporter|otlp)/.test(path.replaceAll("\\", "/")),
  );
}
