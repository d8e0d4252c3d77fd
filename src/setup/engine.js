/** The Pulumi engine, had before the tests that need it: each of them has minutes, and to build it may take more. */

import { spawnSync } from "node:child_process";

const program = `
import { ensureEngine } from "#publish/engine.ts";
try {
  await ensureEngine((line) => process.stderr.write("parley: " + line + "\\n"));
} catch (error) {
  process.stderr.write("parley: " + error.message + "\\n  " + (error.fix ?? "") + "\\n");
}
`;

/**
 * What cannot be had is left to the tests, which fail and name it.
 * @param {string} root @param {string} node
 */
export function ensureEngine(root, node) {
  spawnSync(
    node,
    ["--conditions=source", "--disable-warning=ExperimentalWarning", "--input-type=module", "-e", program],
    {
      cwd: root,
      stdio: "inherit",
    },
  );
}
