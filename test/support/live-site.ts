/** A site in a temporary folder with a platform of its own, as `parley serve` leaves it behind. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Platform } from "#platform/serve.ts";
import { adminToken } from "../platform/start.ts";
import type { SiteFolder } from "./site-folder.ts";

/** The commands that run in the site speak to this platform. */
export function connect(site: SiteFolder, { address }: Pick<Platform, "address">): void {
  mkdirSync(join(site.folder, ".parley"), { recursive: true });
  writeFileSync(join(site.folder, ".parley", "address"), address);
  writeFileSync(join(site.folder, ".parley", "token"), adminToken);
}
