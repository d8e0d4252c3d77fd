/** A site in a temporary folder with a platform of its own, as `parley serve` leaves it behind. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach } from "vitest";
import type { Platform } from "#platform/serve.ts";
import { adminToken, startForTests } from "../platform/start.ts";
import { startTestServer, type TestServer } from "./postgres.ts";
import { type SiteFolder, smallSite } from "./site-folder.ts";

export interface LiveSite {
  /** A copy of the small site. */
  readonly site: SiteFolder;
  readonly platform: Platform;
  readonly databaseUrl: string;
}

/** To be called once in a file: each of its tests begins with a platform where nothing is live, and a site beside it. */
export function liveSiteForEach(begin: (made: LiveSite) => void): void {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  }, 900_000);
  afterAll(() => server?.stop());
  beforeEach(async () => {
    const databaseUrl = await server.newDatabase();
    const platform = await startForTests({ databaseUrl });
    const site = smallSite();
    connect(site, platform);
    begin({ site, platform, databaseUrl });
    return () => platform.stop();
  });
}

/** The commands that run in the site speak to this platform. */
export function connect(site: SiteFolder, { address }: Pick<Platform, "address">): void {
  mkdirSync(join(site.folder, ".parley"), { recursive: true });
  writeFileSync(join(site.folder, ".parley", "address"), address);
  writeFileSync(join(site.folder, ".parley", "token"), adminToken);
}
