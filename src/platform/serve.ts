/** One platform process: database, APIs, conversations, pages. */

import pg from "pg";
import type { Logger } from "pino";
import { openLog } from "#platform/log.ts";
import type { PlatformOptions } from "#platform/options.ts";
import { type Server, startEmbedded } from "#platform/postgres/embedded.ts";
import { givesUp } from "#platform/postgres/gives-up.ts";
import { PooledClient } from "#platform/postgres/pooled-client.ts";
import { startServices } from "#platform/services.ts";

export interface Platform {
  readonly address: string;
  /** Ends the streams, finishes what is under way, and stops the embedded database. */
  stop(): Promise<void>;
}

/** Something else listens where the platform should. */
export class PortBusy extends Error {
  readonly fix: string;
  constructor(port: number) {
    super(`port ${port} is in use by another program`);
    this.name = "PortBusy";
    this.fix = "stop that program, or choose another port";
  }
}

/** Starts a platform. Throws `PortBusy` or `DataInUse`; what had been started is stopped then. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { port, dataFolder, databaseUrl, report } = options;
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (let end = stops.pop(); end; end = stops.pop()) await end();
  };
  try {
    const database: Server = databaseUrl
      ? { connection: { connectionString: databaseUrl }, stop: async () => undefined }
      : await startEmbedded(dataFolder, report);
    stops.push(database.stop);
    const traces =
      (await options.openTraces?.((why) => {
        if (why === null) log.info("traces are taken again");
        else log.warn({ why }, "traces are not taken: what is not sent in time is lost");
      })) ?? null;
    const log: Logger = options.log ?? openLog(databaseUrl ? null : dataFolder, "info", traces);
    const pool = new pg.Pool({
      ...database.connection,
      ...givesUp,
      max: 10,
      ...(options.directUrl !== undefined && { Client: PooledClient }),
    });
    // A connection that breaks while nobody uses it: the pool makes another.
    // Not the error itself: it carries the whole client, with where and as whom it connects.
    pool.on("error", ({ message }) => {
      if (!pool.ending) log.warn({ why: message }, "a database connection broke");
    });
    stops.push(() => pool.end());
    if (traces) stops.push(traces.close);
    const direct = options.directUrl ? { connectionString: options.directUrl } : database.connection;
    const address = await startServices(pool, direct, log, traces, options, stops);
    log.info({ address }, "started");
    return { address, stop };
  } catch (error) {
    await stop();
    throw (error as NodeJS.ErrnoException).code === "EADDRINUSE" ? new PortBusy(port) : error;
  }
}
