/** `npm test`: set-up, then every check; all run even when an earlier one fails, and the last line counts them. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureAct } from "./act.js";
import { ensureBrowser } from "./browser.js";
import { ensureEngine } from "./engine.js";
import { report, root, setUp } from "./run.js";

const node = setUp();
ensureBrowser(root, node, report);
ensureAct(report);
ensureEngine(root, node);
const folder = mkdtempSync(join(tmpdir(), "parley-test-"));
const results = join(folder, "results.json");
let passed = 0;
let failed = 0;

const tool = (title, args) => {
  process.stdout.write(`\n${title}\n`);
  return spawnSync(node, args, { cwd: root, stdio: "inherit" }).status === 0;
};
const count = (ok) => {
  if (ok) passed += 1;
  else failed += 1;
};

count(
  tool("Format and lint (biome)", [
    join(root, "node_modules/@biomejs/biome/bin/biome"),
    "check",
    "--error-on-warnings",
    ".",
  ]),
);
count(tool("Types (tsc)", [join(root, "node_modules/typescript/bin/tsc"), "--noEmit", "-p", "."]));
const ran = tool("Tests (vitest)", [
  join(root, "node_modules/vitest/vitest.mjs"),
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile=${results}`,
]);
try {
  const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(results, "utf8"));
  passed += numPassedTests;
  failed += numFailedTests + (numFailedTests === 0 && !ran ? Math.max(numFailedTestSuites, 1) : 0);
} catch {
  failed += 1;
}
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
