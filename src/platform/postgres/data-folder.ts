/** Where PostgreSQL's data lies, and how it is made. */

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { type Account, serverHome } from "#platform/postgres/binaries.ts";

/** Written last, so that data whose making was interrupted is made anew. */
const finished = "parley-initialised";

/**
 * The data of a platform's folder: inside it. Where the server runs under another account (`binaries.ts`) that cannot
 * reach the folder, the data lies in a place of its own, and a file in the folder names it.
 */
export function dataFolderOf(folder: string, account: Account | null): string {
  const inside = join(folder, "postgres");
  const marker = join(folder, "postgres-is-in");
  if (!account) return inside;
  if (existsSync(marker)) return readFileSync(marker, "utf8").trim();
  if (isReachable(folder)) return inside;
  const name = createHash("sha256").update(folder).digest("hex").slice(0, 16);
  const outside = join(serverHome(account), "data", name);
  // A folder that was deleted and made again starts from nothing, as it would for anybody but root.
  rmSync(outside, { recursive: true, force: true });
  writeFileSync(marker, `${outside}\n`);
  return outside;
}

/** Whether everybody may walk down to a folder. */
function isReachable(folder: string): boolean {
  for (let at = realpathSync(folder); ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/** Whether `initialise` was done, to its end. */
export function isInitialised(data: string): boolean {
  return existsSync(join(data, finished));
}

/** Makes the data. Throws with PostgreSQL's own words. */
export function initialise(home: string, data: string, account: Account | null): void {
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (account) {
    chmodSync(dirname(data), 0o755);
    chownSync(data, account.uid, account.gid);
  }
  const made = spawnSync(
    join(home, "bin", "initdb"),
    ["-D", data, "-U", "parley", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-instructions"],
    {
      encoding: "utf8",
      cwd: "/",
      env: { PATH: process.env.PATH ?? "", LC_ALL: "C" },
      ...(account && { uid: account.uid, gid: account.gid }),
    },
  );
  if (made.status !== 0) {
    throw new Error(`PostgreSQL could not make its data in ${data}: ${(made.stderr || made.error?.message) ?? ""}`);
  }
  writeFileSync(join(data, finished), "");
}
