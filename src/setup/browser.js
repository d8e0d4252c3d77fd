/** Chromium for the browser tests: the machine's own, else Debian's package, else Playwright's download. */

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** Where `test/support/browser.ts` looks, too. */
const usual = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/**
 * Installs Chromium where there is none. What cannot be had is left to the tests, which fail and name it.
 * @param {string} root the checkout
 * @param {string} node the Node that runs the project
 * @param {(line: string) => void} report
 */
export function ensureBrowser(root, node, report) {
  if ([process.env.CHROMIUM_PATH ?? "", ...usual].some((path) => existsSync(path))) return;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    report("installing Chromium for the browser tests (Debian's package, half a minute)");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const quiet = { env, stdio: ["ignore", "ignore", "inherit"] };
    spawnSync("apt-get", ["update", "-qq"], quiet);
    const args = ["install", "-y", "-qq", "--no-install-recommends", "chromium"];
    if (spawnSync("apt-get", args, quiet).status === 0) return;
    report("Debian's package is not to be had");
  }
  report("fetching Chromium for the browser tests (Playwright's own; nothing is fetched twice)");
  const tool = join(root, "node_modules", "playwright-core", "cli.js");
  if (spawnSync(node, [tool, "install", "chromium"], { stdio: ["ignore", "ignore", "inherit"] }).status !== 0) {
    report("Chromium cannot be fetched from here: the browser tests will fail, and say what to install");
  }
}
