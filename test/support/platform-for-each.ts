/** A platform of its own for each test, on one database server for the file. */

import { afterAll, beforeAll, beforeEach } from "vitest";
import type { Platform } from "#platform/serve.ts";
import { startForTests } from "../platform/start.ts";
import { startTestServer, type TestServer } from "./postgres.ts";

export interface LivePlatform {
  readonly platform: Platform;
  readonly databaseUrl: string;
}

/** To be called once in a file: each of its tests begins with a platform where nothing is live. */
export function platformForEach(begin: (made: LivePlatform) => void | Promise<void>): void {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  }, 900_000);
  afterAll(() => server?.stop());
  beforeEach(async () => {
    const databaseUrl = await server.newDatabase();
    const platform = await startForTests({ databaseUrl });
    await begin({ platform, databaseUrl });
    return () => platform.stop();
  });
}
