/** A site in a temporary folder with a platform of its own, as `parley serve` leaves it behind. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Platform } from "#platform/serve.ts";
import { adminToken } from "../platform/start.ts";
import { type LivePlatform, platformForEach } from "./platform-for-each.ts";
import { type SiteFolder, smallSite } from "./site-folder.ts";

export interface LiveSite extends LivePlatform {
  /** A copy of the small site. */
  readonly site: SiteFolder;
}

/** To be called once in a file: each of its tests begins with a platform where nothing is live, and a site beside it. */
export function liveSiteForEach(begin: (made: LiveSite) => void): void {
  platformForEach((made) => {
    const site = smallSite();
    connect(site, made.platform);
    begin({ site, ...made });
  });
}

/** The commands that run in the site speak to this platform. */
export function connect(site: SiteFolder, { address }: Pick<Platform, "address">): void {
  mkdirSync(join(site.folder, ".parley"), { recursive: true });
  writeFileSync(join(site.folder, ".parley", "address"), address);
  writeFileSync(join(site.folder, ".parley", "token"), adminToken);
}
