/**
 * What `parley.yaml` says, and nothing else of the site. Whoever rolls back or looks at the history waits for no check,
 * and is not stopped by a fault in some other file.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Content } from "#content/content.ts";
import { readFile } from "#content/read-file.ts";
import { site as siteSchema } from "#content/schemas/files.ts";
import type { Site } from "#content/site.ts";

export interface Settings {
  /** Absolute path of the site's folder. */
  readonly folder: string;
  readonly content: Pick<Content, "site">;
}

/** Never throws for what the file says: a broken one names no environments. */
export function readSettings(folder: string): Settings {
  const path = "parley.yaml";
  const file = { path, text: readFileSync(join(folder, path), "utf8") };
  return { folder, content: { site: readFile<Site>(file, "site", "", siteSchema as never, []) } };
}
