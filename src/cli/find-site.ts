/** Where the site is. */

import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Failure } from "#cli/failure.ts";

/** The folder `--site` names, else the nearest folder upwards that has a `parley.yaml`. Throws `Failure`. */
export function findSite(option: string | undefined): string {
  const from = resolve(process.env.INIT_CWD ?? process.cwd(), option ?? ".");
  if (option !== undefined) {
    if (existsSync(join(from, "parley.yaml"))) return from;
    throw new Failure(`there is no site in ${from}: no parley.yaml`, "name the site's folder: --site DIR");
  }
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "parley.yaml"))) return folder;
    if (folder === dirname(folder)) break;
  }
  throw new Failure(
    `there is no site here: no parley.yaml in ${from} or above it`,
    "go to the site's folder, or name it: --site DIR",
  );
}
