/** A real Chromium for tests: the one that `CHROMIUM_PATH` names, the machine's own, or Playwright's. */

import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const usual = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Starts a browser. Throws, naming what to install, where there is none: a browser test is never skipped. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = [process.env.CHROMIUM_PATH ?? "", ...usual, chromium.executablePath()].find(existsSync);
  if (executablePath === undefined)
    throw new Error(
      "the browser tests need Chromium, and there is none: install Debian's `chromium` package, run `npx playwright-core install chromium`, or name one in CHROMIUM_PATH",
    );
  // Root has no sandbox to offer, and a container's /dev/shm is too small for a page.
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"] });
}
