/** The project's packages: installed when the lock file is not the one they were installed from. */

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

/**
 * @param {string} root the checkout
 * @param {string} node the Node that will run the project
 * @param {(line: string) => void} report
 */
export function ensureDependencies(root, node, report) {
  const hash = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const stamp = join(root, "node_modules", ".parley-installed");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
  report("installing the packages (a minute or so)");
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ""}` };
  // Not `npm ci`: it refuses a lock file that lacks the optional packages of platforms whose registry has none.
  const args = ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const done = spawnSync("npm", args, {
    cwd: root,
    env,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  if (done.status !== 0)
    throw new Error("the packages could not be installed: see npm's words above; is the registry to be reached?");
  writeFileSync(stamp, hash);
}
